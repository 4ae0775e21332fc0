package kinds

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// duplicateVariable finds variables that a prompt declares twice.
var duplicateVariable = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRM003", Name: "duplicate-variable", Severity: diag.Error,
		Summary: "A prompt declares two variables of one name.",
		Why:     "A template has one value for a name, so which type and default hold would be a matter of luck.",
		Fix:     "Rename or remove one of the two.",
	},
	Reads: []string{"variables"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			first := make(map[string]string, len(prompt.Variables))
			for i, name := range variableNames(prompt) {
				pointer := syntax.Pointer(syntax.Index("/variables", i), "name")
				earlier, twice := first[name]
				if !twice {
					first[name] = pointer
					continue
				}
				place := related(object, earlier, "the first one")
				p.Report(rule.Finding{
					Object: object, Pointer: pointer, Help: "rename or remove one of the two", Related: []diag.Related{place},
					Message: fmt.Sprintf("variable %q is declared already, in line %d", name, place.Span.Start.Line),
				})
			}
		})
	},
}
