package sqlstore

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
)

var update = flag.Bool("update", false, "rewrite the results of the queries in docs/database.md")

const documentPath = "../../docs/database.md"

func readDocument(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(documentPath)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// documented is a store with the catalogue that the document's results are of.
func documented(t *testing.T) *Store {
	t.Helper()
	store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadWrite)
	now := storetest.Start()
	p := &release.Publisher{Store: store, By: "ada@build", Compiler: "1.2.3", Now: func() time.Time { return now }}
	integration := map[string]any{
		"kind": "Integration", "name": "openai", "provider": "openai", "base_url": "https://api.openai.com/v1", "api_key": "vault:platform/openai#api_key",
	}
	for number, documents := range [][]map[string]any{
		{integration, model("openai/gpt-4o"), prompt("ideas", 1, "Write ten ideas about {keyword}."), storetest.Module("seo", true)},
		{integration, model("openai/gpt-4o"), model("openai/gpt-4o-mini"), prompt("ideas", 2, "Write twelve ideas about {keyword}.")},
	} {
		made, err := p.Plan(context.Background(), release.Wanted{Bundle: storetest.Bundle(t, documents...)}, plan.Context{
			Target: "local", Revision: plan.Revision{Commit: fmt.Sprintf("%d1f3c9e", number+8)},
		})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Publish(context.Background(), made.Plan); err != nil {
			t.Fatal(err)
		}
		now = now.Add(24 * time.Hour)
	}
	return store
}

func model(name string) map[string]any {
	input, output := "2.5", "10"
	if strings.HasSuffix(name, "-mini") {
		input, output = "0.15", "0.6"
	}
	rates := func(input, output string) map[string]any {
		return map[string]any{"input": []any{map[string]any{"amount": input}}, "output": []any{map[string]any{"amount": output}}}
	}
	return map[string]any{
		"kind": "Model", "name": name, "type": "text", "integration": "openai",
		"prices": []any{
			map[string]any{"to": "2024-01-01", "rates": rates("5", "15")},
			map[string]any{"from": "2024-01-01", "rates": rates(input, output)},
			map[string]any{"from": "2024-01-01", "rates": rates("1", "5"), "when": map[string]any{"service_tier": "batch"}},
		},
	}
}

func prompt(name string, version int, template string) map[string]any {
	content := storetest.Prompt(name, version, template)
	content["variables"] = []any{
		map[string]any{"name": "keyword"},
		map[string]any{"name": "count", "type": "integer", "required": false},
	}
	return content
}

var queries = regexp.MustCompile("(?s)```sql\n(.*?)```\n\n```text\n(.*?)```")

// TestDocumentedQueries runs every query of the document and compares what it
// gives with the result beside it.
func TestDocumentedQueries(t *testing.T) {
	t.Parallel()
	text, store := readDocument(t), documented(t)
	found := queries.FindAllStringSubmatch(text, -1)
	if blocks := strings.Count(text, "```sql\n"); len(found) != blocks || blocks < 8 {
		t.Fatalf("the document has %d queries, %d with a result", blocks, len(found))
	}
	for _, match := range found {
		rows := rowsOf(t, store.db, match[1])
		if len(rows) == 0 {
			t.Errorf("no rows:\n%s", match[1])
		}
		got := strings.Join(rows, "\n") + "\n"
		if *update {
			text = strings.Replace(text, match[0], "```sql\n"+match[1]+"```\n\n```text\n"+got+"```", 1)
		} else if diff := cmp.Diff(match[2], got); diff != "" {
			t.Errorf("%s(-document +database):\n%s", match[1], diff)
		}
	}
	if *update {
		writeFile(t, documentPath, text)
	}
}

// documentedColumns reads the tables of columns in the document: under the
// heading of each table a row a column with its name, type and whether it may
// be NULL.
func documentedColumns(text string) map[string][]string {
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
			tables[table] = append(tables[table], match[1]+" | "+sqlTypeOf(match[2])+" | "+match[3])
		}
	}
	return tables
}

// sqlTypeOf returns SQLite's type for one of the document.
func sqlTypeOf(name string) string {
	switch name {
	case "integer", "boolean":
		return "INTEGER"
	case "text", "decimal", "json", "time":
		return "TEXT"
	}
	return strings.ToUpper(name)
}

// TestDocumentedTables compares the document with the database: every table and
// every column, in order.
func TestDocumentedTables(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadWrite)
	want := map[string][]string{}
	for _, table := range rowsOf(t, store.db, store.dialect.tables) {
		want[table] = rowsOf(t, store.db, `SELECT name, type, CASE WHEN "notnull" THEN '' ELSE 'yes' END FROM pragma_table_info($1)`, table)
	}
	if diff := cmp.Diff(want, documentedColumns(readDocument(t))); diff != "" {
		t.Errorf("docs/database.md differs from the tables (-database +document):\n%s", diff)
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
			_, section, _ := strings.Cut(text, "\n### `"+projected.Name+"`\n")
			section, _, _ = strings.Cut(section, "\n#")
			for _, column := range projected.Columns {
				if row := fmt.Sprintf("| `%s` | %s |", column.Name, names[column.Type]); !strings.Contains(section, row) {
					t.Errorf("%s: want a row %s", projected.Name, row)
				}
			}
		}
	}
}

// TestDocumentedModels checks that the fields of the ORM's models are columns.
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
