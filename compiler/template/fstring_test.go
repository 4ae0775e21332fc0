package template_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/igny8/catalogc/compiler/template"
)

// show writes uses and problems with the text they point at, one a line.
func show(t *template.Template) string {
	var out strings.Builder
	for _, u := range t.Uses {
		fmt.Fprintf(&out, "%d use %s %s", u.Start, u.Path, t.Text[u.Start:u.End])
		if u.Section {
			out.WriteString(" section")
		}
		if len(u.In) > 0 {
			fmt.Fprintf(&out, " in %s", strings.Join(u.In, ">"))
		}
		out.WriteString("\n")
	}
	for _, p := range t.Problems {
		fmt.Fprintf(&out, "%d %s %q: %s | %s\n", p.Start, p.Kind, t.Text[p.Start:p.End], p.Message, p.Help)
	}
	return out.String()
}

// parseCase is a text and what show says of it.
type parseCase struct {
	name, text string
	want       []string
}

func runParse(t *testing.T, syntax template.Syntax, tests []parseCase) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got := show(template.Parse(test.text, syntax))
			want := strings.Join(test.want, "\n")
			if want != "" {
				want += "\n"
			}
			if got != want {
				t.Errorf("%s\ngot:\n%s\nwant:\n%s", test.text, got, want)
			}
		})
	}
}

const (
	doubleHint = `write {{ here, }} at the brace that closes it, and double the literal braces between; {name} stays single`
	doubleIt   = `a literal "{" must be doubled`
)

