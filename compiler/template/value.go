package template

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
)

// format writes a value as Render documents it.
func format(value any) (string, error) {
	switch v := value.(type) {
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case json.Number:
		return v.String(), nil
	case int:
		return strconv.Itoa(v), nil
	}
	// An Encoder and not json.Marshal, which writes < as \u003c.
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return "", fmt.Errorf("is %s, which JSON cannot hold", describe(value))
	}
	return string(bytes.TrimSuffix(out.Bytes(), []byte("\n"))), nil
}

// truthy reports whether a section over value is rendered.
func truthy(value any) bool {
	switch v := value.(type) {
	case nil:
		return false
	case bool:
		return v
	case string:
		return v != ""
	case []any:
		return len(v) > 0
	case json.Number:
		f, err := v.Float64()
		return err != nil || f != 0
	case float64:
		return v != 0
	case int:
		return v != 0
	case int64:
		return v != 0
	}
	return true
}

// describe names the type of a value in the words of JSON.
func describe(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case string:
		return "a string"
	case bool:
		return "a boolean"
	case json.Number, float64, int, int64:
		return "a number"
	case []any:
		return "a list"
	case map[string]any:
		return "an object"
	}
	return fmt.Sprintf("a Go %T", value)
}
