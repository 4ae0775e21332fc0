package kinds

import (
	"strconv"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// sharedKey finds integrations that keep their keys in one place.
var sharedKey = &rule.Rule{
	Definition: diag.Definition{
		Code: "INT002", Name: "shared-key", Severity: diag.Error,
		Summary: "Two integrations refer to the same key.",
		Why:     "Setting the key of one overwrites that of the other.",
		Fix:     "Give each integration a path or a field of its own.",
	},
	Reads: []string{"api_key"},
	Run: func(p *rule.Pass) {
		first := map[resource.KeyRef]*resource.Object{}
		for _, object := range inReadingOrder(p.Catalog.Of(IntegrationKind)) {
			_, integration := target[IntegrationDoc](p, IntegrationKind, object.ID.Name)
			if integration == nil || integration.APIKey.IsZero() {
				continue
			}
			other, taken := first[integration.APIKey]
			if !taken {
				first[integration.APIKey] = object
				continue
			}
			p.Report(rule.Finding{
				Object: object, Pointer: "/api_key",
				Message: "integration " + strconv.Quote(other.ID.Name) + " keeps its key in the same place",
				Help:    "give it a place of its own, such as vault:platform/" + integration.Name + "#api_key",
				Related: []diag.Related{related(other, "/api_key", "the first one")},
			})
		}
	},
}
