package kinds

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// The states of a card.
const (
	activeState    = "active"
	announcedState = "announced"
	cancelledState = "cancelled"
)

// parseInstant reads a date, which is its first moment in UTC, or an RFC 3339
// instant, whose seconds may be left out.
func parseInstant(text string) (time.Time, error) {
	for _, layout := range []string{time.DateOnly, time.RFC3339, "2006-01-02T15:04Z07:00"} {
		if instant, err := time.Parse(layout, text); err == nil {
			return instant, nil
		}
	}
	return time.Time{}, fmt.Errorf("%s is no day of the calendar", text)
}

// period is when a card applies: from start, inclusive, to end, exclusive. The
// zero start is since always and the zero end is open.
type period struct{ start, end time.Time }

// period returns when the card applies, and false when one of its moments does
// not exist or the end is not after the start.
func (c *Card) period() (period, bool) {
	var p period
	var err error
	if c.From != "" {
		if p.start, err = parseInstant(c.From); err != nil {
			return period{}, false
		}
	}
	if c.To != "" {
		if p.end, err = parseInstant(c.To); err != nil || !p.end.After(p.start) {
			return period{}, false
		}
	}
	return p, true
}

// since describes when the card begins, for messages.
func (c *Card) since() string {
	if c.From == "" {
		return "since always"
	}
	return "from " + c.From
}

// market is what cards that follow each other in time have in common: for one
// request at one moment at most one card of a market may apply.
type market struct{ currency, when string }

func (c *Card) market() market { return market{c.Currency, c.When.key()} }

// datedCard is a card that can apply, with its place in the list and its period.
type datedCard struct {
	*Card
	index int
	period
}

// marketCards returns the cards that are not cancelled and can apply, a list
// for each market in the order in which the document begins them.
func marketCards(cards []Card) [][]datedCard {
	var groups [][]datedCard
	at := map[market]int{}
	for i := range cards {
		card := &cards[i]
		period, ok := card.period()
		if !ok || card.State == cancelledState {
			continue
		}
		group, found := at[card.market()]
		if !found {
			group = len(groups)
			at[card.market()] = group
			groups = append(groups, nil)
		}
		groups[group] = append(groups[group], datedCard{card, i, period})
	}
	return groups
}

// inTime returns the cards by their beginning, those of one moment as written.
func inTime(cards []datedCard) []datedCard {
	return slices.SortedStableFunc(slices.Values(cards), func(a, b datedCard) int { return a.start.Compare(b.start) })
}

// key returns a text that is equal for conditions that match the same requests.
func (c *Condition) key() string {
	if c == nil {
		return ""
	}
	timezone := c.Timezone
	if c.Hours == "" && len(c.Days) == 0 {
		timezone = "" // it is the zone of hours and days and else means nothing
	}
	days := slices.Sorted(slices.Values(c.Days))
	thinking := ""
	if c.Thinking != nil {
		thinking = fmt.Sprint(*c.Thinking)
	}
	return strings.Join([]string{c.ServiceTier, c.Region, c.Hours, strings.Join(days, ","), timezone, thinking, c.Clock}, "\x00")
}
