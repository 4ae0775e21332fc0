package syntax

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// newEntry lays out a value that no author has written yet: fields sorted by
// name, texts of several lines as literal blocks. A collection is on lines of its
// own or, for a place in brackets, inline.
func newEntry(value any, inline bool) (*entry, error) {
	e := &entry{}
	switch value := value.(type) {
	case map[string]any:
		e.value = &Node{Kind: Mapping}
		e.block = &block{inline: inline}
		for _, key := range slices.Sorted(maps.Keys(value)) {
			child, err := newEntry(value[key], inline)
			if err != nil {
				return nil, err
			}
			child.key = &Node{Style: SingleQuoted, Text: key}
			e.block.entries = append(e.block.entries, child)
		}
	case []any:
		e.value = &Node{Kind: Sequence}
		e.block = &block{inline: inline}
		for _, item := range value {
			child, err := newEntry(item, inline)
			if err != nil {
				return nil, err
			}
			e.block.entries = append(e.block.entries, child)
		}
	case string:
		// A text is written without quotes where it needs none; any style but
		// plain leaves that to the emitter.
		e.value = &Node{Style: SingleQuoted, Text: value}
		if !inline && wantsBlock(value) {
			e.value.Style, e.lines = Literal, blockBody(value)
		}
	default:
		node, err := newNode(value)
		if err != nil {
			return nil, err
		}
		e.value = node
	}
	return e, nil
}

// newNode returns the node of a scalar that is no text.
func newNode(value any) (*Node, error) {
	switch value := value.(type) {
	case nil:
		return &Node{Type: Null, Text: "null"}, nil
	case bool:
		return &Node{Type: Bool, Text: fmt.Sprint(value)}, nil
	case json.Number:
		kind, doubt := resolve(string(value))
		if kind != Int && kind != Float || doubt != clear {
			return nil, fmt.Errorf("the number %q cannot be written without doubt", value)
		}
		return &Node{Type: kind, Text: string(value)}, nil
	}
	return nil, fmt.Errorf("a value of type %T cannot be written", value)
}

// wantsBlock reports whether a text reads best as a literal block: it has several
// lines, and nothing in it is invisible.
func wantsBlock(text string) bool {
	if !strings.Contains(text, "\n") {
		return false
	}
	for _, r := range text {
		switch {
		case r == '\n', r == '\t', unicode.IsGraphic(r) && r != utf8.RuneError:
		case unicode.Is(unicode.Cf, r) && r != '\uFEFF':
		default:
			return false
		}
	}
	return true
}

// blockBody returns the lines of a text up to the last one with content.
func blockBody(text string) []string { return strings.Split(strings.TrimRight(text, "\n"), "\n") }

// holds reports whether a node is a value. Numbers are compared by their text.
func (n *Node) holds(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		if n.Kind != Mapping || n.Len() != len(value) {
			return false
		}
		for i := range n.Len() {
			key, child := n.Field(i)
			if other, ok := value[key.Text]; !ok || !child.holds(other) {
				return false
			}
		}
		return true
	case []any:
		if n.Kind != Sequence || n.Len() != len(value) {
			return false
		}
		for i := range value {
			if !n.Item(i).holds(value[i]) {
				return false
			}
		}
		return true
	}
	return n.Kind == Scalar && n.Value() == value
}
