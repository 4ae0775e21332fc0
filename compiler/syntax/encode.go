package syntax

import (
	"errors"
	"fmt"
)

var errEncode = errors.New("YAML within the subset of a catalogue cannot hold the value")

// Encode writes the content of one document, such as its canonical JSON decoded
// with numbers as json.Number, in the layout that Format gives it. Texts of
// several lines become literal blocks, and quotes stand only where some reader of
// YAML would take a text for something else.
//
// What is written is read again: a content that would not come back the same,
// such as one with a NUL character or a number beyond bounds, is an error. order
// is that of Format; fields that it does not name are sorted.
func Encode(content map[string]any, order func(kind, pointer string) []string) ([]byte, error) {
	root, err := newEntry(content, false)
	if err != nil {
		return nil, fmt.Errorf("encode document: %w", err)
	}
	document := &Document{Root: &Node{Kind: Mapping}}
	for _, field := range root.block.entries {
		document.Root.children = append(document.Root.children, *field.key, *field.value)
	}
	l := &layout{documents: []*documentLayout{{document: document, root: root}}}
	l.arrange(order)
	text := emit(l)
	if len(text) > MaxFileSize {
		return nil, fmt.Errorf("encode document: %w", errSize)
	}
	file := Parse("", text)
	if len(refusals(file)) > 0 || len(file.Documents) != 1 || !file.Documents[0].Root.holds(content) {
		return nil, fmt.Errorf("encode document: %w", errEncode)
	}
	return text, nil
}
