package resource

import (
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/syntax"
)

// Object is one document of a known kind with its decoded value.
type Object struct {
	ID   ID
	Kind *Kind
	// Value is a pointer to the Go type the kind was defined with.
	Value any
	// Document is where it was read from.
	Document *syntax.Document
	// Damaged are the top-level fields that break the schema. What depends on
	// them has no meaning and is not checked.
	Damaged map[string]bool
}

// Place returns the place of the value at a JSON pointer, or of the nearest field
// around it when there is none: the key where a whole mapping or list is meant.
// It may be in an overlay's file.
func (o *Object) Place(pointer string) diag.Place {
	node, exact := o.Document.Root.Nearest(pointer)
	if exact && node.Kind == syntax.Scalar && (node.Text != "" || node.Style != syntax.Plain) {
		return o.Document.Place(node)
	}
	return o.KeyPlace(pointer)
}

// KeyPlace returns the place of the key of the field at a JSON pointer, or of the
// nearest field around it.
func (o *Object) KeyPlace(pointer string) diag.Place {
	for ; pointer != ""; pointer = syntax.Parent(pointer) {
		parent, exact := o.Document.Root.Nearest(syntax.Parent(pointer))
		if !exact {
			continue
		}
		token := syntax.LastToken(pointer)
		if key := parent.Key(token); key != nil {
			return o.Document.Place(key)
		}
		if item, ok := parent.Nearest("/" + token); ok && parent.Kind == syntax.Sequence {
			if item.Kind == syntax.Mapping && item.Len() > 0 {
				key, _ := item.Field(0)
				return o.Document.Place(key)
			}
			return o.Document.Place(item)
		}
	}
	if name := o.Document.Root.Get("name"); name != nil {
		return o.Document.Place(name)
	}
	return o.Document.Place(o.Document.Root)
}

// Node returns the node at a JSON pointer, or nil.
func (o *Object) Node(pointer string) *syntax.Node { return o.Document.Root.Find(pointer) }
