package sqlstore

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/testserver"
)

// documentedColumns reads the tables of columns in the document: under the
// heading of each table a row a column with its name, type and whether it may
// be NULL. The types are those of the database that typeOf names them for.
func documentedColumns(text string, typeOf func(string) string) map[string][]string {
	tables := map[string][]string{}
	heading := regexp.MustCompile("^### `([a-z_]+)`$")
	row := regexp.MustCompile("^\\| `([a-z_]+)` \\| ([a-z]+) \\| (yes)? ?\\| .+ \\|$")
	table := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "#") {
			table = ""
		}
		if match := heading.FindStringSubmatch(line); match != nil {
			table = match[1]
			tables[table] = nil
		} else if match := row.FindStringSubmatch(line); match != nil && table != "" {
			tables[table] = append(tables[table], match[1]+" | "+typeOf(match[2])+" | "+match[3])
		}
	}
	return tables
}

// documentedTypes reads the table of types: what the document calls them, and
// what each database does.
func documentedTypes(t *testing.T, database int) func(string) string {
	t.Helper()
	types := map[string]string{}
	row := regexp.MustCompile("(?m)^\\| ([a-z]+) \\| `([A-Z]+)` \\| `([A-Z]+)` \\|")
	for _, match := range row.FindAllStringSubmatch(section(t, readDocument(t), "## Types"), -1) {
		types[match[1]] = match[2+database]
	}
	if len(types) != 6 {
		t.Fatalf("the document has the types %v", types)
	}
	return func(name string) string {
		if types[name] == "" {
			t.Errorf("the document does not say what %q is", name)
		}
		return types[name]
	}
}

// TestDocumentedTables compares the document with the databases: every table and
// every column, in order.
func TestDocumentedTables(t *testing.T) {
	t.Parallel()
	for i, test := range []struct{ address, columns string }{
		{"sqlite:" + filepath.Join(t.TempDir(), "catalogc.db"), `
			SELECT name, type, CASE WHEN "notnull" THEN '' ELSE 'yes' END FROM pragma_table_info($1)`},
		{testserver.Postgres(t), `
			SELECT column_name, CASE data_type WHEN 'timestamp with time zone' THEN 'TIMESTAMPTZ' ELSE upper(data_type) END,
				CASE is_nullable WHEN 'YES' THEN 'yes' ELSE '' END
			FROM information_schema.columns WHERE table_schema = 'catalogc' AND table_name = $1 ORDER BY ordinal_position`},
	} {
		store := openAddress(t, test.address, ReadWrite)
		want := map[string][]string{}
		for _, table := range rowsOf(t, store.db, store.dialect.tables) {
			want[table] = nil
			if table != versionTable { // it is goose's, which has its own columns in each database
				want[table] = rowsOf(t, store.db, test.columns, table)
			}
		}
		if diff := cmp.Diff(want, documentedColumns(readDocument(t), documentedTypes(t, i))); diff != "" {
			t.Errorf("docs/database.md differs from the tables (-%s +document):\n%s", store.dialect.Name, diff)
		}
	}
}

// TestDocumentedTypes checks the types that look alike in SQLite against the
// kinds' declarations.
func TestDocumentedTypes(t *testing.T) {
	t.Parallel()
	text := readDocument(t)
	store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadOnly)
	names := []string{"text", "integer", "boolean", "decimal", "json"}
	for _, kind := range store.registry.All() {
		for _, projected := range kind.Tables {
			section := section(t, text, "### `"+projected.Name+"`")
			for _, column := range projected.Columns {
				if row := fmt.Sprintf("| `%s` | %s |", column.Name, names[column.Type]); !strings.Contains(section, row) {
					t.Errorf("%s: want a row %s", projected.Name, row)
				}
			}
		}
	}
}

// TestDocumentedIndexes checks that PostgreSQL has the indexes that the document
// names, as SQLite has.
func TestDocumentedIndexes(t *testing.T) {
	t.Parallel()
	documentedIndex := regexp.MustCompile("(?:^|\\W)on `([a-z_, ]+)`")
	text := strings.ReplaceAll(readDocument(t), "\n", " ")
	var lists []string
	for _, match := range documentedIndex.FindAllStringSubmatch(text, -1) {
		lists = append(lists, match[1])
	}
	want := []string{"type, is_default, active", "from_release", "to_release", "kind, name, version", "integration, path, field"}
	if diff := cmp.Diff(want, lists); diff != "" {
		t.Errorf("indexes in the document (-want +got):\n%s", diff)
	}
	for _, name := range databaseNames() {
		reader := documented(t, name)
		all := "SELECT replace(sql, '\"', '') FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
		if name == "PostgreSQL" {
			all = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'catalogc'"
		}
		definitions := strings.Join(reader.rows(t, all), "\n")
		for _, list := range want {
			if !strings.Contains(definitions, "("+list+")") {
				t.Errorf("%s has no index on %s:\n%s", name, list, definitions)
			}
		}
	}
}
