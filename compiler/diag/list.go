package diag

import (
	"cmp"
	"slices"
)

// List is a number of findings.
type List []Diagnostic

// Sort puts the findings in the order people read them: by path, place, code
// and message. Equal findings keep one copy.
func (l List) Sort() List {
	slices.SortFunc(l, compare)
	return slices.CompactFunc(l, func(a, b Diagnostic) bool { return compare(a, b) == 0 })
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.Path, b.Path),
		cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
		cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Pointer, b.Pointer),
		cmp.Compare(a.Message, b.Message),
	)
}

// Count returns how many findings have the severity.
func (l List) Count(severity Severity) int {
	n := 0
	for i := range l {
		if l[i].Severity == severity {
			n++
		}
	}
	return n
}

// HasErrors reports whether any finding is an error.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}
