package kinds

import (
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// negativePrice finds amounts below zero.
var negativePrice = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRI004", Name: "negative-price", Severity: diag.Error,
		Summary: "A price is below zero.",
		Why:     "No provider pays for requests: the cost of a request would fall the more it uses.",
		Fix:     "Write the amount without its sign; 0 means free.",
	},
	Reads: []string{"prices"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			for i := range model.Prices {
				if !hasNegative(&model.Prices[i]) {
					continue // nearly all: their places need not be worked out
				}
				for rate := range cardRates(object, i, &model.Prices[i]) {
					if rate.Amount.Sign() < 0 {
						p.Reportf(object, rate.pointer, "write the amount without its sign; 0 means free",
							"the price of %s is %s, which is below zero", rate.meter, rate.Amount)
					}
				}
			}
		})
	},
}

func hasNegative(card *Card) bool {
	negative := func(rates map[string][]Rate) bool {
		for _, list := range rates {
			if slices.ContainsFunc(list, func(r Rate) bool { return r.Amount.Sign() < 0 }) {
				return true
			}
		}
		return false
	}
	return negative(card.Rates) || slices.ContainsFunc(card.Tiers, func(t Tier) bool { return negative(t.Rates) })
}
