package syntax

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
)

// splice puts text in the place of the bytes from to to.
type splice struct {
	from, to int
	text     string
}

// change is how a step is made in the text.
type change struct {
	splices []splice
	// gone is the range whose comments belong to what is taken away.
	gone part
}

// perform makes a step in the text and checks what has come of it. Where there are
// several ways, the first that does no harm is taken.
func (e *editor) perform(s step) ([]byte, error) {
	changes, err := e.changes(s)
	if err != nil {
		return nil, err
	}
	want := applied(e.root.value.Value(), tokensOf(s.pointer), s)
	err = errUncertain
	for _, c := range slices.Concat(changes, e.moved(changes, s)) {
		text := e.spliced(c.splices)
		if len(text) > MaxFileSize {
			err = errSize
			continue
		}
		if e.isFine(text, want, c.gone) {
			return text, nil
		}
	}
	return nil, err
}

func (e *editor) changes(s step) ([]change, error) {
	at, _ := e.at(s.pointer)
	switch s.do {
	case removing:
		parent, _ := e.at(Parent(s.pointer))
		return e.removal(parent, at), nil
	case inserting:
		return e.insertion(s)
	}
	return e.replacement(at, s)
}

// moved returns the changes with the comments below them moved to the column of
// what is edited, and without white space on the blank lines there. A text in a
// block takes deeper ones for its own.
func (e *editor) moved(changes []change, s step) []change {
	at, missing := e.at(s.pointer)
	column := e.column(at.start)
	if len(missing) > 0 && at.block != nil {
		column = at.block.column
	}
	indent := strings.Repeat(" ", column)
	var moved []change
	for _, c := range changes {
		c.splices = slices.Clone(c.splices)
		end := 0
		for _, s := range c.splices {
			end = max(end, s.to)
		}
		if e.column(end) > 0 {
			end = nextLine(e.file.text.data, end)
		}
		c.splices = append(c.splices, e.aligned(end, indent)...)
		moved = append(moved, c)
	}
	return moved
}

// spliced returns the text with splices made. Line breaks are those of the file.
func (e *editor) spliced(splices []splice) []byte {
	data := e.file.text.data
	lineBreak := []byte("\n")
	if i := bytes.IndexAny(data, "\r\n"); i >= 0 {
		lineBreak = data[i : i+breakSize(data, i)]
	}
	slices.SortStableFunc(splices, func(a, b splice) int { return a.from - b.from })
	out := make([]byte, 0, len(data)+64)
	at := 0
	for _, s := range splices {
		out = append(out, data[at:s.from]...)
		out = append(out, bytes.ReplaceAll([]byte(s.text), []byte("\n"), lineBreak)...)
		at = s.to
	}
	return append(out, data[at:]...)
}

// isFine checks that a document has the wanted value, all others are as they
// were, and no comment is gone but those that belong to what was taken away.
func (e *editor) isFine(text []byte, want any, gone part) bool {
	after := Parse(e.file.Path, text)
	if len(refusals(after)) > 0 || len(after.Documents) != len(e.file.Documents) {
		return false
	}
	for i, document := range after.Documents {
		if i == e.index {
			if !document.Root.holds(want) {
				return false
			}
		} else if !equal(e.file.Documents[i].Root, document.Root) {
			return false
		}
	}
	layout, err := readLayout(after)
	if err != nil {
		return false
	}
	kept := e.layout.commentsBut(func(c comment) bool { return gone.start <= c.start && c.start < gone.end })
	return slices.Equal(kept, layout.comments())
}

// applied returns a value with a step made in it.
func applied(value any, tokens []string, s step) any {
	if len(tokens) == 0 {
		return s.value
	}
	switch value := value.(type) {
	case map[string]any:
		if len(tokens) > 1 || s.do != removing {
			value[tokens[0]] = applied(value[tokens[0]], tokens[1:], s)
		} else {
			delete(value, tokens[0])
		}
		return value
	case []any:
		i, _ := strconv.Atoi(tokens[0]) // a step's pointer leads to an item
		switch {
		case len(tokens) > 1 || s.do == replacing:
			value[i] = applied(value[i], tokens[1:], s)
		case s.do == inserting:
			return slices.Insert(value, i, s.value)
		default:
			return slices.Delete(value, i, i+1)
		}
		return value
	}
	return value
}
