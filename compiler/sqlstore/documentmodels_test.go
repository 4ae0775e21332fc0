package sqlstore

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDocumentedModels checks that the fields of the ORM's models are columns.
// That the databases have the same ones TestDocumentedTables checks.
func TestDocumentedModels(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadWrite)
	classes := strings.Split(readDocument(t), "(models.Model):\n")[1:]
	if len(classes) == 0 {
		t.Fatal("the document has no models")
	}
	field := regexp.MustCompile(`(?m)^    ([a-z_]+) = models\.[A-Za-z]+Field\((.*)\)$`)
	table := regexp.MustCompile(`db_table = "([a-z_]+)"`)
	for _, class := range classes {
		class, _, _ = strings.Cut(class, "```")
		name := table.FindStringSubmatch(class)
		if name == nil || !strings.Contains(class, "managed = False") {
			t.Errorf("a model has no table or is managed:\n%s", class)
			continue
		}
		for _, match := range field.FindAllStringSubmatch(class, -1) {
			nullable := strings.Contains(match[2], "null=True")
			got := rowsOf(t, store.db, `SELECT "notnull" FROM pragma_table_info($1) WHERE name = $2`, name[1], match[1])
			if len(got) != 1 || (got[0] == "0") != nullable {
				t.Errorf("%s.%s: null=%t does not fit the column (%v)", name[1], match[1], nullable, got)
			}
		}
	}
}

// TestDocumentedPython runs the statements of the document's Python as they
// stand there.
func TestDocumentedPython(t *testing.T) {
	t.Parallel()
	statement := regexp.MustCompile(`\.execute\("([^"]+)"\)`)
	for _, name := range databaseNames() {
		reader := documented(t, name)
		selects := 0
		for _, program := range blocksIn(t, "## Hearing of a release", "python", name) {
			for _, match := range statement.FindAllStringSubmatch(program, -1) {
				if !strings.HasPrefix(match[1], "SELECT") {
					continue
				}
				selects++
				if rows := reader.rows(t, match[1]); len(rows) == 0 {
					t.Errorf("%s: no rows: %s", name, match[1])
				}
			}
		}
		if selects != 2 {
			t.Errorf("%s: the document's Python reads %d times", name, selects)
		}
	}
}
