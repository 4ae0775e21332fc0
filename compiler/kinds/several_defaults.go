package kinds

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// severalDefaults finds prompt types with more than one default prompt.
var severalDefaults = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRM008", Name: "several-defaults", Severity: diag.Error,
		Summary: "Two active prompts of one type are both marked as its default.",
		Why:     "The platform uses the default of a type, so which of the two it takes would be a matter of luck.",
		Fix:     "Keep `default: true` in one of them, or deactivate the other.",
	},
	Reads: []string{"type", "default", "active"},
	Run: func(p *rule.Pass) {
		var defaults []*resource.Object
		types := map[*resource.Object]string{}
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			if prompt.Active && prompt.Default {
				defaults = append(defaults, object)
				types[object] = prompt.Type
			}
		})
		first := map[string]*resource.Object{}
		for _, object := range inReadingOrder(defaults) {
			name := types[object]
			earlier := first[name]
			if earlier == nil {
				first[name] = object
				continue
			}
			p.Report(rule.Finding{
				Object: object, Pointer: "/default",
				Message: fmt.Sprintf("prompt type %q has a default already: %q", name, earlier.ID.Name),
				Help:    "remove `default: true` from one of the two, or deactivate it",
				Related: []diag.Related{related(earlier, "/default", "the first one")},
			})
		}
	},
}
