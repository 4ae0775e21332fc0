package kinds

import (
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// inactiveIntegration finds chosen models that no request can reach.
var inactiveIntegration = &rule.Rule{
	Definition: diag.Definition{
		Code: "MOD009", Name: "inactive-integration", Severity: diag.Error,
		Summary: "A chosen model belongs to an integration that is not active.",
		Why:     "The platform sends nothing to an inactive integration, so every request with the model fails.",
		Fix:     "Choose a model of an active integration, or activate the integration.",
	},
	Reads: slices.Concat(modelUseFields, []string{"integration"}),
	Run: func(p *rule.Pass) {
		for _, use := range modelUses(p) {
			if use.Object.ID.Kind == IntegrationKind {
				continue // its default model is its own, or a finding of foreign-default-model
			}
			_, model := target[ModelDoc](p, ModelKind, use.Name)
			if model == nil {
				continue
			}
			integration := rule.Find[IntegrationDoc](p, IntegrationKind, model.Integration)
			object := p.Catalog.Get(resource.ID{Kind: IntegrationKind, Name: model.Integration})
			if integration == nil || integration.Active || !p.Sound(object) {
				continue
			}
			p.Report(rule.Finding{
				Object: use.Object, Pointer: use.Pointer,
				Message: fmt.Sprintf("model %q belongs to integration %q, which is not active", use.Name, model.Integration),
				Help:    "choose a model of an active integration, or remove `active: false` there",
				Related: []diag.Related{related(object, "/active", "switched off here")},
			})
		}
	},
}
