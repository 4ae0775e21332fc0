package template_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/igny8/catalogc/compiler/template"
)

func TestParseMustache(t *testing.T) {
	const (
		notName     = "; for literal braces write { and }"
		doubledJSON = `"{{" before a quote is no variable | write { and } for the literal braces of this block; mustache needs no doubling`
	)
	runParse(t, template.Mustache, []parseCase{
		{"empty", "", nil},
		{"single braces are text", `{"a": {"b": 1}} } {`, nil},
		{"use", "on {{topic}}.", []string{"3 use topic {{topic}}"}},
		{"padding", "{{ a }}{{{ b }}}{{& c }}{{\n d\n}}", []string{"0 use a {{ a }}", "7 use b {{{ b }}}", "16 use c {{& c }}", "24 use d {{\n d\n}}"}},
		{"dotted", "{{author.tone}}", []string{"0 use author.tone {{author.tone}}"}},
		{"in JSON", `{"a":{{a}}}`, []string{"5 use a {{a}}"}},
		{"comment", "{{! {{ not } a tag }}x", nil},
		{"section", "{{#list}}{{x}}{{#in.ner}}{{.}}{{y}}{{/in.ner}}{{z}}{{/list}}{{^list}}{{x}}{{/list}}", []string{
			"0 use list {{#list}} section", "9 use x {{x}} in list", "14 use in.ner {{#in.ner}} section in list",
			"30 use y {{y}} in list>in", "46 use z {{z}} in list",
			"60 use list {{^list}} section", "69 use x {{x}}"}},
		{"siblings", "{{#a}}{{#b}}{{x}}{{/b}}{{#c}}{{y}}{{/c}}{{/a}}", []string{
			"0 use a {{#a}} section", "6 use b {{#b}} section in a", "12 use x {{x}} in a>b",
			"23 use c {{#c}} section in a", "29 use y {{y}} in a>c"}},

		{"never closed", "a {{", []string{`2 unclosed "{{": "{{" is never closed | write }} after the name`}},
		{"never closed name", "a {{b and {{c}}", []string{"10 use c {{c}}",
			`2 unclosed "{{b": "{{b" is never closed | write {{b}}`}},
		{"never closed section tag", "a {{#b and {{c}}", []string{"11 use c {{c}}",
			`2 unclosed "{{#b": "{{#b" is never closed | write {{#b}}`}},
		{"closed by one brace", "{{a} and {{b}}", []string{"9 use b {{b}}", `0 unclosed "{{a": "{{a" is never closed | write {{a}}`}},
		{"closed lines below", "{{a\nb }}", []string{`0 unclosed "{{a": "{{a" is never closed | write {{a}}`}},
		{"triple closed by two", "{{{a}} b", []string{`0 unclosed "{{{a": "{{{a" is never closed | write {{{a}}}`}},
		{"never closed comment", "{{! a {{b}", []string{`0 unclosed "{{!": "{{!" is never closed | write }} where the comment ends`}},
		{"run of braces", "{{{{{{{{", []string{`0 unclosed "{{{": "{{{" is never closed | write }}} after the name`}},
		{"empty name", "{{}} {{# }}{{/}}", []string{
			`0 empty-name "{{}}": empty braces hold no name | name the variable, as in {{topic}}` + notName,
			`5 empty-name "{{# }}": empty braces hold no name | name the variable, as in {{topic}}` + notName}},
		{"not a name", "{{first name}}{{a..b}}{{ #x}}{{0}}", []string{
			`0 not-a-name "{{first name}}": "first name" is not a variable name | write {{first_name}}` + notName,
			`14 not-a-name "{{a..b}}": "a..b" is not a variable name | a name is letters, digits and _` + notName,
			`22 not-a-name "{{ #x}}": "#x" is not a variable name | write {{# without white space before it`,
			`29 not-a-name "{{0}}": "0" is not a variable name | a name is letters, digits and _` + notName}},
		{"partial", "{{> footer }}", []string{`0 unsupported "{{> footer }}": partial "footer": partials are not supported | copy the text of the partial here`}},
		{"delimiters", "{{=<% %>=}}", []string{`0 unsupported "{{=<% %>=}}": other delimiters are not supported | write {{ and }} around every name`}},
		{"item outside a section", "{{.}}", []string{`0 unsupported "{{.}}": "." is the current item, but no section is open here | name the variable, as in {{topic}}`}},

		{"unclosed section", "{{#a}}{{x}}{{b", []string{"0 use a {{#a}} section", "6 use x {{x}} in a",
			`0 unclosed-section "{{#a}}": section "a" is never closed | write {{/a}} where it ends`,
			`11 unclosed "{{b": "{{b" is never closed | write {{b}}`}},
		{"stray close", "a{{/b}}", []string{`1 stray-close "{{/b}}": close of "b", but no section is open | delete it, or open the section with {{#b}}`}},
		{"misspelt close", "{{#items}}{{/item}}{{x}}", []string{"0 use items {{#items}} section", "19 use x {{x}}",
			`10 mismatched-close "{{/item}}": section "items" is closed by "item" | write {{/items}}`}},
		{"crossed", "{{#a}}{{#b}}{{/a}}{{/b}}", []string{"0 use a {{#a}} section", "6 use b {{#b}} section in a",
			`12 mismatched-close "{{/a}}": section "b" is closed by "a" | write {{/b}}`}},

		{"f-string", "write {topic} {\"a\"} {{{b}}} {0} {c", []string{"20 use b {{{b}}}",
			`6 likely-f-string "{topic}": "{topic}" is plain text in a mustache template | write {{topic}} for the variable`}},
		{"f-string beside tags", "{{a}}{b}{{c}}", []string{"0 use a {{a}}", "8 use c {{c}}",
			`5 likely-f-string "{b}": "{b}" is plain text in a mustache template | write {{b}} for the variable`}},
		{"doubled JSON", "{{\n \"a\": {{\"b\": {{}} }},\n \"c\": {{c}}\n}}\n{{ 'd': 1}}", []string{"31 use c {{c}}",
			`0 literal-braces "{{": ` + doubledJSON,
			`40 literal-braces "{{": ` + doubledJSON}},
	})
}

