package sqlstore

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/release/storetest"
)

// priced returns the content of a model with a price for each of some periods.
func priced(name string, periods ...string) map[string]any {
	var prices []any
	for _, from := range periods {
		card := map[string]any{"rates": map[string]any{
			"input":  []any{map[string]any{"amount": "2.5"}},
			"output": []any{map[string]any{"amount": "10"}},
			"image":  []any{map[string]any{"amount": "0.04", "per": "image"}},
		}}
		if from != "" {
			card["from"] = from
		}
		prices = append(prices, card)
	}
	return map[string]any{
		"kind": "Model", "name": name, "type": "text", "integration": "openai", "context_window": json.Number("128000"),
		"capabilities": []any{"tools", "vision"}, "labels": map[string]any{"tier": "gold", "family": "gpt"}, "prices": prices,
	}
}

func TestProjectedRows(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadWrite)
	publish(t, store, storetest.Bundle(t, priced("openai/gpt-4o", "", "2026-01-01"), storetest.Module("seo", false)))
	for query, want := range map[string][]string{
		"SELECT name, type, active, context_window, typeof(context_window), capabilities, labels, title IS NULL FROM models": {
			`openai/gpt-4o | text | 1 | 128000 | integer | ["tools","vision"] | {"family":"gpt","tier":"gold"} | 1`},
		"SELECT model, position, valid_from, state, currency, input, typeof(input), output, cache_read IS NULL FROM model_prices ORDER BY position": {
			"openai/gpt-4o | 0 |  | active | USD | 2.5 | text | 10 | 1",
			"openai/gpt-4o | 1 | 2026-01-01 | active | USD | 2.5 | text | 10 | 1"},
		"SELECT name, enabled, release, updated_at, updated_by, source, source_commit FROM modules": {
			"seo | 0 | 1 | 2026-11-23T09:00:00Z | ada@build | Module/seo.yaml | 0123abcd"},
		"SELECT m.digest = e.digest FROM modules m JOIN entries e ON e.kind = 'Module' AND e.name = m.name": {"1"},
	} {
		if diff := cmp.Diff(want, rowsOf(t, store.db, query)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	if _, err := store.db.Exec("UPDATE modules SET enabled = 2"); err == nil {
		t.Error("a boolean took the value 2")
	}
	if _, err := store.db.Exec("UPDATE models SET context_window = 'many'"); err == nil {
		t.Error("an integer took a text")
	}
}

func TestProjectionFollowsReleases(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadWrite)
	publish(t, store, storetest.Bundle(t, priced("a/one", "2026-01-01", "2026-02-01"), priced("a/two", "2026-01-01"), priced("a/three", "2026-01-01")))
	publish(t, store, storetest.Bundle(t, priced("a/one", "2026-01-01", "2026-02-01"), priced("a/two"), priced("a/four", "2026-03-01")))
	want := []string{"a/four | 2", "a/one | 1", "a/two | 2"}
	if diff := cmp.Diff(want, rowsOf(t, store.db, "SELECT name, release FROM models ORDER BY name")); diff != "" {
		t.Errorf("models (-want +got):\n%s", diff)
	}
	want = []string{"a/four | 0 | 2", "a/one | 0 | 1", "a/one | 1 | 1"}
	if diff := cmp.Diff(want, rowsOf(t, store.db, "SELECT model, position, release FROM model_prices ORDER BY 1, 2")); diff != "" {
		t.Errorf("prices (-want +got):\n%s", diff)
	}
}

// dump returns all rows of the projection.
func dump(t *testing.T, store *Store) map[string][]string {
	t.Helper()
	tables := map[string][]string{}
	for _, kind := range store.registry.All() {
		for _, projected := range tablesOf(kind) {
			tables[projected.Name] = rowsOf(t, store.db, "SELECT * FROM "+quote(projected.Name)+" ORDER BY 1, 2")
		}
	}
	return tables
}

func history(t *testing.T, store *Store) {
	t.Helper()
	for _, want := range []*bundle.Bundle{
		storetest.Bundle(t, priced("a/one", "2026-01-01", "2026-02-01"), storetest.Prompt("ideas", 1, "Ten ideas"), storetest.Module("seo", true)),
		storetest.Bundle(t, priced("a/one", "2026-01-01"), storetest.Prompt("ideas", 2, "Twelve ideas"), storetest.Module("seo", true)),
	} {
		publish(t, store, want)
	}
}

// TestProjectionOfOtherVersion opens a database whose projection another
// version of catalogc wrote.
func TestProjectionOfOtherVersion(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "catalogc.db")
	var want map[string][]string
	inSession(t, path, ReadWrite, func(store *Store) {
		history(t, store)
		want = dump(t, store)
		execute(t, store.db, "ALTER TABLE prompts DROP COLUMN template")
		execute(t, store.db, "CREATE TABLE gadgets (name TEXT)")
		execute(t, store.db, "CREATE TABLE bystanders (name TEXT)")
		execute(t, store.db, "INSERT INTO projection VALUES ('gadgets', 'of a kind that is gone')")
		execute(t, store.db, "UPDATE projection SET fingerprint = 'of before' WHERE table_name = 'prompts'")
	})
	store := open(t, path, ReadWrite)
	if diff := cmp.Diff(want, dump(t, store)); diff != "" {
		t.Errorf("the projection differs (-published +rebuilt):\n%s", diff)
	}
	got := strings.Join(rowsOf(t, store.db, "SELECT name FROM sqlite_master WHERE name IN ('gadgets', 'bystanders')"), " ")
	if got != "bystanders" {
		t.Errorf("got the tables %q, want only that of nobody's kind", got)
	}
}
