package compiler

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/source"
)

// field is one field of a document as a value: string, bool, json.Number-like
// number, []any or []field.
type field struct {
	key   string
	value any
}

// number is a number as it is written.
type number string

// catalogue is a small catalogue of all kinds of values.
var catalogue = [][]field{
	{{"kind", "Settings"}, {"name", "global"}, {"parameters", []field{{"temperature", number("0.5")}, {"stop", []any{"END", "---"}}}}},
	{{"kind", "Module"}, {"name", "writer"}, {"enabled", true}, {"requires", []any{"planner"}}, {"labels", []field{{"team", "content"}, {"tier", "1"}}}},
	{{"kind", "Module"}, {"name", "planner"}, {"enabled", true}, {"active", true}, {"title", "Pläne: \"alle\" # 'und' mehr 🎉"}},
	{{"kind", "Prompt"}, {"name", "ideas"}, {"type", "ideas"}, {"version", number("3")},
		{"variables", []any{[]field{{"name", "keyword"}, {"required", true}}, []field{{"name", "tone"}, {"default", "warm"}}}},
		{"template", "Write ten ideas about {keyword}.\n\n  Keep the tone {tone}: no \"lists\".\n"}},
	{{"kind", "Profile"}, {"name", "saas"}, {"category", "saas"}, {"language", "en"},
		{"structure_template", []field{{"intro", []field{{"words", number("120")}, {"hook", nil}}}, {"parts", []any{number("1"), number("2.50"), "x", []any{}, []field{}}}}}},
	{{"kind", "Strategy"}, {"name", "blog"}, {"category", "blog"}, {"prompt_types", []any{"ideas"}}, {"profile", "saas"}},
}

// TestLayoutDoesNotChangeDigests writes the same catalogue in random layouts:
// the order of files, documents and keys, the spread of documents over files,
// comments, quoting, line endings, block and flow. The bundle stays the same.
func TestLayoutDoesNotChangeDigests(t *testing.T) {
	want := buildFrom(t, []source.File{{Path: "all.yaml", Data: []byte(plainly(catalogue))}})
	rapid.Check(t, func(t *rapid.T) {
		w := &writer{t: t, lineBreak: rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "line break")}
		names := []string{"a.yaml", "b.yml", "c/d.yaml", "c/a/e.yaml"}
		texts := map[string]string{}
		for _, document := range rapid.Permutation(catalogue).Draw(t, "documents") {
			name := rapid.SampledFrom(names).Draw(t, "file")
			if texts[name] != "" {
				texts[name] += "---" + w.lineBreak
			}
			texts[name] += w.document(document)
		}
		var files []source.File
		for _, name := range rapid.Permutation(names).Draw(t, "files") {
			if texts[name] != "" {
				files = append(files, source.File{Path: name, Data: []byte(texts[name])})
			}
		}
		if got := buildFrom(t, files); got != want {
			t.Fatalf("got  %s\nwant %s\nfrom %q", got, want, texts)
		}
	})
}

// failer is what *testing.T and *rapid.T have in common.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// buildFrom returns the digest of each document and of the bundle.
func buildFrom(t failer, files []source.File) string {
	t.Helper()
	files = append(files, source.File{Path: "catalogc.yaml", Data: []byte("format: 1\nname: example\n")})
	result, err := Compile(context.Background(), &source.Tree{Root: "test", Files: files}, Options{Today: today})
	if err != nil {
		t.Fatalf("compile: %v", err)
	}
	if result.Diagnostics.HasErrors() {
		t.Fatalf("the layout has mistakes: %v\n%q", result.Diagnostics, files)
	}
	built, err := bundle.Build(result.Catalog)
	if err != nil {
		t.Fatalf("build: %v", err)
	}
	var out strings.Builder
	for _, entry := range built.Entries {
		fmt.Fprintf(&out, "%s %s\n", entry.ID, entry.Digest)
	}
	return out.String() + built.Digest
}

// plainly writes documents as JSON, which YAML reads too.
func plainly(documents [][]field) string {
	var out strings.Builder
	for _, document := range documents {
		out.WriteString("--- " + asFlow(document, strconv.Quote) + "\n")
	}
	return out.String()
}

func asFlow(value any, quote func(string) string) string {
	switch value := value.(type) {
	case string:
		return quote(value)
	case []any:
		items := make([]string, len(value))
		for i := range value {
			items[i] = asFlow(value[i], quote)
		}
		return "[" + strings.Join(items, ", ") + "]"
	case []field:
		fields := make([]string, len(value))
		for i, f := range value {
			fields[i] = quote(f.key) + ": " + asFlow(f.value, quote)
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case nil:
		return "null"
	}
	return fmt.Sprint(value)
}

// writer writes values in a random layout.
type writer struct {
	t         *rapid.T
	lineBreak string
}

func (w *writer) flip(label string) bool { return rapid.Bool().Draw(w.t, label) }

func (w *writer) document(fields []field) string {
	text := w.comment("") + w.fields(fields, "")
	return strings.ReplaceAll(text, "\n", w.lineBreak)
}

func (w *writer) comment(indent string) string {
	return indent + rapid.SampledFrom([]string{"", "", "# why: 'because'\n", "\n", "#\n\n"}).Draw(w.t, "comment")
}

func (w *writer) trailing() string {
	return rapid.SampledFrom([]string{"", "", "  # so", " "}).Draw(w.t, "trailing") + "\n"
}

func (w *writer) fields(fields []field, indent string) string {
	var out strings.Builder
	for _, f := range rapid.Permutation(fields).Draw(w.t, "keys") {
		key := f.key
		if w.flip("quoted key") {
			key = strconv.Quote(key)
		}
		out.WriteString(strings.TrimLeft(w.comment(""), " ") + indent + key + ":" + w.value(f.value, indent))
	}
	return out.String()
}

// value writes what stands behind a colon or a dash, to the end of its line.
func (w *writer) value(value any, indent string) string {
	deeper := indent + rapid.SampledFrom([]string{" ", "  ", "    "}).Draw(w.t, "indentation")
	switch value := value.(type) {
	case string:
		if strings.HasSuffix(value, "\n") && w.flip("block") {
			return " |" + w.trailing() + deeper + strings.ReplaceAll(strings.TrimSuffix(value, "\n"), "\n", "\n"+deeper) + "\n"
		}
		return " " + w.quote(value) + w.trailing()
	case []field:
		if len(value) > 0 && w.flip("block mapping") {
			return w.trailing() + w.fields(value, deeper)
		}
	case []any:
		if len(value) > 0 && w.flip("block list") {
			out := w.trailing()
			for _, item := range value {
				out += deeper + "-" + w.value(item, deeper)
			}
			return out
		}
	}
	return " " + asFlow(shuffled(w.t, value), w.quote) + w.trailing()
}

// quote writes a text in double or single quotes, or without where it may.
func (w *writer) quote(text string) string {
	switch style := rapid.IntRange(0, 2).Draw(w.t, "style"); {
	case style == 0 && plainText(text):
		return text
	case style == 1 && !strings.Contains(text, "\n"):
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return strconv.Quote(text)
}

// plainText reports whether a text may surely stand without quotes.
func plainText(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// shuffled returns a value with the fields of all mappings in another order.
func shuffled(t *rapid.T, value any) any {
	switch value := value.(type) {
	case []field:
		fields := rapid.Permutation(value).Draw(t, "keys")
		for i := range fields {
			fields[i].value = shuffled(t, fields[i].value)
		}
		return fields
	case []any:
		items := make([]any, len(value))
		for i := range value {
			items[i] = shuffled(t, value[i])
		}
		return items
	}
	return value
}
