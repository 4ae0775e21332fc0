package syntax

import (
	"maps"
	"slices"
	"strconv"
)

// step is one change that can be made in the text at once.
type step struct {
	do doing
	// pointer is that of the value to replace or remove, or of the new field or
	// item.
	pointer string
	value   any
}

type doing uint8

const (
	replacing doing = iota
	inserting
	removing
)

// next returns the next step of an edit, or nil when nothing is left to do.
func (e *editor) next(edit Edit) (*step, error) {
	if edit.Pointer != "" && edit.Pointer[0] != '/' {
		return nil, errNoField
	}
	at, missing := e.at(edit.Pointer)
	if edit.Remove {
		switch {
		case edit.Pointer == "":
			return nil, errRoot
		case len(missing) > 0:
			return nil, errNoField
		}
		return e.remove(edit.Pointer), nil
	}
	if _, ok := edit.Value.(map[string]any); edit.Pointer == "" && !ok {
		return nil, errRoot
	}
	if len(missing) == 0 {
		return e.difference(at, edit.Pointer, edit.Value), nil
	}
	pointer := ""
	for _, token := range tokensOf(edit.Pointer)[:len(tokensOf(edit.Pointer))-len(missing)+1] {
		pointer = Pointer(pointer, token)
	}
	value := edit.Value
	for _, token := range slices.Backward(missing[1:]) {
		value = map[string]any{token: value}
	}
	isEmpty := at.block != nil && len(at.block.entries) == 0
	switch n := at.value; {
	case n.Kind == Sequence && missing[0] != strconv.Itoa(n.Len()):
		return nil, errNoField
	case n.Kind == Sequence && isEmpty:
		return &step{replacing, Parent(pointer), []any{value}}, nil
	case n.Kind == Sequence:
		return &step{inserting, Index(Parent(pointer), n.Len()), value}, nil
	case n.Kind == Scalar && n.Type != Null:
		return nil, errNoRoom
	case n.Kind == Scalar || isEmpty:
		return &step{replacing, Parent(pointer), map[string]any{missing[0]: value}}, nil
	}
	return &step{inserting, pointer, value}, nil
}

// remove is the step that takes an entry away. Without its last entry a
// collection is written as an empty one.
func (e *editor) remove(pointer string) *step {
	parent, _ := e.at(Parent(pointer))
	switch {
	case len(parent.block.entries) > 1:
		return &step{do: removing, pointer: pointer}
	case parent.value.Kind == Sequence:
		return &step{replacing, Parent(pointer), []any{}}
	}
	return &step{replacing, Parent(pointer), map[string]any{}}
}

// difference returns the first step that brings an entry nearer to a value, or
// nil when it holds the value. What is to stay is changed before anything is
// removed, so that the place in the file is kept.
func (e *editor) difference(at *entry, pointer string, want any) *step {
	n := at.value
	if n.holds(want) {
		return nil
	}
	switch want := want.(type) {
	case map[string]any:
		if n.Kind == Mapping && n.Len() > 0 && len(want) > 0 {
			return e.differentField(at, pointer, want)
		}
	case []any:
		if n.Kind == Sequence && n.Len() > 0 && len(want) > 0 {
			return e.differentItem(at, pointer, want)
		}
	}
	return &step{replacing, pointer, want}
}

func (e *editor) differentField(at *entry, pointer string, want map[string]any) *step {
	for _, key := range slices.Sorted(maps.Keys(want)) {
		i := at.child(key)
		if i < 0 {
			return &step{inserting, Pointer(pointer, key), want[key]}
		}
		if s := e.difference(at.block.entries[i], Pointer(pointer, key), want[key]); s != nil {
			return s
		}
	}
	for _, child := range at.block.entries {
		if _, ok := want[child.key.Text]; !ok {
			return e.remove(Pointer(pointer, child.key.Text))
		}
	}
	return nil
}

// isLike reports whether an item of a list is probably what a value was before:
// the same, or of the same name.
func (n *Node) isLike(value any) bool {
	fields, ok := value.(map[string]any)
	if name := n.Get("name"); ok && name != nil {
		return name.holds(fields["name"])
	}
	return n.holds(value)
}

// differentItem leaves the items that two lists begin and end with alone.
func (e *editor) differentItem(at *entry, pointer string, want []any) *step {
	n := at.value
	begin := 0
	for begin < min(n.Len(), len(want)) && n.Item(begin).holds(want[begin]) {
		begin++
	}
	end := 0
	for end < min(n.Len(), len(want))-begin && n.Item(n.Len()-1-end).holds(want[len(want)-1-end]) {
		end++
	}
	more, fewer := begin+end == n.Len(), begin+end == len(want)
	if !more && !fewer {
		// An item that comes later moves down or up.
		more = slices.ContainsFunc(want[begin+1:], n.Item(begin).isLike)
		fewer = !more && slices.ContainsFunc(n.children[begin+1:], func(item Node) bool { return item.isLike(want[begin]) })
	}
	switch {
	case more:
		return &step{inserting, Index(pointer, begin), want[begin]}
	case fewer:
		return e.remove(Index(pointer, begin))
	}
	return e.difference(at.block.entries[begin], Index(pointer, begin), want[begin])
}
