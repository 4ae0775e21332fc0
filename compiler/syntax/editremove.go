package syntax

import "slices"

// removal takes an entry away that is not the only one. The comments above it
// and behind it go with it.
func (e *editor) removal(parent, at *entry) []change {
	entries := parent.block.entries
	i := slices.Index(entries, at)
	data := e.file.text.data
	if parent.value.Style == Flow {
		return []change{e.flowRemoval(entries, i)}
	}
	if !e.beginsLine(at) {
		// Behind a dash: the next field takes its place.
		next := entries[1]
		to := next.start
		if len(next.head) > 0 {
			to = next.head[0].start
		}
		return []change{{[]splice{{at.start, to, ""}}, part{at.start, to}}}
	}
	from := at.start
	blank := at.blank
	if len(at.head) > 0 {
		from, blank = at.head[0].start, at.head[0].blank
	}
	from = e.lineStart(from)
	to := nextLine(data, at.extent())
	below := e.blankBelow(to)
	gone := part{from, to}
	if blank && i > 0 {
		above := e.blankAbove(from)
		// Where both lines above and below are blank, one stays.
		return []change{{[]splice{{above, to, ""}}, gone}, {[]splice{{above, below, ""}}, gone}, {[]splice{{from, to, ""}}, gone}}
	}
	changes := []change{{[]splice{{from, to, ""}}, gone}, {[]splice{{from, below, ""}}, gone}}
	if i == 0 {
		slices.Reverse(changes)
	}
	return changes
}

// flowRemoval takes an entry out of brackets.
func (e *editor) flowRemoval(entries []*entry, i int) change {
	data := e.file.text.data
	at := entries[i]
	from, to := at.start, at.extent()
	switch {
	case i+1 < len(entries) && len(entries[i+1].head) == 0:
		to = entries[i+1].start
	case i+1 < len(entries):
		to = entries[i+1].head[0].start
	case len(at.head) == 0 && len(entries[i-1].trailing) == 0:
		from = entries[i-1].end
	default:
		// Comments stand between the entries; the comma before them may stay.
		if len(at.head) > 0 {
			from = at.head[0].start
		}
		if end := to + blankRun(data[to:]); end < len(data) && data[end] == ',' {
			to = end + 1
		}
		if start, end := e.lineStart(from), to+blankRun(data[to:]); start+blankRun(data[start:from]) == from && breakSize(data, end) > 0 {
			from, to = start, nextLine(data, end) // all of its lines
		}
	}
	return change{[]splice{{from, to, ""}}, part{from, to}}
}

// extent returns the offset behind all that belongs to an entry, comments behind
// and below it included.
func (e *entry) extent() int {
	end := e.end
	for _, c := range e.trailing {
		end = max(end, c.start+len(c.text))
	}
	if e.block != nil {
		for _, child := range e.block.entries {
			end = max(end, child.extent())
		}
		for _, c := range e.block.foot {
			end = max(end, c.start+len(c.text))
		}
	}
	return end
}
