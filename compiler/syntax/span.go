package syntax

import (
	"strings"
	"unicode/utf8"

	"github.com/igny8/catalogc/compiler/diag"
)

// Span returns where a node of the document stands.
//
// yaml.v3 gives a node's start only, so its end is worked out from the source
// when somebody asks: almost no node is ever asked.
func (d *Document) Span(n *Node) diag.Span {
	d, n = d.origin(n)
	return d.file.span(d.start(n), d.end(n))
}

// Inside returns where the bytes start to end of a Scalar's Text stand, and in
// which file, also in block, folded and quoted scalars.
func (d *Document) Inside(n *Node, start, end int) diag.Place {
	d, n = d.origin(n)
	start = min(max(start, 0), len(n.Text))
	end = min(max(end, start), len(n.Text))
	from := d.locate(n, start)
	to := from
	if end > start {
		// From the last character rather than past it: what follows may stand on
		// the next line.
		_, size := utf8.DecodeLastRuneInString(n.Text[start:end])
		to = d.afterRune(d.locate(n, end-size), n)
	}
	return diag.Place{Path: d.Path, Span: d.file.span(from, to)}
}

// Field returns the span of the field that holds the value at a JSON pointer:
// from its key to the end of its value.
func (d *Document) Field(pointer string) diag.Span {
	node, _ := d.Root.Nearest(pointer)
	span := d.Span(node)
	if i := strings.LastIndexByte(pointer, '/'); i >= 0 {
		parent, exact := d.Root.Nearest(pointer[:i])
		if key := parent.Key(unescape.Replace(pointer[i+1:])); exact && key != nil {
			span.Start = d.Span(key).Start
		}
	}
	return span
}

// start returns the byte offset of a node in the file.
func (d *Document) start(n *Node) int {
	if n.line == 0 {
		return d.base
	}
	number := int(max(n.line, -n.line))
	starts := d.lineStarts()
	if number > len(starts) { // a value missing at the end of the text
		return d.base + len(d.text)
	}
	line := d.base + int(starts[number-1])
	return min(d.file.advance(line, int(n.column)-1), d.base+len(d.text))
}

func (d *Document) lineStarts() []int32 {
	d.once.Do(func() { d.lines = lineStarts(d.text, true) })
	return d.lines
}

// lineEnd returns the offset of the end of the line at an offset, without
// white space; a comment counts as part of the line.
func (d *Document) lineEnd(offset int) int { return lineEnd(d.file.data, offset) }

// end returns the byte offset in the file where a node ends.
func (d *Document) end(n *Node) int {
	if n.Kind == Scalar {
		return d.scalarEnd(n)
	}
	if len(n.children) == 0 && n.Style != Flow {
		return d.start(n)
	}
	at := d.start(n) + 1
	if len(n.children) > 0 {
		at = d.end(&n.children[len(n.children)-1])
	}
	if n.Style != Flow || !d.hasBrackets(n) {
		return at
	}
	closing := byte('}')
	if n.Kind == Sequence {
		closing = ']'
	}
	return closingBracket(d.file.data, at, closing)
}

// hasBrackets reports whether a flow collection stands in brackets of its own. A
// pair in a list, as in [a: b], is a mapping without.
func (d *Document) hasBrackets(n *Node) bool {
	at := d.start(n)
	if n.Kind == Sequence || at >= len(d.file.data) || d.file.data[at] != '{' {
		return n.Kind == Sequence
	}
	return len(n.children) == 0 || d.start(&n.children[0]) != at
}

// closingBracket returns the offset behind the next closing bracket that is not
// in a comment.
func closingBracket(data []byte, at int, closing byte) int {
	for ; at < len(data); at++ {
		switch data[at] {
		case closing:
			return at + 1
		case '#':
			at = breakAt(data, at)
		}
	}
	return len(data)
}

func (d *Document) scalarEnd(n *Node) int {
	switch n.Style {
	case Literal, Folded:
		return d.blockEnd(n)
	case SingleQuoted, DoubleQuoted:
		quote := byte('"')
		if n.Style == SingleQuoted {
			quote = '\''
		}
		at := d.locate(n, len(n.Text))
		for at < len(d.file.data) && d.file.data[at] != quote {
			at++
		}
		return min(at+1, len(d.file.data))
	}
	return d.locate(n, len(n.Text))
}
