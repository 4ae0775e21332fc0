package kinds

import (
	"fmt"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// modelNamePrefix finds models whose name does not begin with their
// integration.
var modelNamePrefix = &rule.Rule{
	Definition: diag.Definition{
		Code: "MOD005", Name: "model-name-prefix", Severity: diag.Error,
		Summary: "A model's name does not begin with its integration.",
		Why:     "The name tells people and the platform which account a request goes to; here it tells them wrong.",
		Fix:     "Name the model <integration>/<the provider's own id>.",
	},
	Reads: []string{"name", "integration"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			prefix, id, ok := strings.Cut(model.Name, "/")
			if !ok || prefix == model.Integration {
				return
			}
			if rule.Find[IntegrationDoc](p, IntegrationKind, model.Integration) == nil {
				return // a finding of its own
			}
			help := fmt.Sprintf("write `name: %s/%s`", model.Integration, id)
			if rule.Find[IntegrationDoc](p, IntegrationKind, prefix) != nil {
				help += fmt.Sprintf(", or `integration: %s`", prefix)
			}
			p.Report(rule.Finding{
				Object: object, Pointer: "/name", To: len(prefix), Help: help,
				Message: fmt.Sprintf("the name begins with %q, but the model belongs to integration %q", prefix, model.Integration),
			})
		})
	},
}
