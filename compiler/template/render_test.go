package template_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/template"
)

type object = map[string]any

var renderValues = object{
	"s": "<a & b>", "empty": "", "yes": true, "no": false, "null": nil, "zero": json.Number("0"), "n": json.Number("1.50"), "i": 7,
	"f": 0.1, "list": []any{"x", json.Number("2")}, "none": []any{}, "o": object{"b": []any{}, "a": "<", "deep": object{"x": "y"}},
	"items": []any{object{"s": "one", "tags": []any{"p", "q"}}, object{"s": "two", "tags": []any{}, "empty": nil}},
	"grid":  []any{[]any{"1", "2"}, []any{"3"}},
}

func TestRender(t *testing.T) {
	tests := []struct {
		name   string
		syntax template.Syntax
		text   string
		want   string
	}{
		{"plain", template.Plain, "{a} {{b}} }", "{a} {{b}} }"},
		{"f-string strings", template.FString, "{s}|{empty}|", "<a & b>||"},
		{"f-string scalars", template.FString, "{yes} {no} {null} {n} {i} {f}", "true false null 1.50 7 0.1"},
		{"f-string lists and objects", template.FString, "{list} {o}", `["x",2] {"a":"<","b":[],"deep":{"x":"y"}}`},
		{"f-string values are not templates", template.FString, "{{{s}}}", "{<a & b>}"},

		{"mustache does not escape", template.Mustache, "{{s}} {{{s}}} {{&s}}", "<a & b> <a & b> <a & b>"},
		{"mustache scalars", template.Mustache, "{{yes}} {{null}} {{n}} {{list}}", `true  1.50 ["x",2]`},
		{"dotted", template.Mustache, "{{o.deep.x}}", "y"},
		{"single braces", template.Mustache, `{"s": {{i}}}`, `{"s": 7}`},
		{"falsy", template.Mustache, "{{#no}}1{{/no}}{{#null}}2{{/null}}{{#zero}}3{{/zero}}{{#empty}}4{{/empty}}{{#none}}5{{/none}}{{#absent}}6{{/absent}}{{#o.absent.x}}7{{/o.absent.x}}", ""},
		{"inverted", template.Mustache, "{{^no}}1{{/no}}{{^null}}2{{/null}}{{^absent}}3{{/absent}}{{^yes}}4{{/yes}}", "123"},
		{"truthy", template.Mustache, "{{#yes}}1{{/yes}}{{#s}}{{.}}{{/s}}{{#n}}3{{/n}}{{#i}}4{{/i}}{{#f}}5{{/f}}", "1<a & b>345"},
		{"list", template.Mustache, "{{#list}}<{{.}}>{{/list}}", "<x><2>"},
		{"list of objects", template.Mustache, "{{#items}}{{s}}:{{#tags}}{{.}}{{i}},{{/tags}}{{^tags}}-{{/tags}};{{/items}}", "one:p7,q7,;two:-;"},
		{"item hides variable with null", template.Mustache, "{{#items}}{{empty}}|{{/items}}", "||"},
		{"list of lists", template.Mustache, "{{#grid}}({{#.}}{{.}}{{/.}}){{/grid}}", "(12)(3)"},
		{"object", template.Mustache, "{{#o}}{{a}}{{#deep}}{{x}}{{/deep}}{{/o}}", "<y"},
		{"empty object is truthy", template.Mustache, "{{#o.deep}}1{{/o.deep}}", "1"},
		{"comment", template.Mustache, "a{{! b }}c", "ac"},

		// From the mustache specification.
		{"standalone lines", template.Mustache, "| This Is\n{{#yes}}\n|\n{{/yes}}\n| A Line", "| This Is\n|\n| A Line"},
		{"standalone indented", template.Mustache, "| This Is\n  {{#yes}}\n|\n\t{{/yes}} \n| A Line", "| This Is\n|\n| A Line"},
		{"standalone with CRLF", template.Mustache, "|\r\n{{#yes}}\r\n{{/yes}}\r\n|", "|\r\n|"},
		{"standalone at the start", template.Mustache, "  {{#yes}}\n#{{/yes}}\n/", "#\n/"},
		{"standalone at the end", template.Mustache, "#{{#yes}}\n/\n  {{/yes}}", "#\n/\n"},
		{"not standalone", template.Mustache, " | {{#yes}}\t|\t{{/yes}} | \n", " | \t|\t | \n"},
		{"two tags on a line", template.Mustache, "a\n {{#yes}} {{/yes}} \nb", "a\n   \nb"},
		{"internal white space", template.Mustache, " | {{#yes}} {{! x }}\n {{/yes}} | \n", " |  \n  | \n"},
		{"standalone comment", template.Mustache, "Begin.\n{{!\nSomething.\n}}\nEnd.", "Begin.\nEnd."},
		{"variables never stand alone", template.Mustache, "a\n{{i}}\nb", "a\n7\nb"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			parsed := template.Parse(test.text, test.syntax)
			got, err := parsed.Render(renderValues)
			if err != nil || got != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

func TestRenderErrors(t *testing.T) {
	tests := []struct {
		name   string
		syntax template.Syntax
		text   string
		want   string
	}{
		{"missing", template.FString, "{nobody}", `variable "nobody" has no value`},
		{"missing in mustache", template.Mustache, "{{nobody}}", `variable "nobody" has no value`},
		{"missing field", template.Mustache, "{{o.nothing}}", `variable "o.nothing" has no value`},
		{"field of null", template.Mustache, "{{null.x}}", `variable "null.x" has no value`},
		{"field of a string", template.Mustache, "{{s.x}}", `variable "s" is a string, not an object`},
		{"section of a field of a list", template.Mustache, "{{#o.b.c}}{{/o.b.c}}", `variable "o.b" is a list, not an object`},
		{"malformed", template.FString, "{", `template is not well formed: "{" is never closed`},
		{"unknown syntax", "jinja", "x", `template is not well formed: unknown syntax "jinja"`},
		{"not a number", template.FString, "{nan}", `variable "nan" is a number, which JSON cannot hold`},
		{"not JSON", template.Mustache, "{{func}}", `variable "func" is a Go func(), which JSON cannot hold`},
	}
	values := object{"nan": math.NaN(), "func": func() {}}
	for name, value := range renderValues {
		values[name] = value
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := template.Parse(test.text, test.syntax).Render(values)
			if got != "" || err == nil || err.Error() != test.want {
				t.Errorf("got %q, %v; want %s", got, err, test.want)
			}
		})
	}

	_, err := template.Parse("{a}", template.FString).Render(nil)
	var missing *template.MissingError
	if !errors.As(err, &missing) || missing.Name != "a" {
		t.Errorf("got %v, want a MissingError of a", err)
	}
}

// Small templates can ask for more output, or more work, than there is memory
// and time.
func TestRenderIsBounded(t *testing.T) {
	t.Parallel()
	ten := []any{1, 2, 3, 4, 5, 6, 7, 8, 9, 0}
	big := strings.Repeat("x", 1<<20)
	tests := map[string]struct {
		syntax template.Syntax
		text   string
	}{
		"nested sections": {template.Mustache, strings.Repeat("{{#a}}", 60) + "x" + strings.Repeat("{{/a}}", 60)},
		"empty sections":  {template.Mustache, strings.Repeat("{{#a}}", 60) + strings.Repeat("{{/a}}", 60)},
		"big value":       {template.FString, strings.Repeat("{big}", 1000)},
	}
	for name, test := range tests {
		_, err := template.Parse(test.text, test.syntax).Render(object{"a": ten, "big": big})
		if !errors.Is(err, template.ErrTooLarge) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

// A warning does not keep a template from rendering.
func TestRenderWithWarning(t *testing.T) {
	t.Parallel()
	parsed := template.Parse("{s} {{i}}", template.Mustache)
	got, err := parsed.Render(renderValues)
	if err != nil || got != "{s} 7" || len(parsed.Problems) != 1 {
		t.Errorf("got %q, %v, %v", got, err, parsed.Problems)
	}
}
