package syntax

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

// exampleOrder is the order of fields in the golden files.
func exampleOrder(kind, pointer string) []string {
	switch pointer {
	case "":
		return []string{"title", "variables", "template"}
	case "/variables/*":
		return []string{"name", "type"}
	case "/rates":
		return []string{"input", "output"}
	}
	return nil
}

// TestFormat formats in.yaml of each file of testdata/fmt and compares it with
// out.yaml.
func TestFormat(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/fmt/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			in, out := &archive.Files[0], &archive.Files[1]
			got := checkFormat(t, unbytes(in.Data))
			if got == nil {
				t.Fatal("the file is refused")
			}
			if *update {
				out.Data = got
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(out.Data), string(got)); diff != "" {
				t.Errorf("layout differs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFormatCatalog formats the starter catalogue.
func TestFormatCatalog(t *testing.T) {
	count := 0
	err := filepath.WalkDir("../../catalog", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".yaml" {
			return err
		}
		count++
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if checkFormat(t, data) == nil {
			t.Errorf("%s is refused", path)
		}
		return nil
	})
	if err != nil || count == 0 {
		t.Fatalf("%d files formatted: %v", count, err)
	}
}

func TestFormatRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"a syntax error", "a: 1\nb: [\n", "x/a.yaml:2:4: error: "},
		{"a second document's syntax error", "a: 1\n---\nb: 'x\n", "x/a.yaml:3:4: error: "},
		{"a duplicate key", "a: 1\na: 2\n", "x/a.yaml:2:1: error: key \"a\" stands twice"},
		{"an anchor", "a: &x 1\nb: *x\n", "x/a.yaml:1:4: error: anchor"},
		{"a tag", "a: !x 1\n", "x/a.yaml:1:4: error: tag"},
		{"a tag without a name", "a:\n  - ! 1\n", "x/a.yaml:2:5: error: tag"},
		{"a word of two meanings", "a: no\n", "x/a.yaml:1:4: error: unquoted no"},
		{"a list", "- a\n", "x/a.yaml:1:1: error: "},
		{"text behind an end marker", "a: 1\n... b\n", "x/a.yaml:2:5: error: "},
		{"a directive at the end", "a: 1\n%YAML 1.1\n", "x/a.yaml:3:1: error: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Format("x/a.yaml", []byte(test.text), nil)
			var refused *FormatError
			if !errors.As(err, &refused) || got != nil {
				t.Fatalf("got %q, %v; want a FormatError", got, err)
			}
			if refused.Path != "x/a.yaml" || len(refused.Diagnostics) == 0 || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("the error is %q, want it to begin with %q", err, test.want)
			}
		})
	}
}

func TestFormatAccepts(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"white space", " \n\n", ""},
		{"a byte order mark", "\uFEFFa: 1\n", "a: 1\n"},
		{"no line break at the end", "a: 1", "a: 1\n"},
		{"old line breaks", "a: 1\rb: 2\r", "a: 1\nb: 2\n"},
		{"a bad waiver", "a: 1 # catalogc:ignore\n", "a: 1 # catalogc:ignore\n"},
		{"no order", "b: 1\na: 2\n", "b: 1\na: 2\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Format("a.yaml", []byte(test.text), nil)
			if err != nil || string(got) != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

// TestFormatTooLarge formats a file that indentation would make too large.
func TestFormatTooLarge(t *testing.T) {
	text := "a: " + strings.Repeat("[", 60) + strings.Repeat("1,", 1<<16) + strings.Repeat("]", 60)
	if _, err := Format("a.yaml", []byte(text), nil); !errors.Is(err, errSize) {
		t.Errorf("got %v, want %v", err, errSize)
	}
}

// TestFormatAsksForOrder checks which mappings are put into order.
func TestFormatAsksForOrder(t *testing.T) {
	var got []string
	_, err := Format("a.yaml", []byte("kind: A\nlist: [{x/y: {z: 1}}, 2]\n---\nb: 1\n"), func(kind, pointer string) []string {
		got = append(got, kind+" "+pointer)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"A /list/*/x~1y", "A /list/*", "A ", " "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order was asked for other mappings (-want +got):\n%s", diff)
	}
}

// TestSameContent checks the last line of defence: a layout that differs in a
// value or lacks a comment is not written.
func TestSameContent(t *testing.T) {
	const text = "a: 2.50\nb: [x, {c: null}] # comment\n"
	before := Parse("a.yaml", []byte(text))
	layout, err := readLayout(before)
	if err != nil {
		t.Fatal(err)
	}
	for after, want := range map[string]error{
		"b: [x, {c: ~}]\n# comment\na: 2.50\n":     nil,
		"a: 2.5\nb: [x, {c: null}] # comment\n":    errValue,
		"a: \"2.50\"\nb: [x, {c: null}] # comment": errValue,
		"a: 2.50\nb: [{c: null}, x] # comment\n":   errValue,
		"a: 2.50\nb: [x, {d: null}] # comment\n":   errValue,
		"a: 2.50\nb: [x, {c: ''}] # comment\n":     errValue,
		"a: 2.50\nb: [x] # comment\n":              errValue,
		"a: 2.50\n# comment\n":                     errValue,
		text + "---\nd: 1\n":                       errValue,
		"a: 2.50\nb: [x, {c: null}]\n":             errComment,
		text + "# another\n":                       errComment,
	} {
		if got := sameContent(before, layout.comments(), Parse("a.yaml", []byte(after))); !errors.Is(got, want) {
			t.Errorf("%q: got %v, want %v", after, got, want)
		}
	}
}
