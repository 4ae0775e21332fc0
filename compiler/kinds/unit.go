package kinds

import "math/big"

// unit is what an amount is per: a number of things of one dimension.
type unit struct {
	dimension string
	size      int64
}

// unitOf returns the unit of a rate: its own, or that of its card. Amounts of
// one dimension can be compared.
func unitOf(rate *Rate, card *Card) unit {
	per := rate.Per
	if per == "" {
		per = card.Unit
	}
	switch per {
	case "1 token", "token":
		return unit{"token", 1}
	case "1k tokens":
		return unit{"token", 1e3}
	case "1M tokens":
		return unit{"token", 1e6}
	case "character":
		return unit{"character", 1}
	case "1k characters":
		return unit{"character", 1e3}
	case "1M characters":
		return unit{"character", 1e6}
	case "pixel":
		return unit{"pixel", 1}
	case "megapixel":
		return unit{"pixel", 1e6}
	case "second":
		return unit{"second", 1}
	case "minute":
		return unit{"second", 60}
	case "hour":
		return unit{"second", 3600}
	case "day":
		return unit{"second", 86400}
	case "1k pages":
		return unit{"page", 1e3}
	case "1k requests":
		return unit{"request", 1e3}
	case "1k queries":
		return unit{"query", 1e3}
	case "1k searches":
		return unit{"search", 1e3}
	case "1k calls":
		return unit{"call", 1e3}
	case "1k messages":
		return unit{"message", 1e3}
	case "1M token hours":
		return unit{"token hour", 1e6}
	}
	return unit{per, 1}
}

// perOne returns the rate's amount for one thing of its unit, and false when it
// is not above zero.
func perOne(rate *Rate, u unit) (*big.Rat, bool) {
	amount, ok := new(big.Rat).SetString(rate.Amount.String())
	if !ok || amount.Sign() <= 0 {
		return nil, false
	}
	return amount.Quo(amount, new(big.Rat).SetInt64(u.size)), true
}
