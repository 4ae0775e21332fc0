package resource

import (
	"encoding/json"

	"github.com/igny8/catalogc/compiler/syntax"
)

// Edit is a change of a document: what stands at a JSON pointer of its content.
// A nil Value removes it, so that the field has its default.
type Edit struct {
	Pointer string
	Value   any
}

// Edit returns the change of a document that makes a column of one of its rows
// hold a value: nil (NULL), string, bool, json.Number or decoded JSON. item is
// the row's position in a list. It returns false for a column that stands for no
// field, such as those that the store adds.
func (t *Table) Edit(column string, item int, value any) (Edit, bool) {
	for i := range t.Columns {
		c := &t.Columns[i]
		if c.Name != column || c.field.name == "name" && t.List == "" {
			continue
		}
		pointer := ""
		if t.List != "" {
			pointer = syntax.Index(syntax.Pointer("", t.List), item)
		}
		pointer = syntax.Pointer(pointer, c.field.name)
		if c.key != "" {
			pointer = syntax.Pointer(pointer, c.key)
			if value != nil {
				value = []any{map[string]any{"amount": decimalText(value)}}
			}
			return Edit{Pointer: pointer, Value: value}, true
		}
		if c.Type == DecimalColumn && !c.field.number && value != nil {
			value = decimalText(value)
		}
		return Edit{Pointer: pointer, Value: value}, true
	}
	return Edit{}, false
}

// decimalText is how canonical content holds an amount, whatever the database
// has for it.
func decimalText(value any) any {
	text := ""
	switch value := value.(type) {
	case string:
		text = value
	case json.Number:
		text = value.String()
	}
	if d, err := ParseDecimal(text); err == nil {
		return d.String()
	}
	return value
}
