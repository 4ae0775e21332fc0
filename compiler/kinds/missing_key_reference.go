package kinds

import (
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// missingKeyReference finds integrations that nobody can log in to.
var missingKeyReference = &rule.Rule{
	Definition: diag.Definition{
		Code: "INT001", Name: "missing-key-reference", Severity: diag.Error,
		Summary: "An active integration does not say where its API key lives.",
		Why:     "Without the key the provider refuses every request.",
		Fix:     "Add api_key, or switch the integration off with `active: false`. For a server that wants no key, say so with a catalogc:ignore comment.",
	},
	Reads: []string{"active", "api_key"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, integration *IntegrationDoc) {
			if integration.Active && integration.APIKey.IsZero() {
				p.Reportf(object, "/api_key", "add `api_key: vault:platform/"+integration.Name+"#api_key`",
					"the integration is active but has no api_key")
			}
		})
	},
}
