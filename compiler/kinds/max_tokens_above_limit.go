package kinds

import (
	"encoding/json"
	"strconv"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/rule"
)

// maxTokensAboveLimit finds requests for longer answers than the model gives.
var maxTokensAboveLimit = &rule.Rule{
	Definition: diag.Definition{
		Code: "PAR003", Name: "max-tokens-above-limit", Severity: diag.Error,
		Summary: "max_tokens is more than the model in force can answer with.",
		Why:     "The provider refuses the request.",
		Fix:     "Lower max_tokens to the model's max_output_tokens, or choose a model with longer answers.",
	},
	Reads: parameterSetFields,
	Run: func(p *rule.Pass) {
		for _, set := range parameterSets(p) {
			number, ok := set.values["max_tokens"].(json.Number)
			if !ok || set.model == nil || set.model.MaxOutputTokens == 0 {
				continue
			}
			if wanted, err := number.Int64(); err != nil || wanted <= int64(set.model.MaxOutputTokens) {
				continue
			}
			object, _ := target[ModelDoc](p, ModelKind, set.modelName)
			p.Report(rule.Finding{
				Object: set.object, Pointer: set.pointer + "/max_tokens",
				Message: "max_tokens is " + number.String() + ", but model " + strconv.Quote(set.modelName) + " answers with at most " +
					diag.Count(set.model.MaxOutputTokens, "token"),
				Help:    "lower it, or choose a model with longer answers",
				Related: []diag.Related{related(object, "/max_output_tokens", "the model's limit")},
			})
		}
	},
}
