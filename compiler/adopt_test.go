package compiler

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/source"
)

// TestAdopt takes differences of every sort into a catalogue, and leaves those
// that are about no document.
func TestAdopt(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"catalogc.yaml":     "format: 1\nname: shop\n",
		"acme.yaml":         "kind: Integration\nname: acme\nprovider: openai\napi_key: vault:a#b\n",
		"modules/a.yaml":    "kind: Module\nname: a\nenabled: true\n",
		"modules/b.yaml":    "kind: Module\nname: b\nenabled: true\n",
		"models/one.yaml":   "kind: Model\nname: acme/one\nintegration: acme\ntype: text\nprices:\n  - from: 2026-01-01\n    to: 2026-02-01\n    rates: {input: 1, output: 2}\n  - from: 2026-02-01\n    rates: {input: 3, output: 4}\n",
		"prompts/p.yaml":    "kind: Prompt\nname: p\ntype: ideas\nversion: 2\nsyntax: plain\ntemplate: Ten ideas.\n",
		"prompts/q.yaml":    "kind: Prompt\nname: q\ntype: clustering\nversion: 2\nsyntax: plain\ntemplate: Ten groups.\n",
		"settings.yaml":     "kind: Settings\nname: global\n",
		"modules/gone.yaml": "kind: Module\nname: gone\nenabled: true\n",
	}
	tree := &source.Tree{}
	for path, text := range files {
		tree.Files = append(tree.Files, source.File{Path: path, Data: []byte(text)})
	}
	result, err := Compile(context.Background(), tree, Options{Today: today})
	if err != nil {
		t.Fatal(err)
	}
	if result.Diagnostics.HasErrors() {
		t.Fatal(result.Diagnostics)
	}
	row := func(problem release.Problem, table, kind, name string, columns ...release.ColumnDifference) release.Difference {
		return release.Difference{
			Problem: problem, Table: table, ID: resource.ID{Kind: kind, Name: name},
			Key: []release.KeyColumn{{Name: "name", Value: name}}, Columns: columns,
		}
	}
	column := func(name string, got any) release.ColumnDifference {
		return release.ColumnDifference{Column: name, Field: name, Got: got}
	}
	item := func(problem release.Problem, position string, columns ...release.ColumnDifference) release.Difference {
		d := row(problem, "model_prices", "Model", "acme/one", columns...)
		d.Key = []release.KeyColumn{{Name: "model", Value: "acme/one"}, {Name: "position", Value: position}}
		return d
	}
	rate := column("input", "9.50")
	rate.Field = ""
	adoption, err := Adopt(result.Catalog, []release.Difference{
		row(release.RowChanged, "modules", "Module", "a", column("enabled", false), column("title", "A")),
		row(release.RowMissing, "modules", "Module", "b"),
		row(release.RowChanged, "prompts", "Prompt", "p", column("template", "Twelve ideas.")),
		row(release.RowChanged, "prompts", "Prompt", "q", column("title", "Groups"), column("active", false)),
		row(release.RowExtra, "modules", "Module", "new", column("name", "new"), column("enabled", true), column("title", nil), release.ColumnDifference{Column: "digest", Got: "x"}),
		item(release.RowMissing, "0"),
		item(release.RowChanged, "1", rate),
		item(release.RowExtra, "7", column("from", nil), release.ColumnDifference{Column: "valid_from", Field: "from", Got: "2026-03-01"}, release.ColumnDifference{Column: "input", Got: "7"},
			column("rates", map[string]any{"input": []any{map[string]any{"amount": "7"}}})),
		row(release.RowChanged, "modules", "Module", "gone", release.ColumnDifference{Column: "updated_by", Got: "eve"}),
		row(release.RowChanged, "modules", "Module", "nowhere", column("enabled", true)),
		row(release.RowExtra, "modules", "Module", "a", column("enabled", true)),
		{Problem: release.TableMissing, Table: "settings"},
	}, func(resource.ID) int { return 4 })
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for _, d := range adoption.Documents {
		got[d.ID.String()] = string(d.Body)
	}
	want := map[string]any{
		"Module/a":       `{"kind":"Module","name":"a","title":"A"}`,
		"Module/b":       "",
		"Module/new":     `{"enabled":true,"kind":"Module","name":"new"}`,
		"Prompt/p":       `{"kind":"Prompt","name":"p","syntax":"plain","template":"Twelve ideas.","type":"ideas","version":5}`,
		"Prompt/q":       `{"active":false,"kind":"Prompt","name":"q","syntax":"plain","template":"Ten groups.","title":"Groups","type":"clustering","version":2}`,
		"Model/acme/one": `{"integration":"acme","kind":"Model","name":"acme/one","prices":[{"from":"2026-02-01","rates":{"input":[{"amount":"9.5"}],"output":[{"amount":"4"}]}},{"from":"2026-03-01","rates":{"input":[{"amount":"7"}]}}],"type":"text"}`,
	}
	for name, text := range want { // as JSON, so that a zero that is spelt out does not count
		if s, ok := got[name].(string); ok && s != "" {
			got[name], want[name] = content(t, s), content(t, text.(string))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("adopted (-want +got):\n%s", diff)
	}
	var left []string
	for _, d := range adoption.Left {
		left = append(left, d.String())
	}
	if diff := cmp.Diff([]string{
		"modules name=gone: the column stands for no field of the document",
		"modules name=nowhere: the catalogue has no such document any more",
		"modules name=a: the catalogue has such a document already",
		"settings: it is not about a document's content",
	}, left); diff != "" {
		t.Errorf("left (-want +got):\n%s", diff)
	}
}

func content(t *testing.T, text string) map[string]any {
	t.Helper()
	var value map[string]any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	if value["enabled"] == false {
		delete(value, "enabled")
	}
	return value
}
