package kinds

import (
	"fmt"
	"slices"
	"time"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/rule"
)

// noticeDays is how long before its end a model is reported: a quarter, which
// is about the notice that providers give.
const noticeDays = 90

// modelEndsSoon finds chosen models whose end is near.
var modelEndsSoon = &rule.Rule{
	Definition: diag.Definition{
		Code: "MOD002", Name: "model-ends-soon", Severity: diag.Warning,
		Summary: "A chosen model will be deprecated or retired within 90 days.",
		Why:     "From that day on it is an error to choose it, and its successor may need other prompts.",
		Fix:     "Try the replacement now and choose it before the date.",
	},
	Reads: slices.Concat(modelUseFields, []string{"deprecated", "retires", "replaced_by"}),
	Run: func(p *rule.Pass) {
		for _, use := range modelUses(p) {
			object, model := target[ModelDoc](p, ModelKind, use.Name)
			if model == nil || !isUsable(model, p.Today) {
				continue
			}
			end, days := nextEnd(model, p.Today)
			if end == (ending{}) || days > noticeDays {
				continue
			}
			help := "choose another model before that day"
			if next := replacement(p, use.Name); next != "" {
				help = fmt.Sprintf("try %q, which replaces it, and choose it before that day", next)
			}
			p.Report(rule.Finding{
				Object: use.Object, Pointer: use.Pointer, Help: help,
				Message: fmt.Sprintf("model %q %s, in %s", use.Name, end.words, diag.Count(days, "day")),
				Related: []diag.Related{related(object, "/"+end.field, "the model says so here")},
			})
		}
	},
}

// nextEnd returns the first end to come of a usable model and its distance in
// days.
func nextEnd(model *ModelDoc, today time.Time) (first ending, days int) {
	for _, end := range []struct{ date, field, verb string }{
		{model.Deprecated, "deprecated", "will be deprecated"},
		{model.Retires, "retires", "retires"},
	} {
		day, ok := parseDay(end.date)
		if !ok {
			continue
		}
		distance := int(day.Sub(today) / (24 * time.Hour))
		if first.field == "" || distance < days {
			first, days = ending{end.field, end.verb + " on " + end.date}, distance
		}
	}
	return first, days
}
