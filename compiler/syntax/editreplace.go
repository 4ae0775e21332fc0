package syntax

import "strings"

// replacement writes another value in the place of one.
func (e *editor) replacement(at *entry, s step) ([]change, error) {
	inline := at != e.root && e.inBrackets(s.pointer)
	fresh, err := newEntry(s.value, inline)
	if err != nil {
		return nil, err
	}
	fresh.arrange(e.pattern(s.pointer), e.names)
	switch n := at.value; {
	case at == e.root:
		return e.rootReplacement(fresh), nil
	case inline:
		return e.flowReplacement(at, keepStyle(at, fresh, inline))
	case n.Kind != Scalar && n.Style != Flow:
		return e.blockReplacement(at, fresh), nil
	case n.Style == Literal || n.Style == Folded:
		return e.textReplacement(at, keepStyle(at, fresh, inline)), nil
	}
	return e.plainReplacement(at, keepStyle(at, fresh, inline))
}

// plainReplacement replaces a scalar that is no block, or a collection in
// brackets. A comment behind it stays.
func (e *editor) plainReplacement(at, fresh *entry) ([]change, error) {
	if at.after == 0 {
		return nil, errUncertain
	}
	start, c := e.document().start(at.value), change{}
	if isAbsent(at.value) {
		start = at.after
	} else if at.value.Kind != Scalar {
		c.gone = part{start, at.end}
	}
	ownLine := e.line(at.after) != e.line(start)
	if ownLine && fresh.hasEntries() && len(at.trailing) == 0 {
		// The first line goes where the value stands.
		_, body := e.lay(at, fresh, e.column(start))
		c.splices = []splice{{start, e.afterText(at.end, fresh), strings.TrimLeft(body, " ")}}
		return []change{c}, nil
	}
	head, body := e.lay(at, fresh, e.column(at.start)+indentStep)
	if !ownLine && (fresh.hasEntries() || start == at.after) {
		start, head = at.after, spaced(head)
	}
	c.splices = []splice{{start, at.end, head}}
	if body != "" {
		end := e.lineBreak(at.end)
		c.splices = append(c.splices, splice{end, e.afterText(end, fresh), "\n" + body})
	}
	return []change{c}, nil
}

// textReplacement replaces a block scalar. A comment behind its header stays.
func (e *editor) textReplacement(at, fresh *entry) []change {
	start := e.document().start(at.value)
	head, body := e.lay(at, fresh, e.column(at.start)+indentStep)
	if fresh.hasEntries() {
		start, head = at.after, spaced(head)
	}
	below := e.lineBreak(at.header)
	end := below
	if at.end > at.header {
		end = e.lineBreak(at.end)
	}
	if body != "" {
		body, end = "\n"+body, e.afterText(end, fresh)
	}
	return []change{{splices: []splice{{start, at.header, head}, {below, end, body}}}}
}

// blockReplacement replaces a collection on lines of its own. A comment behind
// its key stays; those within it go.
func (e *editor) blockReplacement(at, fresh *entry) []change {
	head, body := e.lay(at, fresh, e.column(at.start)+indentStep)
	end := e.lineBreak(at.extent())
	below := at.after
	if e.line(at.block.entries[0].start) != e.line(at.after) {
		below = e.lineBreak(at.after)
	}
	if body != "" {
		body = "\n" + body
	}
	return []change{{
		[]splice{{at.after, at.after, spaced(head)}, {below, e.afterText(end, fresh), body}},
		part{below, end},
	}}
}

// rootReplacement writes the fields of a document that had none, or none in the
// place of the last.
func (e *editor) rootReplacement(fresh *entry) []change {
	start, end := e.document().start(e.root.value), e.root.end
	for _, field := range e.root.block.entries {
		end = max(end, field.extent())
	}
	text := "{}"
	if fresh.hasEntries() {
		out := &emitter{flush: true}
		out.block(fresh.block, 0)
		text = strings.TrimSuffix(string(out.out), "\n")
	}
	gone := part{start, end}
	// Behind a marker on its line there is no room for fields.
	return []change{{[]splice{{start, end, text}}, gone}, {[]splice{{start, end, "\n" + text}}, gone}}
}

// flowReplacement replaces a value in brackets.
func (e *editor) flowReplacement(at, fresh *entry) ([]change, error) {
	fresh.key = nil
	text, ok := flowEntry(fresh)
	if !ok {
		return nil, errUncertain
	}
	n := at.value
	switch start := e.document().start(n); {
	case isAbsent(n) && at.after == 0: // a key without a colon
		return []change{{splices: []splice{{at.end, at.end, ": " + text}}}}, nil
	case isAbsent(n):
		return []change{{splices: []splice{{at.after, at.after, " " + text}}}}, nil
	case n.Kind == Scalar:
		return []change{{splices: []splice{{start, at.end, text}}}}, nil
	default:
		return []change{{[]splice{{start, at.end, text}}, part{start, at.end}}}, nil
	}
}

// isAbsent reports whether a value is nothing, not even a word for it.
func isAbsent(n *Node) bool { return n.Kind == Scalar && n.Text == "" && n.Style == Plain }

// inBrackets reports whether the value at a pointer stands in a collection in
// brackets.
func (e *editor) inBrackets(pointer string) bool {
	parent, _ := e.at(Parent(pointer))
	return parent.value.Style == Flow
}