func TestParseFString(t *testing.T) {
	runParse(t, template.FString, []parseCase{
		{"empty", "", nil},
		{"text", "no braces", nil},
		{"use", "on {topic}.", []string{"3 use topic {topic}"}},
		{"uses", "{a}{_b2}{a}", []string{"0 use a {a}", "3 use _b2 {_b2}", "8 use a {a}"}},
		{"after a wide rune", "é世{a}", []string{"5 use a {a}"}},
		{"escapes", "{{ }} {{}} }}{{", nil},
		{"escaped around a use", "{{{a}}}", []string{"2 use a {a}"}},
		{"escaped JSON with a use", `{{"title": "{title}", "n": {{"m": {n}}}}}`,
			[]string{"12 use title {title}", "34 use n {n}"}},

		{"never closed", "on {", []string{`3 unclosed "{": "{" is never closed | write {{ for a literal brace`}},
		{"never closed name", "on {topic and {other}", []string{
			"14 use other {other}",
			`3 unclosed "{topic": "{topic" is never closed | write {topic}, or {{ for a literal brace`}},
		{"never closed does not hide what follows", "{a\n{\n \"b\": 1\n}", []string{
			`0 unclosed "{a": "{a" is never closed | write {a}, or {{ for a literal brace`,
			`3 literal-braces "{": ` + doubleIt + ` | ` + doubleHint}},
		{"stray", "a } b", []string{`2 stray-close "}": "}" closes nothing | write }} for a literal brace`}},
		{"use and stray", "{a}} b", []string{"0 use a {a}",
			`3 stray-close "}": "}" closes nothing | write }} for a literal brace`}},
		{"doubled open, single close", "{{a} b", []string{
			`3 stray-close "}": "{{" is closed by a single "}" | write {a} for the variable, or {{a}} for literal braces`}},
		{"doubled open, single close of JSON", `{{"a": 1}`, []string{
			`8 stray-close "}": "{{" is closed by a single "}" | write }} for a literal brace`}},
		{"empty braces", "a {} b { }", []string{
			`2 empty-name "{}": empty braces hold no name | name the variable, as in {topic}, or write {{}} for literal braces`,
			`7 empty-name "{ }": empty braces hold no name | name the variable, as in {topic}, or write {{}} for literal braces`}},
		{"positional", "{0} {1:>3}", []string{
			`0 positional "{0}": "0" is a position, not a name | name the variable, as in {topic}, or write {{0}} for literal braces`,
			`4 positional "{1:>3}": "1:>3" is a position, not a name | name the variable, as in {topic}, or write {{1:>3}} for literal braces`}},
		{"white space", "{ topic }\n{\ntopic}", []string{
			`0 white-space "{ topic }": white space around "topic" | write {topic}`,
			`10 white-space "{\ntopic}": white space around "topic" | write {topic}`}},
		{"attribute", "{a.b}", []string{`0 unsupported "{a.b}": "a.b" is more than a name; only plain names are supported | write {a}, or {{a.b}} for literal braces`}},
		{"index", "{a[0]}", []string{`0 unsupported "{a[0]}": "a[0]" is more than a name; only plain names are supported | write {a}, or {{a[0]}} for literal braces`}},
		{"format", "{a:>10}", []string{`0 unsupported "{a:>10}": "a:>10" is more than a name; only plain names are supported | write {a}, or {{a:>10}} for literal braces`}},
		{"conversion", "{a!r}", []string{`0 unsupported "{a!r}": "a!r" is more than a name; only plain names are supported | write {a}, or {{a!r}} for literal braces`}},
		{"debug", "{a=}", []string{`0 unsupported "{a=}": "a=" is more than a name; only plain names are supported | write {a}, or {{a=}} for literal braces`}},
		{"two words", "{first name}", []string{`0 not-a-name "{first name}": "first name" is not a variable name | write {first_name}, or {{first name}} for literal braces`}},
		{"dash", "{user-name}", []string{`0 not-a-name "{user-name}": "user-name" is not a variable name | write {user_name}, or {{user-name}} for literal braces`}},
		{"letters of other scripts", "{thème}", []string{`0 not-a-name "{thème}": "thème" is not a variable name | write {{thème}} for literal braces; a name is letters, digits and _`}},
		{"long prose is cut between runes", "{a" + strings.Repeat("é", 30) + "}", []string{`0 not-a-name "{a` + strings.Repeat("é", 30) +
			`}": "a` + strings.Repeat("é", 19) + `…" is not a variable name | write {{a` + strings.Repeat("é", 19) + `…}} for literal braces; a name is letters, digits and _`}},
		{"prose", "{Hello!}{e.g. this}", []string{
			`0 not-a-name "{Hello!}": "Hello!" is not a variable name | write {{Hello!}} for literal braces; a name is letters, digits and _`,
			`8 not-a-name "{e.g. this}": "e.g. this" is not a variable name | write {{e.g. this}} for literal braces; a name is letters, digits and _`}},

		{"JSON on a line", `as {"title": "x"}.`, []string{`3 literal-braces "{\"title\": \"x\"}": ` + doubleIt + ` | write {{"title": "x"}}`}},
		{"object literal", `{a: 1}`, []string{`0 literal-braces "{a: 1}": ` + doubleIt + ` | write {{a: 1}}`}},
		{"regular expression", `\d{1,3}`, []string{`2 literal-braces "{1,3}": ` + doubleIt + ` | write {{1,3}}`}},
		{"nested JSON on a line", `as {"a": {"b": {}}}.`, []string{`3 literal-braces "{": ` + doubleIt + ` | ` + doubleHint}},
		{"JSON over lines", "as\n{\n  \"a\": 1,\n  \"b\": [{\"c\": {}}, {\"d\": [\"{{\", \"}}\"]}]\n}\nend {x}", []string{
			"61 use x {x}",
			`3 literal-braces "{": ` + doubleIt + ` | ` + doubleHint}},
		{"JSON with a use", "{\n  \"title\": \"{title}\"\n}", []string{
			"14 use title {title}",
			`0 literal-braces "{": ` + doubleIt + ` | ` + doubleHint}},
		{"literal braces inside escaped ones", `{{"a": {"b": 1}}}`, []string{`7 literal-braces "{\"b\": 1}": ` + doubleIt + ` | write {{"b": 1}}`}},
		{"escaped braces inside literal ones", `{"a": {{"b": 1}}}`, []string{`0 literal-braces "{": ` + doubleIt + ` | ` + doubleHint}},
		{"mixed inside literal ones", `{"a": {{"b": 1}, "c": {2}}`, []string{`0 literal-braces "{": ` + doubleIt + ` | ` + doubleHint}},
		{"list of objects", "[{\"a\": 1},\n {\"a\": {}},\n {\"a\": 3}]", []string{`1 literal-braces "{\"a\": 1}": ` + doubleIt + ` | write {{"a": 1}}`}},
		{"JSON lines", "{\"a\": 1}\n{\"a\": 2}\n\n{\"a\": 3}", []string{
			`0 literal-braces "{\"a\": 1}": ` + doubleIt + ` | write {{"a": 1}}`,
			`19 literal-braces "{\"a\": 3}": ` + doubleIt + ` | write {{"a": 3}}`}},
		{"list after never closed", "{\"items\": [{\"a\": 1}, {\"a\": 2}, ...", []string{
			`0 unclosed "{": "{" is never closed | write {{ for a literal brace`,
			`11 literal-braces "{\"a\": 1}": ` + doubleIt + ` | write {{"a": 1}}`}},
		{"long", `{"` + strings.Repeat("x", 100) + `"}`, []string{
			`0 literal-braces "{\"` + strings.Repeat("x", 100) + `\"}": ` + doubleIt + ` | write {{ and }} for these braces`}},
	})
}

// A big JSON example pasted without escaping is one mistake.
func TestPastedJSONIsOneProblem(t *testing.T) {
	t.Parallel()
	block := "{\n  \"sections\": [\n" + strings.Repeat("    {\"title\": \"x\", \"parts\": [{\"a\": {\"b\": {}}}]},\n", 50) + "  ]\n}"
	text := "Write.\n\n" + block + "\n\nAbout {topic}."
	got := template.Parse(text, template.FString)
	if len(got.Problems) != 1 || got.Problems[0].Start != 8 || got.Problems[0].End != 9 {
		t.Errorf("got %s", show(got))
	}
	if len(got.Uses) != 1 {
		t.Errorf("got uses %v", got.Uses)
	}
}

