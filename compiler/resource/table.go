package resource

import (
	"reflect"
)

// ColumnType is what a column holds.
type ColumnType uint8

// The column types. A Decimal column keeps exact text where the database has no
// exact number; a JSON column keeps canonical JSON; a Time column keeps RFC 3339
// text in UTC where the database has no type of its own for it.
const (
	TextColumn ColumnType = iota
	IntegerColumn
	BooleanColumn
	DecimalColumn
	JSONColumn
	TimeColumn
)

// Column is one column of a table of the projection.
type Column struct {
	Name string
	Type ColumnType
	// Required columns are never NULL: the field is required or has a default.
	Required bool

	field *fieldPlan
	key   string // of a map, for a projected column
}

// Field returns the name of the field that the column holds, or "" for a column
// that only shows a part of one.
func (c *Column) Field() string {
	if c.field == nil || c.key != "" {
		return ""
	}
	return c.field.name
}

// Table is one table of the projection. Besides its Columns every table has
// those that the store adds (digest, release, source and so on).
type Table struct {
	Name string
	// List is the field that the rows come from, or "" for the kind's own table
	// with one row a document. The rows of a list begin with the document's name
	// and their position, from 0.
	List    string
	Columns []Column
}

func tables(name string, plan *typePlan) []Table {
	own := Table{Name: name}
	all := []Table{{}}
	for i := range plan.fields {
		f := &plan.fields[i]
		if f.table != "" {
			all = append(all, Table{Name: f.table, List: f.name, Columns: columns(f.element)})
			continue
		}
		own.Columns = append(own.Columns, column(f))
	}
	all[0] = own
	return all
}

func columns(plan *typePlan) []Column {
	var list []Column
	for i := range plan.fields {
		f := &plan.fields[i]
		for _, key := range f.project {
			list = append(list, Column{Name: key, Type: DecimalColumn, field: f, key: key})
		}
		list = append(list, column(f))
	}
	return list
}

func column(f *fieldPlan) Column {
	c := Column{Name: f.column, Type: JSONColumn, field: f}
	switch {
	case f.goType == decimalType:
		c.Type = DecimalColumn
	case f.goType == keyRefType, f.goType.Kind() == reflect.String:
		c.Type = TextColumn
	case f.goType.Kind() == reflect.Bool:
		c.Type, c.Required = BooleanColumn, true
	case f.goType.Kind() == reflect.Int, f.goType.Kind() == reflect.Int64:
		c.Type = IntegerColumn
	}
	if f.name == "name" || f.fallback.IsValid() {
		c.Required = true
	}
	return c
}

// Rows returns the rows of a table that a document has, from its canonical
// content: for each column string, bool, json.Number, nil, or for a JSON column
// the value to be encoded. Fields that are left out have their default.
func (t *Table) Rows(content map[string]any) [][]any {
	if t.List == "" {
		return [][]any{t.row(content)}
	}
	list, _ := content[t.List].([]any)
	rows := make([][]any, 0, len(list))
	for _, item := range list {
		if fields, ok := item.(map[string]any); ok {
			rows = append(rows, t.row(fields))
		}
	}
	return rows
}

func (t *Table) row(content map[string]any) []any {
	row := make([]any, len(t.Columns))
	for i := range t.Columns {
		row[i] = t.Columns[i].value(content)
	}
	return row
}

func (c *Column) value(content map[string]any) any {
	value, ok := content[c.field.name]
	if c.key != "" {
		rates, _ := value.(map[string]any)
		return plainRate(rates[c.key])
	}
	switch {
	case ok:
		return value
	case c.field.fallback.IsValid():
		return canonicalValue(c.field.element, c.field.fallback)
	case c.Type == BooleanColumn:
		return false
	}
	return nil
}

// plainRate returns a rate that is one plain decimal, or nil: a rate with units
// or dimensions of its own does not fit a column.
func plainRate(rate any) any {
	list, ok := rate.([]any)
	if !ok || len(list) != 1 {
		return nil
	}
	amount, ok := list[0].(map[string]any)
	if !ok || len(amount) != 1 {
		return nil
	}
	return amount["amount"]
}
