package kinds

import (
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// repeatedPromptType finds prompt types that a strategy lists twice.
var repeatedPromptType = &rule.Rule{
	Definition: diag.Definition{
		Code: "STR003", Name: "repeated-prompt-type", Severity: diag.Warning,
		Summary: "A strategy lists a prompt type twice.",
		Why:     "The list says which types a strategy uses; a second mention adds nothing and is often a slip for another type.",
		Fix:     "Remove it, or write the type that was meant.",
	},
	Reads: []string{"prompt_types"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, strategy *StrategyDoc) {
			for i, name := range strategy.PromptTypes {
				first := slices.Index(strategy.PromptTypes, name)
				if first == i {
					continue
				}
				p.Report(rule.Finding{
					Object: object, Pointer: syntax.Index("/prompt_types", i),
					Message: fmt.Sprintf("prompt type %q is listed already, as item %d", name, first+1),
					Help:    "remove it, or write the type that was meant",
					Related: []diag.Related{related(object, syntax.Index("/prompt_types", first), "the first one")},
				})
			}
		})
	},
}
