package syntax

import (
	"bytes"
	"unicode/utf8"
)

// locate returns the byte offset in the file of the byte at offset of a
// Scalar's Text.
func (d *Document) locate(n *Node, offset int) int {
	start := d.start(n)
	switch n.Style {
	case Literal, Folded:
		return d.locateBlock(n, offset)
	case SingleQuoted, DoubleQuoted:
		return d.walk(n, start+1, offset)
	}
	if bytes.HasPrefix(d.file.data[start:], []byte(n.Text)) {
		return start + offset
	}
	return d.walk(n, start, offset)
}

// walk goes through source and value side by side, for the styles in which
// escapes and folded lines make them differ, and returns the source offset of
// the byte at offset of the value.
func (d *Document) walk(n *Node, at, offset int) int {
	data, text := d.file.data, n.Text
	for i := 0; at < len(data); {
		switch {
		case n.Style == DoubleQuoted && isEscapedBreak(data[at:]):
			next, kept := fold(data, at+1, true)
			if i+kept > offset {
				return at
			}
			at, i = next, i+kept
		case i == offset:
			return at
		case n.Style == DoubleQuoted && data[at] == '\\':
			_, width := utf8.DecodeRuneInString(text[i:])
			if i+width > offset {
				return at
			}
			at, i = at+escapeSize(data[at:]), i+width
		case n.Style == SingleQuoted && bytes.HasPrefix(data[at:], []byte("''")):
			at, i = at+2, i+1
		default:
			blank := blankRun(data[at:])
			if breakSize(data, at+blank) > 0 {
				next, kept := fold(data, at+blank, false)
				if i+kept > offset {
					return at
				}
				at, i = next, i+kept
				continue
			}
			step := min(max(blank, 1), offset-i)
			at, i = at+step, i+step
		}
	}
	return min(at, len(data))
}

// fold returns the offset behind the line breaks at an offset and the white
// space between and behind them, and how many bytes of the value they become: a
// single break one space, or nothing when it is escaped; of several, all but the
// first are kept.
func fold(data []byte, at int, escaped bool) (next, kept int) {
	first := keptSize(data, at)
	next = nextLine(data, at)
	next += blankRun(data[next:])
	for breakSize(data, next) > 0 {
		kept += keptSize(data, next)
		next = nextLine(data, next)
		next += blankRun(data[next:])
	}
	switch {
	case escaped:
	case first > 1:
		kept += first
	case kept == 0:
		kept = 1
	}
	return next, kept
}

func isEscapedBreak(data []byte) bool {
	return data[0] == '\\' && breakSize(data, 1) > 0
}

// escapeSize returns how many bytes of source an escape takes.
func escapeSize(data []byte) int {
	if len(data) < 2 {
		return 1
	}
	switch data[1] {
	case 'x':
		return 4
	case 'u':
		return 6
	case 'U':
		return 10
	}
	_, size := utf8.DecodeRune(data[1:])
	return 1 + size
}

// afterRune returns the offset behind the character of the value at an offset
// of the source.
func (d *Document) afterRune(at int, n *Node) int {
	data := d.file.data
	switch {
	case at >= len(data):
		return at
	case n.Style == DoubleQuoted && data[at] == '\\':
		return min(at+escapeSize(data[at:]), len(data))
	case n.Style == SingleQuoted && bytes.HasPrefix(data[at:], []byte("''")):
		return at + 2
	}
	_, size := utf8.DecodeRune(data[at:])
	return at + size
}
