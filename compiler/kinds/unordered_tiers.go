package kinds

import (
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// unorderedTiers finds tiers that stand before a lower one or twice.
var unorderedTiers = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRI006", Name: "unordered-tiers", Severity: diag.Error,
		Summary: "The tiers of a price card do not rise by `above`.",
		Why:     "Two tiers with one threshold contradict each other, and tiers out of order are misread.",
		Fix:     "Put the lowest threshold first and write each once. Tiers that count other meters, or by the month, have an order of their own.",
	},
	Reads: []string{"prices"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			for i := range model.Prices {
				before := map[string]int{}
				for j, tier := range model.Prices[i].Tiers {
					previous, found := before[tier.scale()]
					before[tier.scale()] = tier.Above
					pointer := syntax.Index(syntax.Index("/prices", i)+"/tiers", j) + "/above"
					switch {
					case found && tier.Above == previous:
						p.Reportf(object, pointer, "remove one of the two", "there is a tier above %d already", tier.Above)
					case found && tier.Above < previous:
						p.Reportf(object, pointer, "move it up: the lowest threshold comes first",
							"the tier above %d stands after the tier above %d", tier.Above, previous)
					}
				}
			}
		})
	},
}

// scale returns a text that is equal for tiers on the same scale: those that
// count the same in the same way.
func (t *Tier) scale() string {
	counts := slices.Sorted(slices.Values(t.Counts))
	return strings.Join(counts, ",") + " " + t.Mode + " " + t.Period
}
