package kinds

import (
	"cmp"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// target returns the object that a field names and its value, or nil when there
// is none or the fields that the rule reads break the schema.
func target[T any](p *rule.Pass, kind, name string) (*resource.Object, *T) {
	object := p.Catalog.Get(resource.ID{Kind: kind, Name: name})
	if object == nil || !p.Sound(object) {
		return nil, nil
	}
	value, _ := object.Value.(*T)
	return object, value
}

// related names another place that belongs to a finding.
func related(object *resource.Object, pointer, message string) diag.Related {
	place := object.Place(pointer)
	return diag.Related{Path: place.Path, Span: place.Span, Message: message}
}

// inReadingOrder sorts objects by path and line, so that "the first" is the one
// people meet first.
func inReadingOrder(objects []*resource.Object) []*resource.Object {
	return slices.SortedFunc(slices.Values(objects), func(a, b *resource.Object) int {
		return cmp.Or(
			cmp.Compare(a.Document.Path, b.Document.Path),
			cmp.Compare(a.Place("/name").Span.Start.Line, b.Place("/name").Span.Start.Line),
		)
	})
}
