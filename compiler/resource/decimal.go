package resource

import (
	"fmt"
	"strings"

	"github.com/cockroachdb/apd/v3"
)

// Decimal is an exact decimal number, kept as its canonical text: no exponent,
// no leading or trailing zeros beyond what is needed. It never goes through a
// float. The zero Decimal is "not given", which is not the number 0.
type Decimal struct{ text string }

// ParseDecimal reads a decimal such as 2.50, -1 or 1e-6. At most 60 digits are
// taken on either side of the point.
func ParseDecimal(text string) (Decimal, error) {
	if plainDecimal(text) {
		return Decimal{text: strings.Clone(text)}, nil
	}
	value, condition, err := apd.NewFromString(text)
	if err != nil || condition.Any() || value.Form != apd.Finite || value.Exponent < -maxScale || value.Exponent > maxScale {
		return Decimal{}, fmt.Errorf("%q is not a decimal number", text)
	}
	return canonicalDecimal(value), nil
}

const maxScale = 60

// plainDecimal reports whether text is canonical already, as most prices are.
func plainDecimal(text string) bool {
	if text == "" || len(text) > maxScale {
		return false
	}
	point := -1
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '.' && point < 0 && i > 0:
			point = i
		case c < '0' || c > '9':
			return false
		}
	}
	whole := text
	if point >= 0 {
		whole = text[:point]
		if text[len(text)-1] == '0' || point == len(text)-1 {
			return false
		}
	}
	return len(whole) == 1 || whole[0] != '0'
}

func canonicalDecimal(value *apd.Decimal) Decimal {
	var reduced apd.Decimal
	reduced.Reduce(value)
	if reduced.IsZero() {
		return Decimal{text: "0"}
	}
	return Decimal{text: reduced.Text('f')}
}

// IsZero reports whether the decimal is not given.
func (d Decimal) IsZero() bool { return d.text == "" }

// String returns the canonical text, or "" when not given.
func (d Decimal) String() string { return d.text }

// Sign returns -1, 0 or 1. A decimal that is not given counts as 0.
func (d Decimal) Sign() int {
	switch {
	case d.text == "" || d.text == "0":
		return 0
	case d.text[0] == '-':
		return -1
	}
	return 1
}

// Cmp compares two decimals: -1, 0 or 1. One that is not given counts as 0.
func (d Decimal) Cmp(other Decimal) int { return d.big().Cmp(other.big()) }

// Ratio returns d divided by other, rounded to 12 digits, and false when other
// is 0.
func (d Decimal) Ratio(other Decimal) (Decimal, bool) {
	divisor := other.big()
	if divisor.IsZero() {
		return Decimal{}, false
	}
	var quotient apd.Decimal
	context := apd.BaseContext.WithPrecision(12)
	if _, err := context.Quo(&quotient, d.big(), divisor); err != nil {
		return Decimal{}, false
	}
	return canonicalDecimal(&quotient), true
}

func (d Decimal) big() *apd.Decimal {
	if d.text == "" {
		return new(apd.Decimal)
	}
	value, _, err := apd.NewFromString(d.text)
	if err != nil {
		return new(apd.Decimal) // unreachable: the text was checked when parsed
	}
	return value
}
