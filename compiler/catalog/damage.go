package catalog

import (
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/syntax"
)

// damaged returns the top-level fields that break the schema. An unknown field
// damages nothing unless it seems to be a field of the root misspelt that is not
// there: then that one is missing only in appearance.
func damaged(violations diag.List, root *syntax.Node) map[string]bool {
	if len(violations) == 0 {
		return nil
	}
	fields := map[string]bool{}
	for _, v := range violations {
		top, _, nested := strings.Cut(strings.TrimPrefix(v.Pointer, "/"), "/")
		fields[top] = true
		if v.Code == schema.UnknownField.Code && !nested {
			if _, guess, ok := strings.Cut(v.Message, `did you mean "`); ok {
				guess = strings.TrimSuffix(guess, `"?`)
				fields[guess] = fields[guess] || root.Get(guess) == nil
			}
		}
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
	places := make(map[diag.Position]bool, len(reported))
	for i := range reported {
		if span := reported[i].Span; span.Start != span.End {
			places[span.Start] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(violations), func(d diag.Diagnostic) bool {
		return d.Code != schema.MissingField.Code && places[d.Span.Start]
	})
}

func list(names []string) string { return strings.Join(names, ", ") }
