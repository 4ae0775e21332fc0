// Package resource is the vocabulary of a catalogue: identities, references,
// decimals, objects and kinds. A kind is declared once, with Define; how its
// documents are decoded, linked, stored and listed follows from that.
package resource

import (
	"cmp"
	"strings"
)

// ID identifies a document: its kind and its name.
type ID struct {
	Kind string
	Name string
}

// String returns Kind/name, such as Prompt/ideas or Model/openai/gpt-4o.
func (id ID) String() string { return id.Kind + "/" + id.Name }

// Compare orders identities by kind, then by name, byte by byte.
func Compare(a, b ID) int {
	return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Name, b.Name))
}

// Ref is a reference found in a document.
type Ref struct {
	// Pointer is where it stands, as a JSON pointer.
	Pointer string
	// Target is what it names.
	Target ID
}

// Word is a word of a closed vocabulary found in a document.
type Word struct {
	Pointer    string
	Vocabulary string // such as prompt_types
	Word       string
}
