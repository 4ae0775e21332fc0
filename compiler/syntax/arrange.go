package syntax

import (
	"cmp"
	"slices"
)

// arrange puts the fields of all documents into their order and comments where
// the canonical layout has room for them.
func (l *layout) arrange(order func(kind, pointer string) []string) {
	for _, d := range l.documents {
		kind := ""
		if n := d.document.Root.Get("kind"); n != nil && n.Kind == Scalar {
			kind = n.Text
		}
		d.root.arrange("", namesOf(kind, order))
		d.separate()
	}
}

// namesOf returns the order of the fields of one kind: kind and name come first
// in a document.
func namesOf(kind string, order func(kind, pointer string) []string) func(pointer string) []string {
	return func(pointer string) []string {
		var wanted []string
		if order != nil {
			wanted = order(kind, pointer)
		}
		if pointer == "" && kind != "" {
			wanted = append([]string{"kind", "name"}, wanted...)
		}
		return wanted
	}
}

// separate keeps the blank line below the comments at the top, whatever field
// comes first now.
func (d *documentLayout) separate() {
	if len(d.root.block.entries) == 0 {
		return
	}
	if first := d.root.block.entries[0]; len(first.head) > 0 {
		first.head[0].blank = d.blank
	} else {
		first.blank = d.blank
	}
}

func (e *entry) arrange(pointer string, names func(pointer string) []string) {
	if count := len(e.trailing); count > 1 {
		e.head = append(e.head, e.trailing[:count-1]...)
		e.trailing = e.trailing[count-1:]
	}
	if e.block == nil {
		return
	}
	for _, child := range e.block.entries {
		token := "*"
		if child.key != nil {
			token = child.key.Text
		}
		child.arrange(Pointer(pointer, token), names)
		child.hoist()
	}
	if e.value.Kind == Mapping {
		e.block.sort(names(pointer))
	}
}

// sort puts the fields that are named first, in that order.
func (b *block) sort(names []string) {
	if len(names) == 0 {
		return
	}
	rank := make(map[string]int, len(names))
	for i, name := range names {
		if _, twice := rank[name]; !twice {
			rank[name] = i
		}
	}
	of := func(e *entry) int {
		if i, known := rank[e.key.Text]; known {
			return i
		}
		return len(names)
	}
	slices.SortStableFunc(b.entries, func(a, b *entry) int { return cmp.Compare(of(a), of(b)) })
}

// hoist moves the comments above the first field or item of a list item above
// that item: `- ` and its first field share a line.
func (e *entry) hoist() {
	if e.key != nil || e.block == nil || len(e.trailing) > 0 || len(e.block.entries) == 0 {
		return
	}
	first := e.block.entries[0]
	if len(first.head) == 0 {
		return
	}
	first.head[0].blank = e.blank
	e.head = append(e.head, first.head...)
	e.blank = first.blank
	first.head, first.blank = nil, false
}
