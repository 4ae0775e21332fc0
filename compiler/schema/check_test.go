package schema

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/syntax"
	"github.com/igny8/catalogc/schemas"
)

// thing uses each keyword that the schemas of the kinds use.
const thing = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.com/thing.schema.json",
  "type": "object",
  "required": ["kind", "name", "zeta", "alpha"],
  "additionalProperties": false,
  "properties": {
    "kind": {"const": "Thing"},
    "name": {"$ref": "shared.schema.json#/$defs/name"},
    "zeta": {"type": "string", "description": "The last letter but two."},
    "alpha": {"type": "string"},
    "text": {"type": "string", "minLength": 2, "maxLength": 5},
    "number": {"type": "number", "minimum": 0, "maximum": 2},
    "whole": {"type": "integer", "exclusiveMinimum": 0, "exclusiveMaximum": 10},
    "truth": {"type": "boolean"},
    "list": {"type": "array", "minItems": 1, "maxItems": 3, "uniqueItems": true, "items": {"type": "string"}},
    "choice": {"type": "string", "enum": ["low", "medium", "high"]},
    "either": {"type": ["number", "string"], "pattern": "^[0-9.]+$"},
    "items": {
      "type": "array",
      "items": {
        "type": "object", "required": ["b", "a"], "additionalProperties": false,
        "properties": {"a": {"type": "string"}, "b": {"type": "string"}}
      }
    },
    "map": {
      "type": "object", "minProperties": 1, "maxProperties": 4,
      "propertyNames": {"pattern": "^[^!]*$", "maxLength": 20},
      "additionalProperties": {
        "type": "object", "required": ["x"], "additionalProperties": false,
        "properties": {"x": {"type": "integer"}}
      }
    },
    "free": {"type": "object", "additionalProperties": {"type": "integer"}}
  }
}`

const shared = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://example.com/shared.schema.json",
  "$defs": {"name": {"type": "string", "pattern": "^[a-z0-9]+(_[a-z0-9]+)*$", "description": "Its name."}}
}`

func check(t *testing.T, name, text string) diag.List {
	t.Helper()
	set, err := Load(fstest.MapFS{
		"thing.schema.json":  {Data: []byte(thing)},
		"shared.schema.json": {Data: []byte(shared)},
	})
	if name != "thing" {
		set, err = Load(schemas.Files)
	}
	if err != nil {
		t.Fatal(err)
	}
	s, err := set.Schema(name)
	if err != nil {
		t.Fatal(err)
	}
	file := syntax.Parse("a.yaml", []byte(text))
	if len(file.Documents) != 1 || file.Documents[0].Root == nil {
		t.Fatalf("the text is no document: %v", file.Diagnostics)
	}
	return s.Check(file.Documents[0])
}

// lines shows findings as place, pointer, message and code.
func lines(list diag.List) []string {
	var out []string
	for _, d := range list {
		out = append(out, fmt.Sprintf("%s-%s %q %s [%s]", d.Span.Start, d.Span.End, d.Pointer, d.Message, d.Code))
	}
	return out
}

// head is a Thing without mistakes, on line 1.
const head = "{kind: Thing, name: a, zeta: z, alpha: a,\n"

