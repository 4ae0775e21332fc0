package sqlstore

import (
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/resource"
)

// position is the column that numbers the rows of a list.
const position = "position"

// common are the columns that every table of the projection ends with.
func common() []resource.Column {
	return []resource.Column{
		{Name: "digest", Type: resource.TextColumn, Required: true},
		{Name: "release", Type: resource.IntegerColumn, Required: true},
		{Name: "updated_at", Type: resource.TimeColumn, Required: true},
		{Name: "updated_by", Type: resource.TextColumn, Required: true},
		{Name: "source", Type: resource.TextColumn},
		{Name: "source_commit", Type: resource.TextColumn},
	}
}

// lookups are the columns by which readers search besides the primary key: a
// table that has all of them gets an index on them.
func lookups() [][]string {
	return [][]string{{"type", "is_default", "active"}}
}

// table is one table of the projection as the database has it.
type table struct {
	resource.Table
	// key is the primary key. The first column holds the document's name.
	key []string
	// columns are all columns in order: those of a list's key, the kind's, and
	// the common ones.
	columns []resource.Column
}

// tablesOf returns the tables of a kind.
func tablesOf(kind *resource.Kind) []table {
	tables := make([]table, 0, len(kind.Tables))
	for _, declared := range kind.Tables {
		t := table{Table: declared, key: []string{"name"}}
		if declared.List != "" {
			owner := strings.ToLower(kind.Name)
			t.key = []string{owner, position}
			t.columns = []resource.Column{
				{Name: owner, Type: resource.TextColumn, Required: true},
				{Name: position, Type: resource.IntegerColumn, Required: true},
			}
		}
		t.columns = append(append(t.columns, declared.Columns...), common()...)
		tables = append(tables, t)
	}
	return tables
}

// owner is the column with the name of the document that a row belongs to.
func (t *table) owner() string { return t.key[0] }

func (t *table) columnNames() []string {
	names := make([]string, len(t.columns))
	for i := range t.columns {
		names[i] = t.columns[i].Name
	}
	return names
}

// ddl returns the statements that create the table.
func (t *table) ddl(d *Dialect) []string {
	var out strings.Builder
	fmt.Fprintf(&out, "CREATE TABLE %s (\n", quote(t.Name))
	for _, c := range t.columns {
		name := quote(c.Name)
		fmt.Fprintf(&out, "    %s %s", name, d.columnType(c.Type))
		if c.Required {
			out.WriteString(" NOT NULL")
		}
		if c.Type == resource.BooleanColumn && d.booleanCheck != "" {
			fmt.Fprintf(&out, d.booleanCheck, name)
		}
		out.WriteString(",\n")
	}
	fmt.Fprintf(&out, "    PRIMARY KEY (%s)\n)%s", quoteAll(t.key), d.tableOptions)
	statements := []string{out.String()}
	names := t.columnNames()
	for _, lookup := range lookups() {
		if !slices.ContainsFunc(lookup, func(name string) bool { return !slices.Contains(names, name) }) {
			index := quote(t.Name + "_" + strings.Join(lookup, "_"))
			statements = append(statements, fmt.Sprintf("CREATE INDEX %s ON %s (%s)", index, quote(t.Name), quoteAll(lookup)))
		}
	}
	return statements
}

// fingerprint changes when the table's definition does.
func (t *table) fingerprint(d *Dialect) string {
	return bundle.DigestOf([]byte(strings.Join(t.ddl(d), ";\n")))
}

func quoteAll(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return strings.Join(quoted, ", ")
}
