package compiler

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/syntax"
	"github.com/igny8/catalogc/schemas"
)

// benchTree is the catalogue in BENCH_CATALOG, or one that is made up: 2,000
// models and 500 prompts.
func benchTree(b *testing.B) (*source.Tree, int64) {
	b.Helper()
	tree := made()
	if folder := os.Getenv("BENCH_CATALOG"); folder != "" {
		var err error
		if tree, err = source.Folder(context.Background(), folder); err != nil {
			b.Fatal(err)
		}
	}
	var size int64
	for _, file := range tree.Files {
		size += int64(len(file.Data))
	}
	return tree, size
}

func made() *source.Tree {
	tree := &source.Tree{}
	add := func(path, format string, args ...any) {
		tree.Files = append(tree.Files, source.File{Path: path, Data: fmt.Appendf(nil, format, args...)})
	}
	add("catalogc.yaml", "format: 1\nname: made\n")
	add("integrations/acme.yaml", "kind: Integration\nname: acme\nprovider: openai_compatible\napi_key: vault:platform/acme#api_key\n")
	for i := range 2000 {
		add(fmt.Sprintf("models/acme/m%04d.yaml", i), `kind: Model
name: acme/m%04d
title: Model %d
integration: acme
type: text
context_window: 128000
max_output_tokens: 16384
capabilities:
  - tools
  - structured_output
tokens_per_credit: 1000
released: 2026-01-01
prices:
  - from: 2026-01-01
    currency: USD
    unit: 1M tokens
    rates:
      input: 2.50
      cache_read: 1.25
      output: 10.00
`, i, i)
	}
	for i := range 500 {
		add(fmt.Sprintf("prompts/p%03d.yaml", i), `kind: Prompt
name: p%03d
type: ideas
version: 1
variables:
  - name: keyword
template: |
  Write ten ideas about {keyword}. Each is one line.

  The answer is JSON: {{"ideas": ["…"]}}. Leave out what only repeats another idea.
  Think of beginners and of experts, of seasons and of mistakes people make.
`, i)
	}
	add("settings.yaml", "kind: Settings\nname: global\n")
	return tree
}

func BenchmarkParse(b *testing.B) {
	tree, size := benchTree(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, file := range tree.Files {
			syntax.Parse(file.Path, file.Data)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	tree, size := benchTree(b)
	set, err := schema.Load(schemas.Files)
	if err != nil {
		b.Fatal(err)
	}
	loader := catalog.NewLoader(kinds.All(), set)
	var files []*syntax.File
	for _, file := range tree.Files {
		if !isProjectFile(file.Path) {
			files = append(files, syntax.Parse(file.Path, file.Data))
		}
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, file := range files {
			if _, err := loader.Load(file); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func BenchmarkRules(b *testing.B) {
	tree, size := benchTree(b)
	c := benchCompile(b, tree)
	for _, r := range kinds.Rules() {
		b.Run(r.Code, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				rule.Run(c.Catalog, []*rule.Rule{r}, today)
			}
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	tree, size := benchTree(b)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		benchCompile(b, tree)
	}
}

func BenchmarkBundle(b *testing.B) {
	tree, size := benchTree(b)
	c := benchCompile(b, tree)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := bundle.Build(c.Catalog); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDiff(b *testing.B) {
	tree, size := benchTree(b)
	want, err := bundle.Build(benchCompile(b, tree).Catalog)
	if err != nil {
		b.Fatal(err)
	}
	entries := append([]bundle.Entry{}, want.Entries...)
	for i := 0; i < len(entries); i += 10 {
		entries[i].Digest = "sha256:other"
	}
	current := bundle.New("made", entries)
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := plan.Diff(current, want); err != nil {
			b.Fatal(err)
		}
	}
}

func benchCompile(b *testing.B, tree *source.Tree) *Result {
	b.Helper()
	result, err := Compile(context.Background(), tree, Options{Today: today})
	if err != nil {
		b.Fatal(err)
	}
	return result
}
