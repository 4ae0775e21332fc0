package compiler

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/igny8/catalogc/compiler/syntax"
)

// TestListEdits turns lists into others, with items added, taken out and changed:
// what is applied gives what is wanted, and items that stay keep their comments.
func TestListEdits(t *testing.T) {
	items := rapid.SliceOfN(rapid.IntRange(0, 5), 1, 5)
	rapid.Check(t, func(t *rapid.T) {
		before, after := items.Draw(t, "before"), items.Draw(t, "after")
		text, err := syntax.Encode(listed(before), nil)
		if err != nil {
			t.Fatal(err)
		}
		edited, err := syntax.Apply("a.yaml", text, nil, Edits(listed(before), listed(after))...)
		if err != nil {
			t.Fatalf("%v to %v: %v", before, after, err)
		}
		want, err := syntax.Encode(listed(after), nil)
		if err != nil {
			t.Fatal(err)
		}
		if string(edited) != string(want) {
			t.Fatalf("%v to %v gives\n%s", before, after, edited)
		}
	})
}

func listed(numbers []int) map[string]any {
	list := make([]any, len(numbers))
	for i, n := range numbers {
		list[i] = map[string]any{"from": string(rune('a' + n)), "rate": json.Number(strings.Repeat("1", n+1))}
	}
	return map[string]any{"list": list}
}

func TestListEditsLeaveTheRest(t *testing.T) {
	item := func(name string) any { return map[string]any{"name": name} }
	list := func(names ...string) map[string]any {
		var items []any
		for _, name := range names {
			items = append(items, item(name))
		}
		return map[string]any{"l": items}
	}
	for _, test := range []struct {
		before, after map[string]any
		want          []syntax.Edit
	}{
		{list("a", "b", "c"), list("a", "c"), []syntax.Edit{{Pointer: "/l/1", Remove: true}}},
		{list("a", "b", "c", "d"), list("b", "d"), []syntax.Edit{{Pointer: "/l/2", Remove: true}, {Pointer: "/l/0", Remove: true}}},
		{list("a"), list("a", "b"), []syntax.Edit{{Pointer: "/l/-", Value: item("b")}}},
		{list("a", "b"), list("a", "x", "c"), []syntax.Edit{{Pointer: "/l/1/name", Value: "x"}, {Pointer: "/l/-", Value: item("c")}}},
		{list("a", "b", "c"), list("a", "d"), []syntax.Edit{{Pointer: "/l/2", Remove: true}, {Pointer: "/l/1", Remove: true}, {Pointer: "/l/-", Value: item("d")}}},
		{list("a", "b"), list("c"), []syntax.Edit{{Pointer: "/l", Value: []any{item("c")}}}},
	} {
		if got := Edits(test.before, test.after); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%v to %v: got %v, want %v", test.before, test.after, got, test.want)
		}
	}
}