func TestSectionsNestedTooDeep(t *testing.T) {
	t.Parallel()
	const limit = 64
	nested := func(n int) *template.Template {
		return template.Parse(strings.Repeat("{{#a}}", n)+"{{x}}"+strings.Repeat("{{/a}}", n), template.Mustache)
	}
	if got := nested(limit); len(got.Problems) != 0 || len(got.Uses[limit].In) != limit {
		t.Errorf("at the limit: %s", show(got))
	}
	got := nested(10000)
	if len(got.Problems) != 1 || got.Problems[0].Kind != template.TooDeep || got.Problems[0].Start != limit*len("{{#a}}") {
		t.Errorf("got problems %v", got.Problems)
	}
	if n := len(got.Uses[10000].In); n != limit {
		t.Errorf("got %d enclosing names, want %d", n, limit)
	}
}

// mustacheText draws texts rich in tags.
func mustacheText() *rapid.Generator[string] {
	parts := rapid.SampledFrom([]string{"{{", "}}", "{", "}", "{{a}}", "{{#a}}", "{{/a}}", "{{^b}}", "{{/b}}", "{{{c}}}",
		"{{!", "{{>p}}", "{{.}}", "{{#.}}", "{{/.}}", "{{a.b}}", "{x}", "a", "#", "/", "=", "\"", " ", "\n", "\r\n", "é", "\xff"})
	return rapid.Map(rapid.SliceOf(parts), func(parts []string) string { return strings.Join(parts, "") })
}

func checkMustache(t interface {
	Helper()
	Fatalf(string, ...any)
}, text string) {
	t.Helper()
	parsed := template.Parse(text, template.Mustache)
	checkSpans(t, parsed)
	for _, u := range parsed.Uses {
		cut := text[u.Start:u.End]
		inner := strings.TrimSpace(strings.Trim(cut, "{}#^&"))
		if !strings.HasPrefix(cut, "{{") || !strings.HasSuffix(cut, "}}") || inner != u.Path {
			t.Fatalf("%q: use of %s cut %q", text, u.Path, cut)
		}
	}
	if _, err := parsed.Render(map[string]any{"a": []any{"x", nil, map[string]any{"b": true}}, "c": "y"}); err == nil && !parsed.WellFormed() {
		t.Fatalf("%q: rendered in spite of %v", text, parsed.Problems)
	}
}

func TestMustacheSpans(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) { checkMustache(t, mustacheText().Draw(t, "text")) })
}

// Text without doubled braces is its own rendering.
func TestMustacheTextRendersToItself(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.ReplaceAll(rapid.String().Draw(t, "text"), "{{", "{ {")
		got, err := template.Parse(text, template.Mustache).Render(nil)
		if err != nil || got != text {
			t.Fatalf("got %q, %v; want %q", got, err, text)
		}
	})
}

func FuzzMustache(f *testing.F) {
	for _, seed := range []string{"", "{{a}}", "{{#a}}\n{{.}}\n{{/a}}", "{{{a}}}", "{{! x }}", "{{=<% %>=}}", "{{ \"a\": {{b}} }}", "{{#a}}{{^b}}{{/a}}{{/b}}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) { checkMustache(t, text) })
}
