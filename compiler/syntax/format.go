package syntax

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
)

// FormatError says why a file cannot be formatted: it is not YAML, or not the
// subset a catalogue uses, so that its values are not certain.
type FormatError struct {
	Path        string
	Diagnostics diag.List
}

// Error returns the findings, a line each.
func (e *FormatError) Error() string {
	lines := make([]string, len(e.Diagnostics))
	for i, d := range e.Diagnostics {
		lines[i] = d.String()
	}
	return strings.Join(lines, "\n")
}

var (
	errValue   = errors.New("the canonical layout would change a value; the file is left as it is")
	errSize    = errors.New("the canonical layout would be larger than 4 MiB; the file is left as it is")
	errComment = errors.New("the canonical layout would lose a comment; the file is left as it is")
)

// Format lays the text of a file out canonically. Values, the source text of
// numbers and all comments are kept.
//
// order returns the names of a mapping's fields in the wanted order, for a kind
// of document and the JSON pointer of the mapping, in which the token of a list
// item is "*"; nil keeps the author's order. Fields that are not named follow in
// the author's order.
//
// A file with errors is refused with a *FormatError. A byte order mark is no
// reason to refuse it: it is removed.
func Format(path string, data []byte, order func(kind, pointer string) []string) ([]byte, error) {
	file := Parse(path, data)
	if refused := refusals(file); len(refused) > 0 {
		return nil, &FormatError{Path: path, Diagnostics: refused}
	}
	layout, err := readLayout(file)
	if err != nil {
		return nil, err
	}
	comments := layout.comments()
	layout.arrange(order)
	formatted := emit(layout)
	if len(formatted) > MaxFileSize {
		return nil, fmt.Errorf("format %s: %w", path, errSize)
	}
	if err := sameContent(file, comments, Parse(path, formatted)); err != nil {
		return nil, fmt.Errorf("format %s: %w", path, err)
	}
	return formatted, nil
}

// refusals returns the errors that leave the values of a file uncertain. A byte
// order mark and a bad waiver do not.
func refusals(file *File) diag.List {
	return slices.DeleteFunc(slices.Clone(file.Diagnostics), func(d diag.Diagnostic) bool {
		return d.Severity != diag.Error || d.Code == ByteOrderMark.Code || d.Code == BadWaiver.Code
	})
}

// sameContent checks that formatting has changed neither a value nor a comment.
func sameContent(before *File, comments []string, after *File) error {
	if len(refusals(after)) > 0 || len(before.Documents) != len(after.Documents) {
		return errValue
	}
	for i, document := range before.Documents {
		if !equal(document.Root, after.Documents[i].Root) {
			return errValue
		}
	}
	layout, err := readLayout(after)
	if err != nil {
		return err
	}
	if !slices.Equal(comments, layout.comments()) {
		return errComment
	}
	return nil
}

// equal reports whether two values are the same; the order of fields does not
// count, but the source text of a number does.
func equal(a, b *Node) bool {
	if a.Kind != b.Kind || a.Type != b.Type || a.Len() != b.Len() {
		return false
	}
	switch a.Kind {
	case Scalar:
		return a.Text == b.Text || a.Type == Null
	case Sequence:
		for i := range a.Len() {
			if !equal(a.Item(i), b.Item(i)) {
				return false
			}
		}
		return true
	}
	values := make(map[string]*Node, b.Len())
	for i := range b.Len() {
		key, value := b.Field(i)
		values[key.Text] = value
	}
	for i := range a.Len() {
		key, value := a.Field(i)
		if other := values[key.Text]; other == nil || !equal(value, other) {
			return false
		}
	}
	return true
}
