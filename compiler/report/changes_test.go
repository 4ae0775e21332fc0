package report

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/plan"
)

func TestLines(t *testing.T) {
	t.Parallel()
	amount := func(text string) []any { return []any{map[string]any{"amount": text}} }
	many := strings.Repeat("word ", 40)
	for name, test := range map[string]struct {
		field plan.Field
		want  string
	}{
		"texts":           {plan.Field{Path: "/model", Old: "openai/gpt-4o", New: "openai/gpt-5"}, "model: openai/gpt-4o → openai/gpt-5"},
		"quoted":          {plan.Field{Path: "/title", Old: "", New: "true"}, `title: "" → "true"`},
		"not set":         {plan.Field{Path: "/model", New: "a"}, "model: (not set) → a"},
		"default":         {plan.Field{Path: "/active", Old: false}, "active: false → (default)"},
		"numbers":         {plan.Field{Path: "/parameters/top_p", Old: json.Number("1"), New: json.Number("0.5")}, "parameters.top_p: 1 → 0.5"},
		"rates":           {plan.Field{Path: "/rates/input", Old: amount("3"), New: amount("2")}, "rates.input: 3 → 2 (-33.3%)"},
		"a small rise":    {plan.Field{Path: "/amount", Old: "1000000", New: "1000001"}, "amount: 1000000 → 1000001 (less than 0.1%)"},
		"from nothing":    {plan.Field{Path: "/amount", Old: "0", New: "1"}, "amount: 0 → 1"},
		"a new rate":      {plan.Field{Path: "/rates/output", New: amount("3")}, "rates.output: (not set) → 3"},
		"mapping gone":    {plan.Field{Path: "/when", Old: map[string]any{"b": true, "a": nil}}, `when: - {"a":null,"b":true}`},
		"words of a list": {plan.Field{Path: "/tags", Old: []any{"a", "b"}, New: []any{"b", "c"}}, "tags: - a\ntags: + c"},
		"order":           {plan.Field{Path: "/tags", Old: []any{"a", "b"}, New: []any{"b", "a"}}, `tags: ["a","b"] → ["b","a"]`},
		"odd names":       {plan.Field{Path: "/labels/a.b~1c/0", Old: "x", New: "y"}, `labels["a.b/c"][0]: x → y`},
		"line ends":       {plan.Field{Path: "/t", Old: "a\nb\n", New: "a\n\nb"}, "t:\n  a\n  {+↵+}\n  b[-↵-]"},
		"far apart": {
			plan.Field{Path: "/t", Old: "old " + many + "old", New: "new " + many + "new"},
			"t:\n  [-old-]{+new+} word word word word word word word word word … word word word word word word word word word [-old-]{+new+}",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var lines []string
			for _, e := range edits(test.field) {
				lines = append(lines, marks{ink: Style{}.ink()}.lines(e)...)
			}
			if diff := cmp.Diff(test.want, strings.Join(lines, "\n")); diff != "" {
				t.Errorf("lines differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFirstPublishIsSummarized(t *testing.T) {
	t.Parallel()
	p := &plan.Plan{Target: "production", Catalog: "igny8"}
	for i := range 4995 {
		p.Changes = append(p.Changes, plan.Change{Op: plan.Create, Kind: "Model", Name: fmt.Sprintf("openai/m%04d", i)})
	}
	p.Changes = append(p.Changes, plan.Change{Op: plan.Create, Kind: "Prompt", Name: "ideas", Version: 1})
	want := `Plan for production
igny8; nothing is live yet

Model  4,995 to create
  + Model/openai/m0000
  + Model/openai/m0001
  + Model/openai/m0002
  + Model/openai/m0003
  + Model/openai/m0004
  … and 4,990 more to create; --format json lists all

Prompt  1 to create
  + Prompt/ideas  version 1

Plan: 4,996 to create, 0 to update, 0 to delete.
`
	got := render(t, func(w io.Writer) error { return Plan(w, Text, p, nil, Style{}) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("plan differs (-want +got):\n%s", diff)
	}
}

func TestCommentStaysWithinItsLimit(t *testing.T) {
	t.Parallel()
	set := plan.ChangeSet{}
	for kind := range 40 {
		for i := range 20 {
			set.Changes = append(set.Changes, plan.Change{
				Op: plan.Update, Kind: fmt.Sprintf("Kind%02d", kind), Name: fmt.Sprintf("n%02d", i),
				Fields: []plan.Field{{Path: "/template", Old: strings.Repeat("<a\n", 50), New: strings.Repeat("<b\n", 50)}},
			})
		}
	}
	got := render(t, func(w io.Writer) error { return ChangeSet(w, Markdown, set, Style{}) })
	if len(got) > markdownLimit {
		t.Errorf("the comment has %d bytes", len(got))
	}
	if !strings.Contains(got, "more changes; `--format json` lists all.") {
		t.Errorf("the comment does not say what was left out:\n%s", got[len(got)-200:])
	}
	if strings.Count(got, "<details>") != strings.Count(got, "</details>") {
		t.Error("a folded part is not closed")
	}
}
