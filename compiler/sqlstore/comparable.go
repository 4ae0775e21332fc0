package sqlstore

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/igny8/catalogc/compiler/resource"
)

// comparable returns a value of a column as canonical content holds it, whatever
// the database or the driver has for it: nil, string, bool, json.Number, or what
// JSON decodes to. A value that does not fit the column is its text.
func comparable(t resource.ColumnType, value any) any {
	if data, ok := value.([]byte); ok {
		value = string(data)
	}
	switch value := value.(type) {
	case nil:
		return nil
	case time.Time:
		return exactTime(value)
	case bool:
		return value
	case int64:
		if t == resource.BooleanColumn && (value == 0 || value == 1) {
			return value == 1
		}
		return json.Number(strconv.FormatInt(value, 10))
	case int:
		return json.Number(strconv.Itoa(value))
	case float64:
		return json.Number(strconv.FormatFloat(value, 'g', -1, 64))
	case string:
		return comparableText(t, value)
	}
	return fmt.Sprint(value)
}

func comparableText(t resource.ColumnType, text string) any {
	switch t {
	case resource.DecimalColumn:
		if d, err := resource.ParseDecimal(text); err == nil {
			return d.String()
		}
	case resource.JSONColumn:
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		var decoded any
		if err := decoder.Decode(&decoded); err == nil && !decoder.More() {
			return decoded
		}
	case resource.TimeColumn:
		if at, err := time.Parse(time.RFC3339, text); err == nil {
			return exactTime(at)
		}
	}
	return text
}

// exactTime formats a time as the tables hold it, with the fraction of a second
// that nothing published has.
func exactTime(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }
