package kinds

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// replacementChain finds replacements that are themselves on their way out.
var replacementChain = &rule.Rule{
	Definition: diag.Definition{
		Code: "MOD004", Name: "replacement-chain", Severity: diag.Warning,
		Summary: "The replacement of a model is itself replaced, inactive or retired.",
		Why:     "Who takes the replacement must move once more, or cannot use it at all.",
		Fix:     "Name the model at the end of the chain.",
	},
	Reads: []string{"active", "retires", "deprecated", "replaced_by"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			_, next := target[ModelDoc](p, ModelKind, model.ReplacedBy)
			if next == nil {
				return
			}
			reason := ""
			switch end := ended(next, p.Today); {
			case next.ReplacedBy != "":
				reason = fmt.Sprintf("is itself replaced by %q", next.ReplacedBy)
			case end.field == "active", end.field == "retires":
				reason = end.words
			default:
				return
			}
			names, circular := chain(p, model.Name)
			if circular {
				return // a finding of its own
			}
			end := names[len(names)-1]
			help := "name a model that is active and not deprecated"
			if _, last := target[ModelDoc](p, ModelKind, end); isUsable(last, p.Today) {
				help = "write `replaced_by: " + end + "`"
			}
			p.Reportf(object, "/replaced_by", help, "the replacement %q %s", model.ReplacedBy, reason)
		})
	},
}
