package syntax

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// locate returns the byte offset in the file of the byte at offset of a
// Scalar's Text.
func (d *Document) locate(n *Node, offset int) int {
	start := d.start(n)
	switch n.Style {
	case Literal:
		return d.locateLiteral(n, start, offset)
	case Folded:
		at := nextLine(d.file.data, start)
		return d.walk(n, skipBlank(d.file.data, at, n.Text), offset)
	case SingleQuoted, DoubleQuoted:
		return d.walk(n, start+1, offset)
	}
	if bytes.HasPrefix(d.file.data[start:], []byte(n.Text)) {
		return start + offset
	}
	return d.walk(n, start, offset)
}

// locateLiteral uses that each line of a literal's Text is one line of source,
// indented.
func (d *Document) locateLiteral(n *Node, start, offset int) int {
	data := d.file.data
	at := nextLine(data, start)
	text := n.Text
	for {
		line, rest, more := strings.Cut(text, "\n")
		if offset <= len(line) || !more {
			end := at
			for end < len(data) && data[end] != '\n' && data[end] != '\r' {
				end++
			}
			return max(at, end-len(line)+min(offset, len(line)))
		}
		offset -= len(line) + 1
		text = rest
		at = nextLine(data, at)
	}
}

// skipBlank returns the offset of a folded scalar's first character, behind the
// indentation of its first line.
func skipBlank(data []byte, at int, text string) int {
	for strings.HasPrefix(text, "\n") && at < len(data) {
		text = text[1:]
		at = nextLine(data, at)
	}
	spaces := len(text) - len(strings.TrimLeft(text, " \t"))
	first := at
	for first < len(data) && (data[first] == ' ' || data[first] == '\t') {
		first++
	}
	return max(at, first-spaces)
}

// walk goes through source and value side by side, for the styles in which
// escapes and folded lines make them differ, and returns the source offset of
// the byte at offset of the value.
func (d *Document) walk(n *Node, at, offset int) int {
	data, text := d.file.data, n.Text
	for i := 0; i < offset && at < len(data); {
		switch {
		case n.Style == DoubleQuoted && data[at] == '\\':
			size := escapeSize(data[at:])
			if size == 0 { // an escaped line break stands for nothing
				at = skipFold(data, at+1)
				continue
			}
			_, width := utf8.DecodeRuneInString(text[i:])
			at, i = at+size, i+width
		case n.Style == SingleQuoted && bytes.HasPrefix(data[at:], []byte("''")):
			at, i = at+2, i+1
		default:
			blank := blankRun(data[at:])
			if end := at + blank; end < len(data) && (data[end] == '\n' || data[end] == '\r') {
				at, i = resume(data, skipFold(data, end), text, i)
				continue
			}
			step := min(max(blank, 1), offset-i)
			at, i = at+step, i+step
		}
	}
	// The next character may come after a fold or an escaped line break.
	for n.Style == DoubleQuoted && at+1 < len(data) && data[at] == '\\' && escapeSize(data[at:]) == 0 {
		at = skipFold(data, at+1)
	}
	return min(at, len(data))
}

// resume returns where source and value go on behind a folded line break: the
// value has a space or the line breaks that were kept, and may go on with white
// space that belongs to it (a more indented line of a folded scalar).
func resume(data []byte, at int, text string, i int) (int, int) {
	if i < len(text) && text[i] == ' ' {
		return at, i + 1
	}
	for i < len(text) && text[i] == '\n' {
		i++
	}
	if i < len(text) && (text[i] == ' ' || text[i] == '\t') {
		kept := len(text[i:]) - len(strings.TrimLeft(text[i:], " \t"))
		for ; kept > 0 && at > 0 && (data[at-1] == ' ' || data[at-1] == '\t'); kept-- {
			at--
		}
	}
	return at, i
}

// escapeSize returns how many bytes of source an escape takes; 0 for an escaped
// line break.
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
	case '\n', '\r':
		return 0
	}
	_, size := utf8.DecodeRune(data[1:])
	return 1 + size
}

// blankRun returns how many spaces and tabs data begins with.
func blankRun(data []byte) int {
	n := 0
	for n < len(data) && (data[n] == ' ' || data[n] == '\t') {
		n++
	}
	return n
}

// skipFold skips line breaks and the white space around them.
func skipFold(data []byte, at int) int {
	for at < len(data) && (data[at] == ' ' || data[at] == '\t' || data[at] == '\n' || data[at] == '\r') {
		at++
	}
	return at
}

// afterRune returns the offset behind the character of the value at an offset
// of the source.
func (d *Document) afterRune(at int, n *Node) int {
	data := d.file.data
	switch {
	case at >= len(data):
		return at
	case n.Style == DoubleQuoted && data[at] == '\\':
		return at + escapeSize(data[at:])
	case n.Style == SingleQuoted && bytes.HasPrefix(data[at:], []byte("''")):
		return at + 2
	}
	_, size := utf8.DecodeRune(data[at:])
	return at + size
}
