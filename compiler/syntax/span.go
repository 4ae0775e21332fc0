package syntax

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/igny8/catalogc/compiler/diag"
)

// Span returns where a node of the document stands.
//
// yaml.v3 gives a node's start only, so its end is worked out from the source
// when somebody asks: almost no node is ever asked.
func (d *Document) Span(n *Node) diag.Span { return d.file.span(d.start(n), d.end(n)) }

// Inside returns where the bytes start to end of a Scalar's Text stand in the
// file, also in block, folded and quoted scalars.
func (d *Document) Inside(n *Node, start, end int) diag.Span {
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
	return d.file.span(from, to)
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

// SourceLine returns the text of line number of the file that the document
// stands in, without its line break. Lines count from 1; an unknown line is "".
func (d *Document) SourceLine(number int) string { return d.file.line(number) }

func (f *fileText) line(number int) string {
	f.position(0)
	if number < 1 || number > len(f.lines) {
		return ""
	}
	end := len(f.data)
	if number < len(f.lines) {
		end = int(f.lines[number])
	}
	return strings.TrimPrefix(strings.TrimRight(string(f.data[f.lines[number-1]:end]), "\r\n"), bom)
}

// start returns the byte offset of a node in the file.
func (d *Document) start(n *Node) int {
	if n.line == 0 {
		return d.base
	}
	return d.base + d.offset(int(n.line), int(n.column))
}

// offset turns a line and column of yaml.v3 into an offset in d.text.
func (d *Document) offset(line, column int) int {
	starts := d.lineStarts()
	at := int(starts[min(line, len(starts))-1])
	for ; column > 1 && at < len(d.text); column-- {
		_, size := utf8.DecodeRune(d.text[at:])
		at += size
	}
	return at
}

func (d *Document) lineStarts() []int32 {
	d.once.Do(func() { d.lines = lineStarts(d.text, true) })
	return d.lines
}

// lineEnd returns the offset of the end of the line at an offset, without
// white space and comments being told apart.
func (d *Document) lineEnd(offset int) int {
	rest := d.file.data[offset:]
	if i := bytes.IndexAny(rest, "\r\n"); i >= 0 {
		rest = rest[:i]
	}
	return offset + len(bytes.TrimRight(rest, " \t"))
}

// end returns the byte offset in the file where a node ends.
func (d *Document) end(n *Node) int {
	if n.Kind == Scalar {
		return d.scalarEnd(n)
	}
	if n.Style != Flow {
		if len(n.children) == 0 {
			return d.start(n)
		}
		return d.end(&n.children[len(n.children)-1])
	}
	at := d.start(n) + 1
	if len(n.children) > 0 {
		at = d.end(&n.children[len(n.children)-1])
	}
	closing := byte('}')
	if n.Kind == Sequence {
		closing = ']'
	}
	return closingBracket(d.file.data, at, closing)
}

// closingBracket returns the offset behind the next closing bracket that is not
// in a comment.
func closingBracket(data []byte, at int, closing byte) int {
	for ; at < len(data); at++ {
		switch data[at] {
		case closing:
			return at + 1
		case '#':
			for at < len(data) && data[at] != '\n' {
				at++
			}
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

// blockEnd returns the end of the last line of a block scalar that is not
// blank, or of its header when all are.
func (d *Document) blockEnd(n *Node) int {
	data := d.file.data
	header := d.lineEnd(d.start(n))
	end, indent := header, -1
	for at := nextLine(data, header); at < len(data); at = nextLine(data, at) {
		line := data[at:]
		spaces := 0
		for spaces < len(line) && line[spaces] == ' ' {
			spaces++
		}
		if spaces == len(line) || line[spaces] == '\n' || line[spaces] == '\r' {
			continue
		}
		if at >= d.base+len(d.text) || indent < 0 && spaces == 0 || spaces < indent {
			break
		}
		if indent < 0 {
			indent = spaces
			if hint := indentHint(data[d.start(n):header]); hint > 0 {
				indent = min(indent, hint)
			}
		}
		end = d.lineEnd(at)
	}
	return end
}

// indentHint returns the indentation a block scalar's header names, as 2 in
// `|2-`, or 0. It counts from the parent, so it is a lower bound.
func indentHint(header []byte) int {
	for _, c := range header[1:] {
		switch {
		case c >= '1' && c <= '9':
			return int(c - '0')
		case c != '-' && c != '+':
			return 0
		}
	}
	return 0
}

func nextLine(data []byte, at int) int {
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(data)
}
