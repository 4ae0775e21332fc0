package kinds

import (
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// overlappingPrices finds cards of one model that hold at the same moment for
// the same requests.
var overlappingPrices = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRI001", Name: "overlapping-prices", Severity: diag.Error,
		Summary: "Two price cards of a model hold at the same time for the same requests.",
		Why:     "What a request costs would depend on which of the two is looked at.",
		Fix:     "End the earlier card with `to` where the later one begins, or tell them apart under `when`.",
	},
	Reads: []string{"prices"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			for _, cards := range marketCards(model.Prices) {
				// An announcement may well contradict the prices in force.
				for _, state := range []string{activeState, announcedState} {
					others := func(card datedCard) bool { return card.State != state }
					reportOverlaps(p, object, slices.DeleteFunc(slices.Clone(cards), others))
				}
			}
		})
	},
}

func reportOverlaps(p *rule.Pass, object *resource.Object, cards []datedCard) {
	if len(cards) < 2 {
		return
	}
	cards = inTime(cards)
	last := cards[0] // of those before, the one that ends last
	for _, card := range cards[1:] {
		if last.end.IsZero() || card.start.Before(last.end) {
			reportOverlap(p, object, last, card)
		}
		if !last.end.IsZero() && (card.end.IsZero() || card.end.After(last.end)) {
			last = card
		}
	}
}

func reportOverlap(p *rule.Pass, object *resource.Object, earlier, later datedCard) {
	until := "which has no end"
	if earlier.To != "" {
		until = "which ends at " + earlier.To
	}
	help := "remove one of the two, or tell them apart under `when`"
	if earlier.start.Before(later.start) {
		help = fmt.Sprintf("write `to: %s` in the earlier card, or tell the two apart under `when`", later.From)
	}
	pointer := syntax.Index("/prices", later.index) + "/from"
	first := syntax.Index("/prices", earlier.index) + "/from"
	p.Report(rule.Finding{
		Object: object, Pointer: pointer, Help: help,
		Message: fmt.Sprintf("the price %s overlaps the price %s, %s", later.since(), earlier.since(), until),
		Related: []diag.Related{related(object, first, "the other price")},
	})
}
