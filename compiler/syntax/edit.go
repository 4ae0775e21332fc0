package syntax

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Edit is one change of a value in a file.
type Edit struct {
	// Document is the index of the document among the file's documents.
	Document int
	// Pointer is the place of the value as a JSON pointer. What is missing on the
	// way to it is added; a - at its end stands for a new item of a list.
	Pointer string
	// Value is the new value: nil, bool, string, json.Number, []any or
	// map[string]any.
	Value any
	// Remove takes the field or item away instead, with the comments that belong
	// to it.
	Remove bool
}

// Apply makes edits in the text of a file, one after the other, and leaves all
// else as it is, byte for byte: comments, order, quoting, blank lines.
//
// A text keeps its style where that can hold the new value: a literal block stays
// one, and quotes stay quotes. Of a collection only the fields and items that
// differ are changed. New fields are written in the canonical layout, at their
// place in the order of Format; those it does not name come last.
//
// The new text is read again. An edit that would change another value or lose a
// comment that does not belong to what it replaces is an error. A file with
// errors is refused with a *FormatError.
func Apply(path string, data []byte, order func(kind, pointer string) []string, edits ...Edit) ([]byte, error) {
	for _, edit := range edits {
		edited, err := apply(path, data, order, edit)
		if err != nil {
			return nil, err
		}
		data = edited
	}
	return data, nil
}

var (
	errNoDocument = errors.New("the file has no such document")
	errNoField    = errors.New("there is no such field")
	errNoRoom     = errors.New("what stands there can hold no fields")
	errRoot       = errors.New("a document as a whole must stay a mapping")
	errUncertain  = errors.New("the edit would change more than it should; the file is left as it is")
)

// An edit is made in steps: each makes one value right, and reads the file anew.
const (
	maxSteps = 10_000
	// fewSteps is after how many a value is written as a whole instead.
	fewSteps = 200
)

// apply makes one edit, step by step.
func apply(path string, data []byte, order func(kind, pointer string) []string, edit Edit) ([]byte, error) {
	fail := func(err error) ([]byte, error) {
		if refused := (*FormatError)(nil); errors.As(err, &refused) {
			return nil, err
		}
		return nil, fmt.Errorf("edit %s at %q: %w", path, edit.Pointer, err)
	}
	for n := range maxSteps {
		e, err := newEditor(path, data, order, edit.Document)
		if err != nil {
			return fail(err)
		}
		edit.Pointer = e.counted(edit.Pointer)
		next, err := e.next(edit)
		if err != nil {
			return fail(err)
		}
		switch {
		case next == nil:
			return data, nil
		case n >= fewSteps && edit.Pointer != "":
			next = &step{replacing, edit.Pointer, edit.Value}
		}
		if data, err = e.perform(*next); err != nil {
			return fail(err)
		}
		if edit.Remove {
			return data, nil
		}
	}
	return fail(errUncertain)
}

// editor changes one document of a file that was parsed without errors.
type editor struct {
	file   *File
	index  int // of the document
	layout *layout
	root   *entry
	names  func(pointer string) []string
	lines  []int32 // offsets at which lines begin
}

func newEditor(path string, data []byte, order func(kind, pointer string) []string, index int) (*editor, error) {
	file := Parse(path, data)
	if refused := refusals(file); len(refused) > 0 {
		return nil, &FormatError{Path: path, Diagnostics: refused}
	}
	if index < 0 || index >= len(file.Documents) {
		return nil, errNoDocument
	}
	layout, err := readLayout(file)
	if err != nil {
		return nil, err
	}
	e := &editor{file: file, index: index, layout: layout, root: layout.documents[index].root, lines: lineStarts(data, true)}
	kind := ""
	if n := e.root.value.Get("kind"); n != nil && n.Kind == Scalar {
		kind = n.Text
	}
	e.names = namesOf(kind, order)
	return e, nil
}

// at returns the entry at a pointer, or the last one on the way to it and the
// tokens that are left.
func (e *editor) at(pointer string) (*entry, []string) {
	at := e.root
	tokens := tokensOf(pointer)
	for i, token := range tokens {
		next := at.child(token)
		if next < 0 {
			return at, tokens[i:]
		}
		at = at.block.entries[next]
	}
	return at, nil
}

// counted replaces a - at the end of a pointer by the index of the new item it
// stands for.
func (e *editor) counted(pointer string) string {
	if LastToken(pointer) != "-" {
		return pointer
	}
	list, missing := e.at(Parent(pointer))
	if len(missing) > 0 || list.value.Kind != Sequence {
		return pointer
	}
	return Index(Parent(pointer), list.value.Len())
}

// child returns the index of the field or item called token, or -1.
func (e *entry) child(token string) int {
	if e.block == nil {
		return -1
	}
	if e.value.Kind == Sequence {
		i, err := strconv.Atoi(token)
		if err != nil || i < 0 || i >= len(e.block.entries) {
			return -1
		}
		return i
	}
	return slices.IndexFunc(e.block.entries, func(child *entry) bool { return child.key.Text == token })
}

func tokensOf(pointer string) []string {
	if pointer == "" {
		return nil
	}
	tokens := strings.Split(pointer[1:], "/")
	for i := range tokens {
		tokens[i] = unescape.Replace(tokens[i])
	}
	return tokens
}

// pattern turns the way to an entry into a pointer pattern as Format's order
// takes it: * stands for the items of a list.
func (e *editor) pattern(pointer string) string {
	at, pattern := e.root, ""
	for _, token := range tokensOf(pointer) {
		next := at.child(token)
		if next < 0 {
			return Pointer(pattern, token)
		}
		if at.value.Kind == Sequence {
			token = "*"
		}
		pattern = Pointer(pattern, token)
		at = at.block.entries[next]
	}
	return pattern
}
