package kinds

import (
	"time"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// lifecycleOrder finds dates of a model's life that are out of order or no days
// of the calendar.
var lifecycleOrder = &rule.Rule{
	Definition: diag.Definition{
		Code: "MOD006", Name: "lifecycle-order", Severity: diag.Error,
		Summary: "A model's released, deprecated and retires dates are out of order, or one of them does not exist.",
		Why:     "Whether a model may be used on a day is decided by these dates.",
		Fix:     "Correct the date: released comes first, then deprecated, then retires. Two may be the same day.",
	},
	Reads: []string{"released", "deprecated", "retires"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			var earlier time.Time
			earlierField, earlierText := "", ""
			for _, date := range []struct{ field, text string }{
				{"released", model.Released}, {"deprecated", model.Deprecated}, {"retires", model.Retires},
			} {
				if date.text == "" {
					continue
				}
				day, ok := parseDay(date.text)
				if !ok {
					p.Reportf(object, "/"+date.field, "correct the month or the day", "%s is no day of the calendar", date.text)
					continue
				}
				if earlierField != "" && day.Before(earlier) {
					p.Reportf(object, "/"+date.field, "correct one of the two dates",
						"%s (%s) is before %s (%s)", date.field, date.text, earlierField, earlierText)
					continue
				}
				earlier, earlierField, earlierText = day, date.field, date.text
			}
		})
	},
}
