package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/release"
)

// Model returns the content of a model with a price for each of some periods.
func Model(name string, periods ...string) map[string]any {
	var prices []any
	for _, from := range periods {
		prices = append(prices, map[string]any{"from": from, "rates": map[string]any{
			"input": []any{map[string]any{"amount": "2.5"}}, "output": []any{map[string]any{"amount": "10"}},
		}})
	}
	return map[string]any{
		"kind": "Model", "name": name, "type": "text", "integration": "openai", "context_window": json.Number("128000"),
		"capabilities": []any{"tools", "vision"}, "labels": map[string]any{"tier": "gold", "family": "gpt"}, "prices": prices,
	}
}

// published publishes documents of all sorts of columns, in two releases.
func published(t *testing.T, store release.Store) {
	t.Helper()
	p := publisher(store)
	publish(t, p, Bundle(t, Model("openai/gpt", "2026-01-01"), Prompt("ideas", 1, "Ten ideas")))
	publish(t, p, Bundle(t, Model("openai/gpt", "2026-01-01", "2026-02-01"), Prompt("ideas", 2, "Twelve \"ideas\"\n\tä 🎉"), Module("seo", true), Module("shop", false)))
}

func inspect(t *testing.T, store release.Store, limit int) []string {
	t.Helper()
	differences, err := store.Inspect(context.Background(), limit)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, d := range differences {
		text := fmt.Sprintf("%s %s %s", d.Problem, d.Table, d.ID)
		for _, column := range d.Key {
			text += fmt.Sprintf(" %s=%s", column.Name, column.Value)
		}
		for _, column := range d.Columns {
			want, err1 := json.Marshal(column.Want)
			got, err2 := json.Marshal(column.Got)
			if err1 != nil || err2 != nil {
				t.Fatal(err1, err2)
			}
			text += fmt.Sprintf(" | %s/%s: %s → %s", column.Column, column.Field, want, got)
		}
		list = append(list, text)
	}
	return list
}

func testInspect(t *testing.T, backend Backend) {
	for name, test := range map[string]struct {
		change string
		want   []string
	}{
		"nothing": {"", nil},
		"a text":  {"UPDATE prompts SET template = 'hacked'", []string{`changed prompts Prompt/ideas name=ideas | template/template: "Twelve \"ideas\"\n\tä 🎉" → "hacked"`}},
		"several columns": {"UPDATE models SET title = 'GPT', context_window = 1, active = false",
			[]string{`changed models Model/openai/gpt name=openai/gpt | title/title: null → "GPT" | active/active: true → false | context_window/context_window: 128000 → 1`}},
		"to NULL": {"UPDATE models SET context_window = NULL", []string{`changed models Model/openai/gpt name=openai/gpt | context_window/context_window: 128000 → null`}},
		"JSON": {`UPDATE models SET capabilities = '["tools"]'`,
			[]string{`changed models Model/openai/gpt name=openai/gpt | capabilities/capabilities: ["tools","vision"] → ["tools"]`}},
		"JSON laid out otherwise":   {`UPDATE models SET labels = '{ "tier" : "gold",  "family":"gpt"}'`, nil},
		"an amount":                 {"UPDATE model_prices SET input = '2.51' WHERE position = 1", []string{`changed model_prices Model/openai/gpt model=openai/gpt position=1 | input/: "2.5" → "2.51"`}},
		"an amount of more noughts": {"UPDATE model_prices SET input = '2.500'", nil},
		"who and when": {"UPDATE modules SET updated_by = 'eve', updated_at = '2027-01-01T00:00:00Z', digest = 'x' WHERE name = 'seo'",
			[]string{`changed modules Module/seo name=seo | digest/: "DIGEST" → "x" | updated_at/: "2026-11-23T09:01:00Z" → "2027-01-01T00:00:00Z" | updated_by/: "ada@build" → "eve"`}},
		"a row is gone":     {"DELETE FROM modules WHERE name = 'seo'", []string{"missing modules Module/seo name=seo"}},
		"an item is gone":   {"DELETE FROM model_prices WHERE position = 0", []string{"missing model_prices Model/openai/gpt model=openai/gpt position=0"}},
		"all rows are gone": {"DELETE FROM modules", []string{"missing modules Module/seo name=seo", "missing modules Module/shop name=shop"}},
		"a row is there too": {"UPDATE modules SET name = 'other' WHERE name = 'seo'", []string{
			`extra modules Module/other name=other | name/name: null → "other" | active/active: null → true | enabled/enabled: null → true | digest/: null → "DIGEST" | release/: null → 2 | updated_at/: null → "2026-11-23T09:01:00Z" | updated_by/: null → "ada@build" | source/: null → "Module/seo.yaml" | source_commit/: null → "0123abcd"`,
			"missing modules Module/seo name=seo"}},
		"a table is gone":  {"DROP TABLE modules", []string{"table_missing modules /"}},
		"a column is gone": {"ALTER TABLE prompts DROP COLUMN template", []string{"table_missing prompts / | template/template: null → null"}},
	} {
		t.Run(name, func(t *testing.T) {
			store := backend.Open(t)
			published(t, store)
			if test.change != "" {
				backend.Execute(t, test.change)
			}
			got := inspect(t, store, 0)
			for i := range got {
				got[i] = hideDigests(got[i])
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(test.want) > 1 && len(inspect(t, store, 1)) != 1 {
				t.Error("more than one difference in spite of the limit")
			}
		})
	}
}

func hideDigests(text string) string {
	for {
		i := strings.Index(text, "sha256:")
		if i < 0 {
			return text
		}
		text = text[:i] + "DIGEST" + text[i+len("sha256:")+64:]
	}
}

func testInspectTruth(t *testing.T, backend Backend) {
	store := backend.Open(t)
	published(t, store)
	backend.Execute(t, "UPDATE documents SET body = replace(body, 'Twelve', 'Thirteen') WHERE kind = 'Prompt' AND version = 2")
	got := inspect(t, store, 0)
	if len(got) != 2 || !strings.HasPrefix(got[0], "truth_damaged documents Prompt/ideas digest=sha256:") || !strings.HasPrefix(got[1], "changed prompts Prompt/ideas") {
		t.Errorf("got %v, want the damaged document and its row", got)
	}
	backend.Execute(t, "UPDATE documents SET body = replace(body, 'Thirteen', 'Twelve') WHERE kind = 'Prompt' AND version = 2")
	backend.Execute(t, "UPDATE entries SET to_release = 2 WHERE kind = 'Module' AND name = 'seo' AND from_release < 2")
	backend.Execute(t, "DELETE FROM entries WHERE kind = 'Module' AND name = 'seo'")
	got = inspect(t, store, 0)
	if len(got) != 2 || got[0] != "truth_damaged entries / release=2" || !strings.HasPrefix(got[1], "extra modules Module/seo") {
		t.Errorf("got %v, want the release that lost an entry", got)
	}
}

func testRebuild(t *testing.T, backend Backend) {
	store := backend.Open(t)
	published(t, store)
	for _, change := range []string{"DELETE FROM model_prices", "UPDATE prompts SET template = 'hacked'", "DROP TABLE modules", "UPDATE models SET updated_by = 'eve'"} {
		backend.Execute(t, change)
	}
	if got := inspect(t, store, 0); len(got) != 5 {
		t.Errorf("got %v, want 5 differences", got)
	}
	if err := store.Rebuild(context.Background(), release.Actor{Name: "carol@laptop", At: Start()}); err != nil {
		t.Fatal(err)
	}
	if got := inspect(t, store, 0); len(got) != 0 {
		t.Errorf("rebuilt, there still is %v", got)
	}
}
