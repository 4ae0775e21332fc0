package kinds

import (
	"iter"
	"maps"
	"slices"

	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/syntax"
)

// placedRate is a rate with its meter and the place of its amount.
type placedRate struct {
	*Rate
	meter   string
	pointer string
}

// eachRate yields the rates at a JSON pointer, such as /prices/0/rates, by
// meter. A rate may be written as a number, a mapping or a list of mappings.
func eachRate(object *resource.Object, base string, rates map[string][]Rate) iter.Seq[placedRate] {
	return func(yield func(placedRate) bool) {
		for _, meter := range slices.Sorted(maps.Keys(rates)) {
			pointer := syntax.Pointer(base, meter)
			node := object.Node(pointer)
			for i := range rates[meter] {
				at := pointer
				switch {
				case node == nil:
				case node.Kind == syntax.Mapping:
					at += "/amount"
				case node.Kind == syntax.Sequence:
					at = syntax.Index(pointer, i) + "/amount"
				}
				if !yield(placedRate{&rates[meter][i], meter, at}) {
					return
				}
			}
		}
	}
}

// cardRates yields the rates of a card, then those of its tiers.
func cardRates(object *resource.Object, index int, card *Card) iter.Seq[placedRate] {
	return func(yield func(placedRate) bool) {
		base := syntax.Index("/prices", index)
		for rate := range eachRate(object, base+"/rates", card.Rates) {
			if !yield(rate) {
				return
			}
		}
		for i := range card.Tiers {
			for rate := range eachRate(object, syntax.Index(base+"/tiers", i)+"/rates", card.Tiers[i].Rates) {
				if !yield(rate) {
					return
				}
			}
		}
	}
}
