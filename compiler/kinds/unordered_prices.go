package kinds

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// unorderedPrices finds cards that stand before an older one.
var unorderedPrices = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRI002", Name: "unordered-prices", Severity: diag.Error,
		Summary: "The price cards of a model are not in rising order of `from`.",
		Why:     "People read the last card as the current price.",
		Fix:     "Put the oldest card first. Cards with other conditions or in another currency have an order of their own.",
	},
	Reads: []string{"prices"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			for _, cards := range marketCards(model.Prices) {
				for i := 1; i < len(cards); i++ {
					if cards[i].start.Before(cards[i-1].start) {
						reportOrder(p, object, cards[i-1], cards[i])
					}
				}
			}
		})
	},
}

func reportOrder(p *rule.Pass, object *resource.Object, previous, card datedCard) {
	other := syntax.Index("/prices", previous.index) + "/from"
	p.Report(rule.Finding{
		Object: object, Pointer: syntax.Index("/prices", card.index) + "/from",
		Message: fmt.Sprintf("the price %s stands after the price %s", card.since(), previous.since()),
		Help:    "move it up: the oldest comes first",
		Related: []diag.Related{related(object, other, "the later price")},
	})
}
