package compiler

import (
	"maps"
	"reflect"
	"slices"

	"github.com/igny8/catalogc/compiler/syntax"
)

// Edits returns the edits that make a document that says current say want; both
// are what Content returns. Fields that are the same are left alone however they
// are written: a price of 2.50 and a default spelt out stay.
func Edits(current, want map[string]any) []syntax.Edit {
	return editsOf(nil, "", current, want)
}

func editsOf(edits []syntax.Edit, pointer string, current, want any) []syntax.Edit {
	if reflect.DeepEqual(current, want) {
		return edits
	}
	switch want := want.(type) {
	case map[string]any:
		current, ok := current.(map[string]any)
		if !ok || len(current) == 0 || len(want) == 0 {
			break
		}
		for _, key := range slices.Sorted(maps.Keys(want)) {
			at := syntax.Pointer(pointer, key)
			if now, there := current[key]; there {
				edits = editsOf(edits, at, now, want[key])
			} else {
				edits = append(edits, syntax.Edit{Pointer: at, Value: want[key]})
			}
		}
		for _, key := range slices.Sorted(maps.Keys(current)) {
			if _, there := want[key]; !there {
				edits = append(edits, syntax.Edit{Pointer: syntax.Pointer(pointer, key), Remove: true})
			}
		}
		return edits
	case []any:
		current, ok := current.([]any)
		if !ok {
			break
		}
		if len(current) != len(want) {
			if shorter, ok := itemEdits(pointer, current, want); ok {
				return append(edits, shorter...)
			}
			break
		}
		for i := range want {
			edits = editsOf(edits, syntax.Index(pointer, i), current[i], want[i])
		}
		return edits
	}
	return append(edits, syntax.Edit{Pointer: pointer, Value: want})
}

// itemEdits returns what turns one list into another of another length: items are
// taken out, and others added behind the rest, which stay as they are. Where some
// of the rest changed as well, a longer list keeps each item in its place. It
// returns false when nothing of the list is kept.
func itemEdits(pointer string, current, want []any) ([]syntax.Edit, bool) {
	var edits []syntax.Edit
	kept := 0
	for i := range current {
		if kept < len(want) && reflect.DeepEqual(current[i], want[kept]) {
			kept++
		} else {
			edits = append(edits, syntax.Edit{Pointer: syntax.Index(pointer, i), Remove: true})
		}
	}
	slices.Reverse(edits) // those behind a removed item move up
	switch {
	case len(edits) > 0 && len(want) > len(current):
		edits, kept = nil, len(current)
		for i := range current {
			edits = editsOf(edits, syntax.Index(pointer, i), current[i], want[i])
		}
	case kept == 0:
		return nil, false
	}
	for _, item := range want[kept:] {
		edits = append(edits, syntax.Edit{Pointer: pointer + "/-", Value: item})
	}
	return edits, true
}
