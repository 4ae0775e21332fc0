package syntax

import (
	"bytes"
	"slices"
)

// line returns the index of the line at an offset.
func (e *editor) line(at int) int {
	i, exact := slices.BinarySearch(e.lines, int32(at))
	if !exact {
		i--
	}
	return i
}

// lineStart returns the offset of the first byte of the line at an offset.
func (e *editor) lineStart(at int) int { return int(e.lines[e.line(at)]) }

// lineBreak returns the offset of the end of the line at an offset.
func (e *editor) lineBreak(at int) int { return breakAt(e.file.text.data, at) }

// column returns how many bytes stand before an offset on its line.
func (e *editor) column(at int) int {
	start := e.lineStart(at)
	if start == 0 && bytes.HasPrefix(e.file.text.data, []byte(bom)) {
		start = len(bom)
	}
	return max(at-start, 0)
}

// beginsLine reports whether nothing but spaces stands before an entry on its
// line. The first field of a list item stands behind its dash.
func (e *editor) beginsLine(at *entry) bool {
	start := e.lineStart(at.start)
	return start+spaceRun(e.file.text.data[start:at.start]) == at.start
}

// aligned indents the comments on the lines that begin at an offset, up to one
// that holds something else, and clears the blank lines among them.
func (e *editor) aligned(at int, indent string) []splice {
	data := e.file.text.data
	var splices []splice
	for at < len(data) {
		begin := at + blankRun(data[at:])
		switch {
		case begin < len(data) && data[begin] == '#':
			splices = append(splices, splice{at, begin, indent})
		case breakSize(data, begin) > 0:
			splices = append(splices, splice{at, begin, ""})
		default:
			return splices
		}
		at = nextLine(data, begin)
	}
	return splices
}

// blankBelow returns the offset behind the blank lines that begin at an offset.
func (e *editor) blankBelow(at int) int {
	data := e.file.text.data
	for at < len(data) && breakSize(data, at+blankRun(data[at:])) > 0 {
		at = nextLine(data, at)
	}
	return at
}

// blankAbove returns the offset at which the blank lines above a line begin.
func (e *editor) blankAbove(at int) int {
	data := e.file.text.data
	for i := e.line(at); i > 0; i-- {
		above := int(e.lines[i-1])
		if breakSize(data, above+blankRun(data[above:])) == 0 {
			break
		}
		at = above
	}
	return at
}
