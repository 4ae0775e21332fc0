package secret

import (
	"crypto/subtle"
	"errors"
	"fmt"
)

// Value is the value of an API key. However it is printed, formatted or
// encoded it shows itself as "[hidden]": only Reveal gives it away, to the one
// place that writes it.
type Value struct{ text string }

const hidden = "[hidden]"

// MaxSize is how long a key may be, in bytes: Vault refuses values that are much
// larger, and no provider has keys of that size.
const MaxSize = 64 << 10

// NewValue returns a key's value. The end of the last line is no part of it:
// files and pipes end with one. An empty value, one of several lines or one
// that is too large is an error that does not show it.
func NewValue(text []byte) (Value, error) {
	for len(text) > 0 && (text[len(text)-1] == '\n' || text[len(text)-1] == '\r') {
		text = text[:len(text)-1]
	}
	switch {
	case len(text) == 0:
		return Value{}, errors.New("the key is empty")
	case len(text) > MaxSize:
		return Value{}, fmt.Errorf("the key has %d bytes; at most %d are stored", len(text), MaxSize)
	}
	for _, c := range text {
		if c < 0x20 || c == 0x7F {
			return Value{}, errors.New("the key holds a line break or a control character; is it the right file?")
		}
	}
	return Value{string(text)}, nil
}

// Reveal returns the value itself.
func (v Value) Reveal() string { return v.text }

// IsZero reports whether there is no value.
func (v Value) IsZero() bool { return v.text == "" }

// Equal compares two values in a time that does not tell where they differ.
func (v Value) Equal(other Value) bool {
	return subtle.ConstantTimeCompare([]byte(v.text), []byte(other.text)) == 1
}

// String implements fmt.Stringer.
func (v Value) String() string { return hidden }

// GoString implements fmt.GoStringer, for %#v.
func (v Value) GoString() string { return hidden }

// Format implements fmt.Formatter, for every other verb.
func (v Value) Format(state fmt.State, _ rune) { _, _ = state.Write([]byte(hidden)) }

// MarshalText implements encoding.TextMarshaler, for JSON and logs.
func (v Value) MarshalText() ([]byte, error) { return []byte(hidden), nil }
