package syntax

import "bytes"

// scalar reads a scalar value; one that is empty has no place.
func (r *reader) scalar(n *Node, e *entry) {
	if n.Text == "" && n.Style == Plain {
		return
	}
	start, end := r.document.start(n), r.document.end(n)
	if !r.expect(start) {
		return
	}
	r.hoist(e)
	if n.Style != Literal && n.Style != Folded {
		e.source = string(r.data[start:end])
		r.token(end, e)
		e.end = end
		return
	}
	r.token(start+1, e)
	r.at += len(r.data[r.at:]) - len(bytes.TrimLeft(r.data[r.at:], "0123456789+-"))
	e.header, e.end = r.at, r.at
	r.skipLine()
	lines := r.document.blockLines(n)
	for i, line := range lines {
		if i < len(lines)-1 && keptSize(r.data, line.end) > 1 {
			line.end = nextLine(r.data, line.end)
		}
		e.lines = append(e.lines, string(r.data[line.start:line.end]))
	}
	if end > r.at {
		r.token(end, e)
		e.end = end
	}
	if (keepsBlankLines(n.Text) || n.Text == "\n") && r.skipBlankLines() {
		e.end = r.at
	}
}

// skipLine takes a comment on the current line, if there is one.
func (r *reader) skipLine() {
	r.at += blankRun(r.data[r.at:])
	if r.at < len(r.data) && r.data[r.at] == '#' {
		r.comment()
	}
}

// skipBlankLines goes over the blank lines that belong to the text above, and
// reports whether there are any.
func (r *reader) skipBlankLines() bool {
	for found := false; ; found = true {
		next := nextLine(r.data, r.at)
		end := next + blankRun(r.data[next:])
		if end >= len(r.data) || breakSize(r.data, end) == 0 {
			return found
		}
		r.at, r.lineStart = end, next
	}
}