func TestEscaped(t *testing.T) {
	t.Parallel()
	got := template.Parse("{{a}} {{ b }} {{{c}}} {{{{d}}}} {{\"e\"}} {{f {g}}} {{}}", template.FString)
	var names []string
	for _, u := range got.Escaped() {
		names = append(names, fmt.Sprintf("%d:%s=%s", u.Start, u.Name, got.Text[u.Start:u.End]))
	}
	want := "0:a={{a}} 6:b={{ b }}"
	if s := strings.Join(names, " "); s != want {
		t.Errorf("got %s, want %s", s, want)
	}
	if got := template.Parse("{{a}}", template.Mustache).Escaped(); got != nil {
		t.Errorf("mustache: got %v", got)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	got := strings.Join(template.Parse("{b}{a}{b}{c}{a}", template.FString).Names(), " ")
	if want := "b a c"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// simpleFormat is str.format for plain names, written as plainly as possible.
func simpleFormat(text string, values map[string]any) (string, bool) {
	var out strings.Builder
	for text != "" {
		switch {
		case strings.HasPrefix(text, "{{"), strings.HasPrefix(text, "}}"):
			out.WriteByte(text[0])
			text = text[2:]
		case text[0] == '}':
			return "", false
		case text[0] == '{':
			name, rest, ok := strings.Cut(text[1:], "}")
			value, known := values[name]
			if !ok || !known {
				return "", false
			}
			fmt.Fprint(&out, value)
			text = rest
		default:
			out.WriteByte(text[0])
			text = text[1:]
		}
	}
	return out.String(), true
}

var fstringValues = map[string]any{"a": "1", "b": "{two}", "name": ""}

// fstringText draws texts rich in braces.
func fstringText() *rapid.Generator[string] {
	parts := rapid.SampledFrom([]string{"{", "}", "{{", "}}", "{a}", "{b}", "{name}", "a", "\"", ": ", "\n", ",", " ", "é", "\xff", "0", ".b"})
	return rapid.Map(rapid.SliceOf(parts), func(parts []string) string { return strings.Join(parts, "") })
}

// A template is well formed exactly when a simple implementation accepts it,
// and then renders the same.
func checkFString(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) {
	t.Helper()
	parsed := template.Parse(text, template.FString)
	checkSpans(t, parsed)
	for _, u := range parsed.Uses {
		if got := text[u.Start:u.End]; got != "{"+u.Name+"}" {
			t.Fatalf("%q: use of %s cut %q", text, u.Name, got)
		}
	}
	got, err := parsed.Render(fstringValues)
	want, ok := simpleFormat(text, fstringValues)
	if ok != (err == nil) || got != want {
		t.Fatalf("%q: got %q, %v; want %q, %v", text, got, err, want, ok)
	}
	var malformed *template.MalformedError
	if errors.As(err, &malformed) == parsed.WellFormed() {
		t.Fatalf("%q: well formed %v, error %v", text, parsed.WellFormed(), err)
	}
}

// checkSpans checks what holds for every template.
func checkSpans(t interface {
	Helper()
	Fatalf(string, ...any)
}, parsed *template.Template) {
	t.Helper()
	last := 0
	for _, p := range parsed.Problems {
		if p.Start < last || p.End < p.Start || p.End > len(parsed.Text) || p.Message == "" || p.Help == "" {
			t.Fatalf("%q: bad problem %+v", parsed.Text, p)
		}
		last = p.Start
	}
	last = 0
	for _, u := range parsed.Uses {
		if u.Start < last || !strings.Contains(parsed.Text[u.Start:u.End], u.Path) {
			t.Fatalf("%q: bad use %+v", parsed.Text, u)
		}
		last = u.End
	}
}

func TestFStringAgreesWithSimpleFormat(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkFString(t, fstringText().Draw(t, "text")) })
}

func TestDoubledBracesRenderBack(t *testing.T) {
	t.Parallel()
	double := strings.NewReplacer("{", "{{", "}", "}}")
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), fstringText()).Draw(t, "text")
		got, err := template.Parse(double.Replace(text), template.FString).Render(nil)
		if err != nil || got != text {
			t.Fatalf("got %q, %v; want %q", got, err, text)
		}
	})
}

func FuzzFString(f *testing.F) {
	for _, seed := range []string{"", "{a}", "{{a}}", "{a", "a}", "{\"a\": {{}}}", "[{1},{2}]", "{a.b}{0}{ a }"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		parsed := template.Parse(text, template.FString)
		checkSpans(t, parsed)
		values := map[string]any{}
		for _, name := range parsed.Names() {
			values[name] = "x"
		}
		got, err := parsed.Render(values)
		want, ok := simpleFormat(text, values)
		if ok != (err == nil) || got != want {
			t.Fatalf("%q: got %q, %v; want %q, %v", text, got, err, want, ok)
		}
	})
}
