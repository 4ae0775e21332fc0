package kinds

import (
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/rule"
)

// unusableModel finds chosen models that are switched off, deprecated or
// retired.
var unusableModel = &rule.Rule{
	Definition: diag.Definition{
		Code: "MOD001", Name: "unusable-model", Severity: diag.Error,
		Summary: "A chosen model is inactive, deprecated or retired.",
		Why:     "Requests to a retired model fail; a deprecated one is about to, and an inactive one was switched off on purpose.",
		Fix:     "Choose the model's replacement, or another one that is active and not deprecated.",
	},
	Reads: slices.Concat(modelUseFields, []string{"deprecated", "retires", "replaced_by"}),
	Run: func(p *rule.Pass) {
		for _, use := range modelUses(p) {
			object, model := target[ModelDoc](p, ModelKind, use.Name)
			if model == nil || isUsable(model, p.Today) {
				continue
			}
			end := ended(model, p.Today)
			help := "choose a model that is active and not deprecated"
			if next := replacement(p, use.Name); next != "" {
				help = fmt.Sprintf("choose %q, which replaces it", next)
			} else if end.field == "active" {
				help = "choose another model, or remove `active: false` from this one"
			}
			p.Report(rule.Finding{
				Object: use.Object, Pointer: use.Pointer, Help: help,
				Message: fmt.Sprintf("model %q %s", use.Name, end.words),
				Related: []diag.Related{related(object, "/"+end.field, "the model says so here")},
			})
		}
	},
}
