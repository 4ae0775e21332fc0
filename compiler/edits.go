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
		if !ok || len(current) != len(want) {
			break // only lists of one length are compared item by item
		}
		for i := range want {
			edits = editsOf(edits, syntax.Index(pointer, i), current[i], want[i])
		}
		return edits
	}
	return append(edits, syntax.Edit{Pointer: pointer, Value: want})
}
