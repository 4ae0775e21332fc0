package kinds

import (
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// emptyPeriod finds cards that can never apply.
var emptyPeriod = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRI003", Name: "empty-period", Severity: diag.Error,
		Summary: "A price card ends before it begins, or one of its dates does not exist.",
		Why:     "The card never applies, so requests are billed at another price or at none.",
		Fix:     "Write a `to` that is after `from`: `from` is the first moment of the price, `to` the first moment without it.",
	},
	Reads: []string{"prices"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			for i := range model.Prices {
				checkPeriod(p, object, syntax.Index("/prices", i), &model.Prices[i])
			}
		})
	},
}

func checkPeriod(p *rule.Pass, object *resource.Object, base string, card *Card) {
	exist := true
	for _, moment := range []struct{ field, text string }{{"from", card.From}, {"to", card.To}, {"checked", card.Checked}} {
		if moment.text == "" {
			continue
		}
		if _, err := parseInstant(moment.text); err != nil {
			exist = exist && moment.field == "checked"
			p.Reportf(object, base+"/"+moment.field, "correct the month or the day", "%s", err)
		}
	}
	if _, ok := card.period(); exist && !ok {
		p.Reportf(object, base+"/to", "write a later `to`, or leave it out when the end is not known",
			"the price ends at %s, which is not after it begins, at %s", card.To, card.From)
	}
}
