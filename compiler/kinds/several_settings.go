package kinds

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/rule"
)

// severalSettings finds Settings documents beyond the first.
var severalSettings = &rule.Rule{
	Definition: diag.Definition{
		Code: "SET001", Name: "several-settings", Severity: diag.Error,
		Summary: "The catalogue has more than one Settings document.",
		Why:     "They hold for the whole platform, so which of the two holds would be a matter of luck.",
		Fix:     "Move what the later one says into the first and remove it.",
	},
	Run: func(p *rule.Pass) {
		settings := inReadingOrder(p.Catalog.Of(SettingsKind))
		for i, object := range settings {
			if i == 0 {
				continue
			}
			first := settings[0]
			p.Report(rule.Finding{
				Object: object, Pointer: "/kind",
				Message: fmt.Sprintf("the catalogue has Settings already, in %s", first.Document.Path),
				Help:    fmt.Sprintf("move what these say into %s and remove them", first.Document.Path),
				Related: []diag.Related{related(first, "/kind", "the first ones")},
			})
		}
	},
}
