package compiler

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/syntax"
)

// TestEdits makes a file say what another bundle has of its document: only what
// differs changes, and the content is that of the bundle.
func TestEdits(t *testing.T) {
	const project, settings, integration = "format: 1\nname: a\n", "kind: Settings\nname: global\n", "kind: Integration\nname: acme\nprovider: openai\napi_key: vault:a#b\n"
	const text = `kind: Model
name: acme/one
active: true   # said anyway
integration: acme
type: text
title: One
prices:
  - from: 2026-01-01   # the first
    unit: 1M tokens
    rates: {input: 2.50, output: 10.00}
`
	const other = `kind: Model
name: acme/one
integration: acme
type: text
active: false
context_window: 1000
prices:
  - from: 2026-01-01
    unit: 1M tokens
    rates: {input: 2.5, output: 12}
`
	const want = `kind: Model
name: acme/one
active: false   # said anyway
integration: acme
type: text
context_window: 1000
prices:
  - from: 2026-01-01   # the first
    unit: 1M tokens
    rates: {input: 2.50, output: 12}
`
	content := func(model string) map[string]any {
		tree := &source.Tree{Files: []source.File{
			{Path: "catalogc.yaml", Data: []byte(project)}, {Path: "integration.yaml", Data: []byte(integration)},
			{Path: "model.yaml", Data: []byte(model)}, {Path: "settings.yaml", Data: []byte(settings)},
		}}
		w, err := NewWriter()
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range bundleOf(t, tree).Entries {
			if entry.ID.Kind == "Model" {
				content, err := w.Content(entry.Body)
				if err != nil {
					t.Fatal(err)
				}
				return content
			}
		}
		t.Fatal("there is no model")
		return nil
	}
	order, err := FieldOrder()
	if err != nil {
		t.Fatal(err)
	}
	got, err := syntax.Apply("model.yaml", []byte(text), order, Edits(content(text), content(other))...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("text differs (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(content(other), content(string(got))); diff != "" {
		t.Errorf("content differs (-want +got):\n%s", diff)
	}
}