func TestCheckReportsEachKeyword(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"required, by the schema's order", "kind: Thing\nname: a\n", []string{
			`1:1-1:5 "/alpha" the field "alpha" is missing in Thing [SCH003]`,
			`1:1-1:5 "/zeta" the field "zeta" is missing in Thing [SCH003]`,
		}},
		{"required in items and maps", head + "items: [{}, {a: x}],\nmap: {one: {}}}", []string{
			`2:9-2:11 "/items/0/a" the field "a" is missing in item 1 of items [SCH003]`,
			`2:9-2:11 "/items/0/b" the field "b" is missing in item 1 of items [SCH003]`,
			`2:14-2:15 "/items/1/b" the field "b" is missing in item 2 of items [SCH003]`,
			`3:7-3:10 "/map/one/x" the field "x" is missing in one [SCH003]`,
		}},
		{"additionalProperties", head + "txet: abc, nothing: 1,\nitems: [{a: x, b: y, c: z}], map: {one: {x: 1, y: 2}}}", []string{
			`2:1-2:5 "/txet" unknown field "txet" in Thing; did you mean "text"? [SCH002]`,
			`2:12-2:19 "/nothing" unknown field "nothing" in Thing [SCH002]`,
			`3:22-3:23 "/items/0/c" unknown field "c" in item 1 of items [SCH002]`,
			`3:48-3:49 "/map/one/y" unknown field "y" in one [SCH002]`,
		}},
		{"type", head + "text: 1, number: x,\nwhole: 1.5, truth: 1, list: x,\nfree: [1], either: true}", []string{
			`2:7-2:8 "/text" text must be a text, not the number 1 [SCH004]`,
			`2:18-2:19 "/number" number must be a number, not the text "x" [SCH004]`,
			`3:8-3:11 "/whole" whole must be a whole number, not the number 1.5 [SCH004]`,
			`3:20-3:21 "/truth" truth must be true or false, not the number 1 [SCH004]`,
			`3:29-3:30 "/list" list must be a list, not the text "x" [SCH004]`,
			`4:1-4:5 "/free" free must be a mapping, not a list [SCH004]`,
			`4:20-4:24 "/either" either must be a number or a text, not true [SCH004]`,
		}},
		{"type of a null", head + "text: , number: ~, list: null,\nfree: }", []string{
			`2:1-2:5 "/text" text must be a text, not nothing [SCH004]`,
			`2:17-2:18 "/number" number must be a number, not nothing [SCH004]`,
			`2:26-2:30 "/list" list must be a list, not nothing [SCH004]`,
			`3:1-3:5 "/free" free must be a mapping, not nothing [SCH004]`,
		}},
		{"type of an item", head + "list: [a, 2, c],\nfree: {a: 1, b: x}}", []string{
			`2:11-2:12 "/list/1" item 2 of list must be a text, not the number 2 [SCH004]`,
			`3:17-3:18 "/free/b" b must be a whole number, not the text "x" [SCH004]`,
		}},
		{"whole numbers written with a point", head + "whole: 1.0}", nil},
		{"const", "{kind: Thnig, name: a, zeta: z, alpha: a}", []string{
			`1:8-1:13 "/kind" unknown kind "Thnig"; did you mean "Thing"? [SCH005]`,
		}},
		{"enum", head + "choice: lwo}", []string{
			`2:9-2:12 "/choice" unknown choice "lwo"; did you mean "low"? [SCH005]`,
		}},
		{"pattern", "{kind: Thing, name: A B, zeta: z, alpha: a,\neither: 1x}", []string{
			`1:21-1:24 "/name" "A B" is not a valid name [SCH006]`,
			`2:9-2:11 "/either" "1x" is not a valid either [SCH006]`,
		}},
		{"propertyNames", head + "map: {a!: {x: 1}, abcdefghijklmnopqrstuvwxyz: {x: 1}}}", []string{
			`2:7-2:9 "/map/a!" "a!" is not a valid key of map [SCH006]`,
			`2:19-2:45 "/map/abcdefghijklmnopqrstuvwxyz" "abcdefghijklmnopqrstuvwxyz" is not a valid key of map [SCH006]`,
		}},
		{"minLength, maxLength in characters", head + "text: é}", []string{
			`2:7-2:8 "/text" text has 1 character; it must have at least 2 [SCH007]`,
		}},
		{"maxLength", head + "text: 日本語日本語}", []string{
			`2:7-2:13 "/text" text has 6 characters; it must have at most 5 [SCH007]`,
		}},
		{"minimum", head + "number: -1, whole: 0}", []string{
			`2:9-2:11 "/number" number is -1; it must be at least 0 [SCH007]`,
			`2:20-2:21 "/whole" whole is 0; it must be more than 0 [SCH007]`,
		}},
		{"maximum", head + "number: 2.000000000000000000001, whole: 10}", []string{
			`2:9-2:32 "/number" number is 2.000000000000000000001; it must be at most 2 [SCH007]`,
			`2:41-2:43 "/whole" whole is 10; it must be less than 10 [SCH007]`,
		}},
		{"minItems, minProperties", head + "list: [], map: {}}", []string{
			`2:7-2:9 "/list" list has 0 items; it must have at least 1 [SCH007]`,
			`2:11-2:14 "/map" map has 0 fields; it must have at least 1 [SCH007]`,
		}},
		{"maxItems, uniqueItems", head + "list: [a, b, a, a]}", []string{
			`2:7-2:19 "/list" list has 4 items; it must have at most 3 [SCH007]`,
			`2:14-2:15 "/list/2" "a" stands twice in list; first as item 1 [SCH008]`,
			`2:17-2:18 "/list/3" "a" stands twice in list; first as item 1 [SCH008]`,
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			list := check(t, "thing", test.text)
			if diff := cmp.Diff(test.want, lines(list)); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
			for _, d := range list {
				if d.Code != UnknownField.Code && d.Code != OutOfRange.Code && d.Help == "" {
					t.Errorf("no help: %v", d)
				}
			}
		})
	}
}

