package catalog

import (
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/syntax"
)

// damaged returns the top-level fields that break the schema. An unknown field
// damages nothing unless it seems to be another field misspelt that is not
// there: then that one is missing only in appearance.
func damaged(violations diag.List, root *syntax.Node) map[string]bool {
	if len(violations) == 0 {
		return nil
	}
	fields := map[string]bool{}
	for _, v := range violations {
		pointer := v.Pointer
		if v.Code == schema.UnknownField.Code {
			parent, _ := root.Nearest(syntax.Parent(pointer))
			if v.Suggestion == "" || parent.Get(v.Suggestion) != nil {
				continue
			}
			pointer = syntax.Pointer(syntax.Parent(pointer), v.Suggestion)
		}
		top, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
		fields[top] = true
	}
	return fields
}

// withoutEchoes leaves out what the schema says of a value that YAML's rules
// were broken with in the same place, such as an unquoted yes: one mistake, one
// finding. What is missing is no echo: it only shares a place.
func withoutEchoes(violations, reported diag.List) diag.List {
	if len(violations) == 0 || len(reported) == 0 {
		return violations
	}
	type place struct {
		path  string
		start diag.Position
	}
	places := make(map[place]bool, len(reported))
	for i := range reported {
		if span := reported[i].Span; span.Start != span.End {
			places[place{reported[i].Path, span.Start}] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(violations), func(d diag.Diagnostic) bool {
		return d.Code != schema.MissingField.Code && places[place{d.Path, d.Span.Start}]
	})
}

func list(names []string) string { return strings.Join(names, ", ") }
