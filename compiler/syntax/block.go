package syntax

import "strings"

// The functions in this file find the lines of literal and folded scalars.

// blockLine is one line of a block scalar: the offsets of its content, behind
// the indentation, and of its line break.
type blockLine struct{ start, end int }

// blockLines returns the lines of a block scalar up to the last one with
// content. White space deeper than the indentation is content.
func (d *Document) blockLines(n *Node) []blockLine {
	data := d.file.data[:d.base+len(d.text)]
	indent := d.blockIndent(n)
	var lines []blockLine
	last := 0
	for at := nextLine(data, d.start(n)); at < len(data); at = nextLine(data, at) {
		end := breakAt(data, at)
		spaces := spaceRun(data[at:end])
		if spaces < indent && at+spaces < end {
			break
		}
		lines = append(lines, blockLine{at + min(spaces, indent), end})
		if spaces > indent || at+spaces < end {
			last = len(lines)
		}
	}
	return lines[:last]
}

// blockIndent returns the indentation of a block scalar's content. The header
// may name it, but relative to a parent the Node does not know, so it is worked
// out from the first line with more than white space, whose indentation in the
// source and in the value differ by it.
func (d *Document) blockIndent(n *Node) int {
	data := d.file.data[:d.base+len(d.text)]
	text := []byte(n.Text)
	for len(text) > 0 {
		line := text[:breakAt(text, 0)]
		if blankRun(line) < len(line) {
			break
		}
		text = text[nextLine(text, 0):]
	}
	for at := nextLine(data, d.start(n)); at < len(data); at = nextLine(data, at) {
		line := data[at:breakAt(data, at)]
		if blankRun(line) < len(line) {
			return max(1, spaceRun(line)-spaceRun(text))
		}
	}
	return 1
}

// blockEnd returns the end of the last line of a block scalar that has content,
// or of its header when none has.
func (d *Document) blockEnd(n *Node) int {
	header := d.lineEnd(d.start(n))
	if strings.Trim(n.Text, " \t\n") == "" {
		return header
	}
	lines := d.blockLines(n)
	if len(lines) == 0 {
		return header
	}
	return lines[len(lines)-1].end
}

// locateBlock returns the byte offset in the file of the byte at offset of a
// literal or folded scalar's Text.
func (d *Document) locateBlock(n *Node, offset int) int {
	data, text := d.file.data, []byte(n.Text)
	at := d.lineEnd(d.start(n))
	i := 0
	for _, line := range d.blockLines(n) {
		content := data[line.start:line.end]
		if len(content) == 0 {
			continue
		}
		// Between two lines of content the value has one space, where the line
		// break is folded, or the line breaks themselves.
		if i > 0 && i < len(text) && text[i] == ' ' {
			i++
		}
		for breakSize(text, i) > 0 {
			i += breakSize(text, i)
		}
		if offset < i {
			return at
		}
		if offset <= i+len(content) {
			return line.start + offset - i
		}
		at, i = line.end, i+len(content)
	}
	return at
}