// TestCheckFindsOddKeys writes a mistake below keys that JSON pointers and URLs
// must escape.
func TestCheckFindsOddKeys(t *testing.T) {
	for key, pointer := range map[string]string{
		`a/b`: "a~1b", `a~b`: "a~0b", `~1`: "~01", `100%`: "100%", `%2F`: "%2F", `%zz`: "%zz", `%25`: "%25",
		`a b`: "a b", `"quoted"`: `"quoted"`, `it's`: "it's", `日本`: "日本", `🎉`: "🎉", `a#b?c`: "a#b?c", ` x `: " x ",
		`0`: "0", `$ref`: "$ref", `+`: "+", `a\b`: `a\b`, `properties`: "properties",
	} {
		t.Run(key, func(t *testing.T) {
			text := head + "map: {\n'" + strings.ReplaceAll(key, "'", "''") + "': {x: wrong}}}"
			list := check(t, "thing", text)
			if len(list) != 1 || list[0].Span.Start.Line != 3 || list[0].Pointer != "/map/"+pointer+"/x" {
				t.Errorf("got %v with the pointer %q, want one finding on line 3 with %q", list, pointers(list), "/map/"+pointer+"/x")
			}
			text = head + "free: {\n'" + strings.ReplaceAll(key, "'", "''") + "': wrong}}"
			list = check(t, "thing", text)
			if len(list) != 1 || list[0].Span.Start.Line != 3 || list[0].Pointer != "/free/"+pointer {
				t.Errorf("got %v with the pointer %q, want one finding on line 3 with %q", list, pointers(list), "/free/"+pointer)
			}
		})
	}
}

func pointers(list diag.List) []string {
	var all []string
	for _, d := range list {
		all = append(all, d.Pointer)
	}
	return all
}

func TestCheckReportsAllOfTenMistakes(t *testing.T) {
	const text = `kind: Prompt
name: Ten Mistakes
title: ""
version: 0
syntax: moustache
defualt: true
labels: {Team: x}
variables:
  - {name: 1st, typ: string}
  - description: 5
parameters:
  temperature: 9
`
	list := check(t, "prompt", text)
	want := []string{
		`1:1-1:5 "/template" the field "template" is missing in Prompt [SCH003]`,
		`1:1-1:5 "/type" the field "type" is missing in Prompt [SCH003]`,
		`2:7-2:19 "/name" "Ten Mistakes" is not a valid name [SCH006]`,
		`3:8-3:10 "/title" title has 0 characters; it must have at least 1 [SCH007]`,
		`4:10-4:11 "/version" version is 0; it must be at least 1 [SCH007]`,
		`5:9-5:18 "/syntax" unknown syntax "moustache"; did you mean "mustache"? [SCH005]`,
		`6:1-6:8 "/defualt" unknown field "defualt" in Prompt; did you mean "default"? [SCH002]`,
		`7:10-7:14 "/labels/Team" "Team" is not a valid key of labels [SCH006]`,
		`9:12-9:15 "/variables/0/name" "1st" is not a valid name [SCH006]`,
		`9:17-9:20 "/variables/0/typ" unknown field "typ" in item 1 of variables; did you mean "type"? [SCH002]`,
		`10:5-10:16 "/variables/1/name" the field "name" is missing in item 2 of variables [SCH003]`,
		`10:18-10:19 "/variables/1/description" description must be a text, not the number 5 [SCH004]`,
		`12:16-12:17 "/parameters/temperature" temperature is 9; it must be at most 2 [SCH007]`,
	}
	if diff := cmp.Diff(want, lines(list)); diff != "" {
		t.Errorf("findings differ (-want +got):\n%s", diff)
	}
	for range 20 {
		if again := check(t, "prompt", text); !slices.Equal(lines(again), lines(list)) {
			t.Fatalf("the findings differ from run to run: %v", again)
		}
	}
}

func TestCheckOfHugeDocumentsTakesLittleTime(t *testing.T) {
	for name, text := range map[string]string{
		"wrong items":     "requires: [" + strings.Repeat("1,", 200_000) + "]",
		"equal items":     "requires: [" + strings.Repeat("a,", 200_000) + "]",
		"unknown fields":  unknownFields(50_000),
		"labels":          "labels: {" + strings.Repeat("x y: 1, ", 50_000) + "}",
		"long text":       "title: " + strings.Repeat("x", 1<<20),
		"long number":     "title: 1" + strings.Repeat("0", 90) + "e999",
		"long wrong name": "name: " + strings.Repeat("A", 1<<20),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			list := check(t, "module", "kind: Module\n"+text)
			if took := time.Since(begin); took > 30*time.Second {
				t.Errorf("it took %v", took)
			}
			if len(list) == 0 || len(list) > syntax.MaxFindings {
				t.Errorf("got %d findings", len(list))
			}
			for _, d := range list {
				if len(d.Message)+len(d.Help) > 2000 {
					t.Fatalf("a message of %d bytes", len(d.Message)+len(d.Help))
				}
			}
		})
	}
}

func unknownFields(n int) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, "x%d: 1\n", i)
	}
	return out.String()
}
