package syntax

import "strings"

// insertion writes a new field or item into a collection that has some already.
func (e *editor) insertion(s step) ([]change, error) {
	at, _ := e.at(Parent(s.pointer))
	isList, inline := at.value.Kind == Sequence, at.value.Style == Flow
	fresh, err := newEntry(s.value, inline)
	if err != nil {
		return nil, err
	}
	token := LastToken(s.pointer)
	pattern := Pointer(e.pattern(Parent(s.pointer)), "*")
	if !isList {
		fresh.key = &Node{Style: SingleQuoted, Text: token}
		pattern = e.pattern(s.pointer)
	}
	fresh.arrange(pattern, e.names)
	before := e.placeOf(at, s.pointer, token)
	if inline {
		return e.flowInsertion(at, fresh, before, s)
	}
	entries := at.block.entries
	indent := strings.Repeat(" ", at.block.column)
	text := written(fresh, at.block.column)
	first := entries[0]
	switch {
	case before > 0:
		end := e.lineBreak(entries[before-1].extent())
		return []change{{splices: []splice{{end, e.afterText(end, fresh), "\n" + indent + text}}}}, nil
	case e.beginsLine(first):
		start := first.start
		if len(first.head) > 0 {
			start = first.head[0].start
		}
		start = e.lineStart(start)
		return []change{{splices: []splice{{start, start, indent + text + "\n"}}}}, nil
	}
	return []change{{splices: []splice{{first.start, first.start, text + "\n" + indent}}}}, nil
}

// placeOf returns before which entry a new one comes: behind the last of those
// that the order has before it.
func (e *editor) placeOf(at *entry, pointer, token string) int {
	entries := at.block.entries
	if at.value.Kind == Sequence {
		var i int
		for i = range entries {
			if Index(Parent(pointer), i) == pointer {
				return i
			}
		}
		return i + 1
	}
	rank := map[string]int{}
	for i, name := range e.names(e.pattern(Parent(pointer))) {
		if _, twice := rank[name]; !twice {
			rank[name] = i
		}
	}
	own, named := rank[token]
	if !named {
		return len(entries)
	}
	before, best := 0, -1
	for i, entry := range entries {
		if r, known := rank[entry.key.Text]; known && r < own && r >= best {
			before, best = i+1, r
		}
	}
	return before
}

// flowInsertion writes an entry into brackets.
func (e *editor) flowInsertion(at, fresh *entry, before int, s step) ([]change, error) {
	if !e.document().hasBrackets(at.value) {
		// A pair in a list, as in [a: b], has no room for another.
		value, _ := at.value.Value().(map[string]any)
		value[LastToken(s.pointer)] = s.value
		return e.replacement(at, step{replacing, Parent(s.pointer), value})
	}
	text, ok := flowEntry(fresh)
	if !ok {
		return nil, errUncertain
	}
	entries := at.block.entries
	if before == 0 {
		start := entries[0].start
		return []change{{splices: []splice{{start, start, text + ", "}}}}, nil
	}
	end := entries[before-1].end
	return []change{{splices: []splice{{end, end, ", " + text}}}}, nil
}

// flowEntry returns a new field or item as it stands in brackets.
func flowEntry(fresh *entry) (string, bool) {
	if fresh.source != "" {
		return fresh.source, true
	}
	list := &entry{value: &Node{Kind: Sequence}, block: &block{inline: true, entries: []*entry{fresh}}}
	text, ok := flowText(list)
	return strings.TrimSuffix(strings.TrimPrefix(text, "["), "]"), ok
}

// written returns the lines of a new entry in the canonical layout, without the
// indentation of the first.
func written(fresh *entry, indent int) string {
	out := &emitter{}
	out.entry(fresh, indent)
	return strings.TrimSuffix(string(out.out), "\n")
}

// afterText returns where what follows a new entry goes on. Blank lines below a
// text that would take them for its own are left out.
func (e *editor) afterText(end int, fresh *entry) int {
	last := fresh
	for last.block != nil && len(last.block.entries) > 0 {
		last = last.block.entries[len(last.block.entries)-1]
	}
	if last.value.Style != Literal || !keepsBlankLines(last.value.Text) {
		return end
	}
	data := e.file.text.data
	next := nextLine(data, end)
	below := e.blankBelow(next)
	if below == next {
		return end
	}
	return e.lineBreak(int(e.lines[e.line(below)-1]))
}

// document returns the document that is edited.
func (e *editor) document() *Document { return e.file.Documents[e.index] }
