package bundle

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"testing"

	"github.com/gowebpki/jcs"
	"pgregory.net/rapid"
)

// TestCanonicalEqualsReference compares random values with another
// implementation of RFC 8785.
func TestCanonicalEqualsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		value := anyValue(3).Draw(t, "value")
		got, err := AppendCanonical(nil, value)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		want, err := jcs.Transform(plain)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
	})
}

// anyValue draws the values that a document may hold.
func anyValue(depth int) *rapid.Generator[any] {
	leaves := []*rapid.Generator[any]{
		rapid.Just[any](nil),
		rapid.Bool().AsAny(),
		rapid.String().AsAny(),
		rapid.StringOf(rapid.RuneFrom([]rune("\"\\/\b\f\n\r\t\x00\x1f\x7f<>&é\u2028\uFB33\U0001F600"))).AsAny(),
		rapid.Map(rapid.Int64Range(-1<<53, 1<<53), func(n int64) any { return json.Number(strconv.FormatInt(n, 10)) }),
		rapid.Map(rapid.Float64(), func(f float64) any { return json.Number(strconv.FormatFloat(f, 'g', -1, 64)) }),
		rapid.Map(rapid.StringMatching(`-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,25})?([eE][+-]?[0-9]{1,2})?`), func(s string) any {
			if f, err := strconv.ParseFloat(s, 64); err != nil || f == math.Trunc(f) && math.Abs(f) > 1<<53 {
				s = "0.5"
			}
			return json.Number(s)
		}),
	}
	if depth > 0 {
		key := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("a\uFB33\uFFFD\U0001F600\r1€"))))
		leaves = append(leaves,
			rapid.SliceOfN(anyValue(depth-1), 0, 5).AsAny(),
			rapid.MapOfN(key, anyValue(depth-1), 0, 5).AsAny())
	}
	return rapid.OneOf(leaves...)
}

func TestCanonicalRefusesWhatJSONCannotHold(t *testing.T) {
	for name, value := range map[string]any{
		"text that is not UTF-8":  "\xFF",
		"key that is not UTF-8":   map[string]any{"\xFF": true},
		"whole number too large":  json.Number("9007199254740993"),
		"larger than 64 bits":     json.Number("123456789012345678901234567890"),
		"number without end":      json.Number("1e999"),
		"no number":               json.Number("x"),
		"value of another type":   3,
		"one inside a list":       []any{[]any{json.Number("1e999")}},
		"hexadecimal":             json.Number("0x1p4"),
		"infinity":                json.Number("Inf"),
		"number with underscores": json.Number("1_000.5"),
	} {
		if got, err := AppendCanonical(nil, value); err == nil {
			t.Errorf("%s: got %s, want an error", name, got)
		}
	}
}

// FuzzCanonical reads any JSON: what canonical JSON accepts equals the reference
// and does not change when read and written again.
func FuzzCanonical(f *testing.F) {
	for _, seed := range []string{
		`null`, `[]`, `{}`, `{"b":1,"a":[true,false,null]}`, `"\u20ac$\u000F\nA'B\"\\\/"`, `[333333333.33333329,1E30,4.50,2e-3,1e-27]`,
		`{"\r":1,"1":2,"\ud83d\ude00":3,"\u0080":4,"\ufb33":5,"\u20ac":6,"\u00f6":7}`, `-0`, `-0.0`, `1e21`, `1e-7`, `9007199254740992`,
		`123456789012345678`, `1e-400`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var value any
		if decoder.Decode(&value) != nil || decoder.More() {
			return
		}
		got, err := AppendCanonical(nil, value)
		if err != nil {
			return
		}
		plain, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if want, err := jcs.Transform(plain); err == nil && !bytes.Equal(got, want) {
			t.Fatalf("got  %s\nwant %s", got, want)
		}
		decoder = json.NewDecoder(bytes.NewReader(got))
		decoder.UseNumber()
		var read any
		if err := decoder.Decode(&read); err != nil {
			t.Fatalf("%s is no JSON: %v", got, err)
		}
		if again, err := AppendCanonical(nil, read); err != nil || !bytes.Equal(again, got) {
			t.Fatalf("%s becomes %s when read again (%v)", got, again, err)
		}
	})
}
