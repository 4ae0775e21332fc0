// Package bundle gives the canonical bytes of a Catalog and their digests. Two
// catalogues of the same content give the same bytes, whatever their comments,
// quoting, key order, file layout, machine or locale.
package bundle

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// AppendCanonical appends the canonical JSON (RFC 8785, JCS) of a value made of
// map[string]any, []any, string, json.Number, bool and nil. A number that an
// IEEE 754 double cannot hold without loss of its digits, or text that is not
// UTF-8, is an error.
func AppendCanonical(data []byte, value any) ([]byte, error) {
	switch value := value.(type) {
	case nil:
		return append(data, "null"...), nil
	case bool:
		return strconv.AppendBool(data, value), nil
	case string:
		return appendString(data, value)
	case json.Number:
		return appendNumber(data, value)
	case []any:
		return appendList(data, value)
	case map[string]any:
		return appendObject(data, value)
	}
	return data, fmt.Errorf("canonical JSON has no %T", value)
}

func appendList(data []byte, list []any) ([]byte, error) {
	data = append(data, '[')
	for i, item := range list {
		if i > 0 {
			data = append(data, ',')
		}
		var err error
		if data, err = AppendCanonical(data, item); err != nil {
			return data, err
		}
	}
	return append(data, ']'), nil
}

func appendObject(data []byte, object map[string]any) ([]byte, error) {
	keys := make([]string, 0, len(object))
	for key := range object {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, compareUTF16)
	data = append(data, '{')
	for i, key := range keys {
		if i > 0 {
			data = append(data, ',')
		}
		var err error
		if data, err = appendString(data, key); err != nil {
			return data, err
		}
		data = append(data, ':')
		if data, err = AppendCanonical(data, object[key]); err != nil {
			return data, err
		}
	}
	return append(data, '}'), nil
}

// compareUTF16 orders keys by their UTF-16 code units (RFC 8785, 3.2.3). That
// differs from the order of bytes for characters beyond U+FFFF only.
func compareUTF16(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if a[i] == b[i] {
			continue
		}
		if a[i] < utf8.RuneSelf || b[i] < utf8.RuneSelf {
			return cmp.Compare(a[i], b[i])
		}
		return slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
	}
	return cmp.Compare(len(a), len(b))
}

const hexDigits = "0123456789abcdef"

// appendString writes a string as RFC 8785, 3.2.2.2 wants it: only what must be
// escaped is.
func appendString(data []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return data, fmt.Errorf("canonical JSON: text is not UTF-8")
	}
	data = append(data, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		data = append(data, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			data = append(data, '\\', c)
		case '\b':
			data = append(data, `\b`...)
		case '\f':
			data = append(data, `\f`...)
		case '\n':
			data = append(data, `\n`...)
		case '\r':
			data = append(data, `\r`...)
		case '\t':
			data = append(data, `\t`...)
		default:
			data = append(data, `\u00`...)
			data = append(data, hexDigits[c>>4], hexDigits[c&15])
		}
	}
	return append(append(data, s[start:]...), '"'), nil
}

// appendNumber writes a number as ECMAScript does (RFC 8785, 3.2.2.3).
func appendNumber(data []byte, number json.Number) ([]byte, error) {
	const exact = 1 << 53
	if n, err := strconv.ParseInt(string(number), 10, 64); err == nil && -exact <= n && n <= exact {
		return strconv.AppendInt(data, n, 10), nil
	}
	f, err := strconv.ParseFloat(string(number), 64)
	// Go reads numbers that JSON does not have, such as 1_000.5, 0x1p4 and Inf.
	if err != nil || math.IsInf(f, 0) || !json.Valid([]byte(number)) {
		return data, fmt.Errorf("the number %s does not fit JSON; quote it", number)
	}
	if f == 0 {
		return append(data, '0'), nil
	}
	whole := strings.Trim(string(number), "-0123456789") == ""
	if whole && strconv.FormatFloat(f, 'f', -1, 64) != string(number) {
		return data, fmt.Errorf("the number %s is too large to be exact in JSON; quote it", number)
	}
	format := byte('f')
	if size := math.Abs(f); size < 1e-6 || size >= 1e21 {
		format = 'e'
	}
	start := len(data)
	data = strconv.AppendFloat(data, f, format, -1, 64)
	if format == 'e' {
		// Go writes e-07 where ECMAScript writes e-7.
		if n := len(data); n-start >= 4 && data[n-4] == 'e' && data[n-2] == '0' {
			data[n-2] = data[n-1]
			data = data[:n-1]
		}
	}
	return data, nil
}
