package syntax

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestEncode pins the layout of each kind of value.
func TestEncode(t *testing.T) {
	for _, test := range []struct{ name, json, want string }{
		{"nothing", `{}`, "{}\n"},
		{"fields in order", `{"zebra": 1, "template": "x", "name": "a", "title": "T", "kind": "Prompt", "ant": 2}`,
			"kind: Prompt\nname: a\ntitle: T\ntemplate: x\nant: 2\nzebra: 1\n"},
		{"scalars", `{"a": null, "b": true, "c": 12, "d": 2.50, "e": -1e5}`,
			"a: null\nb: true\nc: 12\nd: 2.50\ne: -1e5\n"},
		{"texts that look like something else", `{"a": "no", "b": "2.50", "c": "null", "d": "2026-01-31", "e": "", "f": " x", "g": "a: b", "h": "# x"}`,
			"a: \"no\"\nb: \"2.50\"\nc: \"null\"\nd: \"2026-01-31\"\ne: \"\"\nf: \" x\"\ng: \"a: b\"\nh: \"# x\"\n"},
		{"texts with quotes", `{"a": "say \"hi\"", "b": "it's", "c": "a\\b", "d": "\"it's\""}`,
			"a: say \"hi\"\nb: it's\nc: a\\b\nd: \"\\\"it's\\\"\"\n"},
		{"lines", `{"a": "x\ny\n", "b": "x\ny", "c": "x\n\ny\n\n", "d": "  x\ny\n"}`,
			"a: |\n  x\n  y\nb: |-\n  x\n  y\nc: |+\n  x\n\n  y\n\nd: |2\n    x\n  y\n"},
		{"lines with invisible characters", `{"a": "x\r\ny\n", "b": "x\u2028\ny", "c": "\n\n", "d": " \n"}`,
			"a: \"x\\r\\ny\\n\"\nb: \"x\\u2028\\ny\"\nc: \"\\n\\n\"\nd: \" \\n\"\n"},
		{"collections", `{"a": [], "b": {}, "c": [1, [2, 3], {"x": 1, "z": [4]}, "t\nu"], "d": {"e": {"f": 1}}}`,
			"a: []\nb: {}\nc:\n  - 1\n  - - 2\n    - 3\n  - x: 1\n    z:\n      - 4\n  - |-\n    t\n    u\nd:\n  e:\n    f: 1\n"},
		{"keys", `{"1": 1, "a b": 2, "no": 3, "x: y": 4, "é": 5}`,
			"\"1\": 1\na b: 2\n\"no\": 3\n\"x: y\": 4\né: 5\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Encode(fromJSON(t, test.json).(map[string]any), exampleOrder)
			if err != nil || string(got) != test.want {
				t.Errorf("got %v\n%s\nwant\n%s", err, got, test.want)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	deep := any("x")
	for range MaxDepth + 1 {
		deep = []any{deep}
	}
	for name, value := range map[string]any{
		"a NUL character":      "a\x00b",
		"no UTF-8":             "a\xFFb",
		"a huge exponent":      json.Number("1e99999"),
		"a long number":        json.Number(strings.Repeat("9", 200)),
		"no number":            json.Number("x"),
		"a float":              1.5,
		"an empty key":         map[string]any{"": "x"},
		"a value nested deep":  deep,
		"a text of four MiB":   strings.Repeat("x", MaxFileSize),
		"a key with a NUL":     map[string]any{"\x00": "x"},
		"another kind of list": []string{"a"},
	} {
		t.Run(name, func(t *testing.T) {
			if got, err := Encode(map[string]any{"a": value}, nil); err == nil {
				t.Errorf("got %.100q", got)
			}
		})
	}
}

// TestEncodeAny encodes values at random: what is written reads back as the same
// and is in the canonical layout already.
func TestEncodeAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		content := anyMapping(3).Draw(t, "content")
		text, err := Encode(content, exampleOrder)
		if err != nil {
			t.Fatal(err)
		}
		root := Parse("a.yaml", text).Documents[0].Root
		if !root.holds(content) {
			t.Fatalf("other values come back from\n%s", text)
		}
		formatted, err := Format("a.yaml", text, exampleOrder)
		if err != nil || !bytes.Equal(formatted, text) {
			t.Fatalf("formatting changes it: %v\n%s\nformatted\n%s", err, text, formatted)
		}
	})
}

// anyMapping draws the content of a mapping that YAML can hold.
func anyMapping(depth int) *rapid.Generator[map[string]any] {
	keys := rapid.OneOf(
		rapid.SampledFrom([]string{"kind", "name", "title", "template", "variables", "rates", "input", "a", "b", "no", "1", "x: y", "- "}),
		rapid.StringOfN(rapid.RuneFrom([]rune("ab:# -'\"é\n\t🎉")), 1, 6, -1),
	)
	return rapid.MapOfN(keys, anyValue(depth), 0, 5)
}

func anyValue(depth int) *rapid.Generator[any] {
	scalars := []*rapid.Generator[any]{
		rapid.Map(anyText(), func(s string) any { return s }),
		rapid.Map(rapid.SampledFrom([]string{"0", "-1", "12", "2.50", "1e5", "1E+2", "0.10", "123456789012345678901"}), func(s string) any { return json.Number(s) }),
		rapid.SampledFrom([]any{nil, true, false}),
	}
	if depth == 0 {
		return rapid.OneOf(scalars...)
	}
	return rapid.OneOf(append(scalars,
		rapid.Map(anyMapping(depth-1), func(m map[string]any) any { return m }),
		rapid.Map(rapid.SliceOfN(anyValue(depth-1), 0, 4), func(l []any) any { return l }),
	)...)
}

func anyText() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"", "text", "no", "null", "~", "2.50", "010", "2026-01-01", "a: b", "a #b", "#", "- a", "it's", `"q"`, `a\b`,
			"one\ntwo\n", "one\ntwo", "one\n\n  two\n\n\n", "  one\ntwo", "\n", " \n ", "\n\none", "one \n\ttwo\n", "a\r\nb", "\u2028\n", "---\na", "...", "{x}", "[", "&a", "*a", "!a", "%a", "@a", "`", "?", "|", ">", "=", "<<", "yes\n",
		}),
		rapid.StringOfN(rapid.RuneFrom([]rune("ab :#-'\"\\{}[],\n\n \t\u0085\u2028\u00a0\uFEFF\u200b\a🎉é|>%@&*!?")), 0, 12, -1),
	)
}

func fromJSON(t rapid.TB, text string) any {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", text, err))
	}
	return value
}
