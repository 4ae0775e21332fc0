package resource

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseDecimal(t *testing.T) {
	for text, want := range map[string]string{
		"2.50": "2.5", "0": "0", "-0.00": "0", "007": "7", "1e-6": "0.000001", "2.5E2": "250",
		"0.000000000000000000000000000001": "0.000000000000000000000000000001", "10": "10", "100.0": "100", "-1.10": "-1.1",
	} {
		got, err := ParseDecimal(text)
		if err != nil || got.String() != want {
			t.Errorf("ParseDecimal(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "x", "1.2.3", "NaN", "Infinity", "1e99999", "1e-999999999", "0x1f", " 1"} {
		if got, err := ParseDecimal(text); err == nil {
			t.Errorf("ParseDecimal(%q) = %q, want an error", text, got)
		}
	}
}

func TestDecimalIsExact(t *testing.T) {
	digits := rapid.StringMatching(`-?[0-9]{1,20}(\.[0-9]{1,20})?`)
	rapid.Check(t, func(t *rapid.T) {
		a, b := digits.Draw(t, "a"), digits.Draw(t, "b")
		x, err := ParseDecimal(a)
		if err != nil {
			t.Fatal(err)
		}
		y, err := ParseDecimal(b)
		if err != nil {
			t.Fatal(err)
		}
		left, _ := new(big.Rat).SetString(a)
		right, _ := new(big.Rat).SetString(b)
		if got, want := x.Cmp(y), left.Cmp(right); got != want {
			t.Fatalf("%s Cmp %s = %d, want %d", a, b, got, want)
		}
		if again, _ := new(big.Rat).SetString(x.String()); again.Cmp(left) != 0 {
			t.Fatalf("%s became %s", a, x)
		}
		if (x.String() == y.String()) != (left.Cmp(right) == 0) {
			t.Fatalf("%s and %s: canonical texts %s and %s", a, b, x, y)
		}
		if strings.ContainsAny(x.String(), "eE+") {
			t.Fatalf("%s has an exponent", x)
		}
	})
}
