package syntax

import (
	"strconv"
	"strings"
)

// lay returns how a new value is written behind the key or dash of an entry: what
// stands on its line, and the lines below it with their indentation.
func (e *editor) lay(at, fresh *entry, indent int) (head, body string) {
	switch {
	case fresh.hasEntries():
		out := &emitter{flush: true}
		if e.isCompact(at) {
			out.compactBlock(fresh.block, indent)
			head, body, _ = strings.Cut(strings.TrimSuffix(string(out.out), "\n"), "\n")
			return head, body
		}
		out.block(fresh.block, indent)
		return "", strings.TrimSuffix(string(out.out), "\n")
	case fresh.block == nil && (fresh.value.Style == Literal || fresh.value.Style == Folded):
		if header, lines := blockText(fresh); header != "" {
			indent = e.textIndent(at, indent)
			header = strings.Replace(header, "2", strconv.Itoa(indent-e.column(at.start)), 1)
			return header, strings.TrimSuffix(indented(lines, indent), "\n")
		}
	}
	if fresh.source != "" {
		return fresh.source, ""
	}
	out := &emitter{}
	out.entry(&entry{value: fresh.value, block: fresh.block}, 0)
	return strings.TrimSpace(strings.TrimPrefix(string(out.out), "-")), ""
}

// isCompact reports whether the first line of a collection can stand behind the
// dash of an item.
func (e *editor) isCompact(at *entry) bool {
	if at.key != nil || len(at.trailing) > 0 {
		return false
	}
	n := at.value
	return n.Kind != Scalar && n.Style != Flow || isAbsent(n) || e.line(at.after) == e.line(e.document().start(n))
}

// textIndent returns the indentation of a text in a block: its author's where the
// one before was a block too.
func (e *editor) textIndent(at *entry, indent int) int {
	n := at.value
	if n.Style != Literal && n.Style != Folded || strings.Trim(n.Text, " \t\n") == "" {
		return indent
	}
	own := e.document().blockIndent(n)
	if deeper := own - e.column(at.start); deeper < 1 || deeper > 9 { // what a header can say
		return indent
	}
	return own
}

func (e *entry) hasEntries() bool { return e.block != nil && len(e.block.entries) > 0 }

func spaced(head string) string {
	if head == "" {
		return ""
	}
	return " " + head
}
