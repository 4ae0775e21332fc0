package kinds

import (
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// staleAnnouncement finds announced prices whose day has come.
var staleAnnouncement = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRI007", Name: "stale-announcement", Severity: diag.Warning,
		Summary: "A price is announced although its day has come.",
		Why:     "Announced prices bill nothing: requests still cost what the card before says.",
		Fix:     "Compare it with the provider's price list, then write `state: active` or `state: cancelled`.",
	},
	Reads: []string{"prices"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			for i := range model.Prices {
				card := &model.Prices[i]
				if card.State != announcedState {
					continue
				}
				pointer := syntax.Index("/prices", i) + "/state"
				if card.From == "" {
					p.Reportf(object, pointer, "write the day it begins as `from`", "the price is announced, but not for when")
					continue
				}
				if start, err := parseInstant(card.From); err == nil && !start.After(p.Today) {
					p.Reportf(object, pointer, "write `state: active` if it came into force, else `state: cancelled`",
						"the price is announced for %s, which has come", card.From)
				}
			}
		})
	},
}
