package catalog

import (
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/schema"
)

// damaged returns the top-level fields that break the schema. An unknown field
// damages nothing unless it seems to be another field misspelt: then that one
// is missing only in appearance.
func damaged(violations diag.List) map[string]bool {
	if len(violations) == 0 {
		return nil
	}
	fields := map[string]bool{}
	for _, v := range violations {
		top, _, nested := strings.Cut(strings.TrimPrefix(v.Pointer, "/"), "/")
		fields[top] = true
		if v.Code == schema.UnknownField.Code && !nested {
			if _, guess, ok := strings.Cut(v.Message, `did you mean "`); ok {
				fields[strings.TrimSuffix(guess, `"?`)] = true
			}
		}
	}
	return fields
}

func list(names []string) string { return strings.Join(names, ", ") }
