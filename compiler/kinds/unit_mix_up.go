package kinds

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// The ratios that make a price suspect. Among 4,881 public price cards the
// output of a model costs from 1/17 (classifiers) to 120 times (pictures) its
// input, and typically 4 times, so that a price per 1k tokens among prices per
// 1M shows as about 1/250 or 4000.
const (
	suspectJump   = 100  // between a card and the one before it, either way
	suspectOutput = 1000 // output against input
	suspectInput  = 100  // input against output
)

// unitMixUp finds prices that look as if they were per another unit.
var unitMixUp = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRI005", Name: "unit-mix-up", Severity: diag.Warning,
		Summary: "A price looks as if it were written per another unit, or its point had slipped.",
		Why: "Price lists are per token, per 1k or per 1M tokens, and one wrong unit bills a thousandth or a thousandfold. " +
			"A price is suspect when it is exactly 10 times or at least 100 times the same price in the card before, or a tenth or a hundredth of it; " +
			"and when output costs 1000 times as much as input, or input 100 times as much as output. " +
			"Real models stay between 120 times and a seventeenth.",
		Fix: "Compare unit and amount with the source. When they are right, say so with a catalogc:ignore comment.",
	},
	Reads: []string{"prices"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			for i := range model.Prices {
				compareOutput(p, object, i, &model.Prices[i])
			}
			for _, cards := range marketCards(model.Prices) {
				cards = inTime(cards)
				for i := 1; i < len(cards); i++ {
					compareCards(p, object, cards[i-1], cards[i])
				}
			}
		})
	},
}

// compareOutput compares the output rate of a card with its input rate.
func compareOutput(p *rule.Pass, object *resource.Object, index int, card *Card) {
	inputs, outputs := card.Rates["input"], card.Rates["output"]
	if len(inputs) != 1 || len(outputs) != 1 {
		return // they differ by a dimension: which belong together is not known
	}
	if clearlyAlike(&outputs[0], &inputs[0]) {
		return
	}
	output, input, ok := ratio(&outputs[0], card, &inputs[0], card)
	if !ok {
		return
	}
	words := ""
	switch {
	case output.Cmp(big.NewRat(suspectOutput, 1)) >= 0:
		words = times(output) + " times as much as"
	case input.Cmp(big.NewRat(suspectInput, 1)) >= 0:
		words = "only 1/" + times(input) + " of"
	default:
		return
	}
	for rate := range eachRate(object, syntax.Index("/prices", index)+"/rates", map[string][]Rate{"output": outputs}) {
		p.Reportf(object, rate.pointer, "check the amounts and what they are per; waive the finding if they are right",
			"output costs %s input: %s against %s", words, amountPer(&outputs[0], card), amountPer(&inputs[0], card))
	}
}

// clearlyAlike tells most pairs of rates apart from suspect ones without exact
// arithmetic: both are per the card's unit and within a factor of fifty.
func clearlyAlike(a, b *Rate) bool {
	if a.Per != "" || b.Per != "" || a.Amount.Sign() <= 0 || b.Amount.Sign() <= 0 {
		return false
	}
	x, err1 := strconv.ParseFloat(a.Amount.String(), 64)
	y, err2 := strconv.ParseFloat(b.Amount.String(), 64)
	return err1 == nil && err2 == nil && x < 50*y && y < 50*x
}

// compareCards compares each rate of a card with the same one of the card
// before it.
func compareCards(p *rule.Pass, object *resource.Object, before, card datedCard) {
	for rate := range eachRate(object, syntax.Index("/prices", card.index)+"/rates", card.Rates) {
		i := slices.IndexFunc(before.Rates[rate.meter], func(old Rate) bool { return sameDimensions(&old, rate.Rate) })
		if i < 0 {
			continue
		}
		old := &before.Rates[rate.meter][i]
		up, down, ok := ratio(rate.Rate, card.Card, old, before.Card)
		if !ok {
			continue
		}
		var words string
		switch {
		case isSuspectJump(up):
			words = times(up) + " times"
		case isSuspectJump(down):
			words = "1/" + times(down) + " of"
		default:
			continue
		}
		p.Reportf(object, rate.pointer, "check the amount and what it is per; waive the finding if it is right",
			"%s costs %s what it did before: %s against %s", rate.meter, words, amountPer(rate.Rate, card.Card), amountPer(old, before.Card))
	}
}

// ratio returns how many times the second rate the first one is and the other
// way round, and false when the two cannot be compared.
func ratio(a *Rate, aCard *Card, b *Rate, bCard *Card) (ab, ba *big.Rat, ok bool) {
	aUnit, bUnit := unitOf(a, aCard), unitOf(b, bCard)
	if aUnit.dimension != bUnit.dimension {
		return nil, nil, false
	}
	first, ok := perOne(a, aUnit)
	if !ok {
		return nil, nil, false
	}
	second, ok := perOne(b, bUnit)
	if !ok {
		return nil, nil, false
	}
	ab = new(big.Rat).Quo(first, second)
	return ab, new(big.Rat).Inv(ab), true
}

// isSuspectJump reports whether a factor looks like a slipped point or another
// unit. Exactly 10 is a slip of one digit; other small factors are real cuts.
func isSuspectJump(factor *big.Rat) bool {
	return factor.Cmp(big.NewRat(10, 1)) == 0 || factor.Cmp(big.NewRat(suspectJump, 1)) >= 0
}

// sameDimensions reports whether two rates hold for the same size, quality and
// so on. How much is asked for it may differ.
func sameDimensions(a, b *Rate) bool {
	x, y := *a, *b
	x.Amount, x.Per, x.Audio = y.Amount, y.Per, y.Audio
	return x == y && (a.Audio == nil) == (b.Audio == nil) && (a.Audio == nil || *a.Audio == *b.Audio)
}

// times writes a factor without needless digits.
func times(factor *big.Rat) string {
	text := factor.FloatString(1)
	return strings.TrimSuffix(text, ".0")
}

func amountPer(rate *Rate, card *Card) string {
	per := rate.Per
	if per == "" {
		per = card.Unit
	}
	return fmt.Sprintf("%s per %s", rate.Amount, per)
}
