package syntax

import (
	"strings"
	"unicode/utf8"
)

const (
	indentStep = 2
	// maxColumns is how far a collection on one line may reach.
	maxColumns = 100
)

// emitter writes the canonical layout.
type emitter struct {
	out       []byte
	lineStart int
	// flush tells that no blank line may stand here: at the beginning of a block,
	// and below a text that would take it for its own.
	flush bool
}

func emit(l *layout) []byte {
	e := &emitter{}
	e.flush = true
	e.comments(l.head, 0)
	for i, d := range l.documents {
		if i > 0 {
			e.line("---")
		}
		e.flush = true
		e.comments(d.head, 0)
		if len(d.root.block.entries) == 0 {
			e.gap(d.blank)
			e.line("{}")
		} else {
			e.block(d.root.block, 0)
		}
		e.comments(d.foot, 0)
	}
	return e.out
}

func (e *emitter) text(parts ...string) {
	for _, part := range parts {
		e.out = append(e.out, part...)
	}
}

func (e *emitter) line(parts ...string) {
	e.text(parts...)
	e.out = append(e.out, '\n')
	e.lineStart = len(e.out)
}

func (e *emitter) indent(n int) {
	for range n {
		e.out = append(e.out, ' ')
	}
}

// gap writes a blank line if one is wanted and may stand here.
func (e *emitter) gap(wanted bool) {
	if wanted && !e.flush {
		e.line()
	}
	e.flush = false
}

func (e *emitter) comments(list []comment, indent int) {
	for _, c := range list {
		e.gap(c.blank)
		e.indent(indent)
		e.line(c.text)
	}
}

// block writes the fields or items of a collection, each on its own line.
func (e *emitter) block(b *block, indent int) {
	for _, entry := range b.entries {
		e.comments(entry.head, indent)
		e.gap(entry.blank)
		e.indent(indent)
		e.entry(entry, indent)
	}
	e.comments(b.foot, indent)
}

// compactBlock writes a collection behind the dash of a list item.
func (e *emitter) compactBlock(b *block, indent int) {
	e.entry(b.entries[0], indent)
	e.block(&block{entries: b.entries[1:], foot: b.foot}, indent)
}

// entry writes a field or item whose indentation is written already.
func (e *emitter) entry(entry *entry, indent int) {
	if entry.key == nil {
		e.text("-")
	} else if key := keyText(entry, false); utf8.RuneCountInString(key) < maxKey {
		e.text(key, ":")
	} else {
		e.line("? ", key)
		e.indent(indent)
		e.text(":")
	}
	if entry.block != nil {
		e.collection(entry, indent)
		return
	}
	e.scalar(entry, indent)
}

func (e *emitter) collection(entry *entry, indent int) {
	flow, ok := flowText(entry)
	column := utf8.RuneCount(e.out[e.lineStart:]) + len(" ") + utf8.RuneCountInString(flow)
	switch {
	case ok && (column <= maxColumns || len(entry.block.entries) == 0):
		e.text(" ", flow)
		e.trailing(entry)
	case entry.key == nil && len(entry.trailing) == 0:
		e.text(" ")
		e.compactBlock(entry.block, indent+indentStep)
	default:
		e.trailing(entry)
		e.flush = true
		e.block(entry.block, indent+indentStep)
	}
}

func (e *emitter) scalar(entry *entry, indent int) {
	n := entry.value
	if n.Style == Literal || n.Style == Folded {
		if header, lines := blockText(entry); header != "" {
			e.text(" ", header)
			e.trailing(entry)
			e.lines(lines, indent+indentStep)
			e.flush = keepsBlankLines(n.Text)
			return
		}
	}
	text, more, _ := strings.Cut(scalarText(n, entry.source, false), "\n")
	if text != "" {
		e.text(" ", text)
	}
	if more != "" {
		e.line()
		lines := strings.Split(more, "\n")
		last := len(lines) - 1
		e.lines(lines[:last], indent+indentStep)
		e.indent(indent + indentStep)
		e.text(lines[last])
	}
	e.trailing(entry)
}

// lines writes the lines of a text.
func (e *emitter) lines(lines []string, indent int) {
	e.out = append(e.out, indented(lines, indent)...)
	e.lineStart = len(e.out)
}

// trailing ends the line of an entry with the comment that stands on it.
func (e *emitter) trailing(entry *entry) {
	for _, c := range entry.trailing {
		e.text(" ", c.text)
	}
	e.line()
}
