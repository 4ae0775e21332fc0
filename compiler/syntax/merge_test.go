package syntax

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestMerge merges the examples of RFC 7396, appendix A, that have a mapping on
// both sides, as the values of a field.
func TestMerge(t *testing.T) {
	for _, test := range []struct{ base, overlay, want string }{
		{`{"a":"b"}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"b"}`, `{"b":"c"}`, `{"a":"b","b":"c"}`},
		{`{"a":"b"}`, `{"a":null}`, `{}`},
		{`{"a":"b","b":"c"}`, `{"a":null}`, `{"b":"c"}`},
		{`{"a":["b"]}`, `{"a":"c"}`, `{"a":"c"}`},
		{`{"a":"c"}`, `{"a":["b"]}`, `{"a":["b"]}`},
		{`{"a":{"b":"c"}}`, `{"a":{"b":"d","c":null}}`, `{"a":{"b":"d"}}`},
		{`{"a":[{"b":"c"}]}`, `{"a":[1]}`, `{"a":[1]}`},
		{`{"e":null}`, `{"a":1}`, `{"e":null,"a":1}`},
		{`{}`, `{"a":{"bb":{"ccc":null}}}`, `{"a":{"bb":{}}}`},
		{`{"a":"b"}`, `{"a":{"x":null,"y":[null]}}`, `{"a":{"y":[null]}}`},
		{`{"kind":"A","name":"a"}`, `{"kind":null,"name":"b"}`, `{"kind":"A","name":"a"}`},
		{`{"x":{"name":"a"}}`, `{"x":{"name":"b"}}`, `{"x":{"name":"b"}}`},
	} {
		merged := Merge(documentOf(t, "base.yaml", test.base), documentOf(t, "overlay.yaml", test.overlay))
		if diff := cmp.Diff(fromJSON(t, test.want), merged.Root.Value()); diff != "" {
			t.Errorf("%s with %s (-want +got):\n%s", test.base, test.overlay, diff)
		}
	}
}

func TestMergedDocument(t *testing.T) {
	base, overlay := documentOf(t, "a.yaml", `{"a": {"b": 1, "c": 2}, "d": 3}`), documentOf(t, "overlays/b.yaml", `{"a": {"b": null}}`)
	merged := Merge(base, overlay)
	if got, want := merged.Source(), "a.yaml + overlays/b.yaml"; got != want {
		t.Errorf("the source is %s, want %s", got, want)
	}
	if merged.Overlay() != overlay || base.Overlay() != nil || base.Source() != "a.yaml" {
		t.Errorf("the documents do not know what they are: %v, %v, %s", merged.Overlay(), base.Overlay(), base.Source())
	}
	if place := merged.Place(merged.Removed("/a/b")); place.Path != "overlays/b.yaml" || place.Span != overlay.Span(overlay.Root.Get("a").Key("b")) {
		t.Errorf("the removed field stands at %v", place)
	}
	if merged.Removed("/d") != nil || base.Removed("/a/b") != nil {
		t.Error("a field is removed that is not")
	}
	if got, want := merged.Place(merged.Root.Get("a")), base.Place(base.Root.Get("a")); got != want {
		t.Errorf("a mapping with fields of both stands at %v, want %v", got, want)
	}
}

// TestMergeAny merges documents at random: the values are those of a plain merge
// patch, and every value stands where its file has it.
func TestMergeAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files := map[string]*Document{}
		contents := map[string]map[string]any{}
		for _, path := range []string{"base.yaml", "overlay.yaml"} {
			contents[path] = anyMapping(3).Draw(t, path)
			delete(contents[path], "kind") // which is never patched
			delete(contents[path], "name")
			text, err := Encode(contents[path], nil)
			if err != nil {
				t.Fatal(err)
			}
			files[path] = Parse(path, text).Documents[0]
		}
		merged := Merge(files["base.yaml"], files["overlay.yaml"])
		if want := patched(contents["base.yaml"], contents["overlay.yaml"]); !merged.Root.holds(want) {
			t.Fatalf("got %v, want %v", merged.Root.Value(), want)
		}
		checkOrigin(t, merged, merged.Root, "", files)
	})
}

// patched is RFC 7396's own algorithm.
func patched(target, patch any) any {
	fields, ok := patch.(map[string]any)
	if !ok {
		return patch
	}
	result := map[string]any{}
	if old, ok := target.(map[string]any); ok {
		result = maps.Clone(old)
	}
	for key, value := range fields {
		if value == nil {
			delete(result, key)
		} else {
			result[key] = patched(result[key], value)
		}
	}
	return result
}

func checkOrigin(t rapid.TB, merged *Document, n *Node, pointer string, files map[string]*Document) {
	t.Helper()
	place := merged.Place(n)
	file := files[place.Path]
	if node := file.Root.Find(pointer); node == nil {
		t.Fatalf("%s has no value at %s", place.Path, pointer)
	} else if got := file.Span(node); n.Kind == Scalar && got != place.Span {
		t.Fatalf("the value at %s stands at %v in %s, not at %v", pointer, got, place.Path, place.Span)
	} else if n.Kind == Scalar && merged.Inside(n, 0, len(n.Text)) != file.Inside(node, 0, len(n.Text)) {
		t.Fatalf("the text at %s stands elsewhere", pointer)
	}
	for i := range n.Len() {
		if n.Kind == Sequence {
			checkOrigin(t, merged, n.Item(i), Index(pointer, i), files)
			continue
		}
		key, value := n.Field(i)
		checkOrigin(t, merged, value, Pointer(pointer, key.Text), files)
	}
}

func documentOf(t *testing.T, path, text string) *Document {
	t.Helper()
	file := Parse(path, []byte(text+"\n"))
	if len(file.Documents) != 1 || file.Documents[0].Root == nil {
		t.Fatalf("%s: %v", text, file.Diagnostics)
	}
	return file.Documents[0]
}
