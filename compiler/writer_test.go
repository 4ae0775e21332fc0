package compiler

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/syntax"
)

// TestWrittenCatalog writes every document of the starter catalogue, or of the one
// in BENCH_CATALOG, anew from its canonical content: what is compiled from these
// files is the same, digest by digest, and they are in the canonical layout.
func TestWrittenCatalog(t *testing.T) {
	folder := "../catalog"
	if other := os.Getenv("BENCH_CATALOG"); other != "" {
		folder = other
	}
	tree, err := source.Folder(context.Background(), folder)
	if err != nil {
		t.Fatal(err)
	}
	want := bundleOf(t, tree)
	w, err := NewWriter()
	if err != nil {
		t.Fatal(err)
	}
	encoded := &source.Tree{}
	for _, file := range tree.Files {
		if isProjectFile(file.Path) {
			encoded.Files = append(encoded.Files, file)
		}
	}
	for i, entry := range want.Entries {
		text, err := w.Document(entry.Body)
		if err != nil {
			t.Fatalf("%s: %v", entry.ID, err)
		}
		formatted, err := syntax.Format(entry.Source, text, w.Order)
		if err != nil || !bytes.Equal(formatted, text) {
			t.Errorf("%s is not in the canonical layout (%v):\n%s", entry.ID, err, text)
		}
		encoded.Files = append(encoded.Files, source.File{Path: fmt.Sprintf("%06d.yaml", i), Data: text})
	}
	got := bundleOf(t, encoded)
	for i := range want.Entries {
		if got.Entries[i].Digest != want.Entries[i].Digest {
			t.Errorf("%s has another content:\n%s\nnot\n%s", want.Entries[i].ID, got.Entries[i].Body, want.Entries[i].Body)
		}
	}
	if got.Digest != want.Digest {
		t.Errorf("the digest of %d documents is %s, not %s", len(got.Entries), got.Digest, want.Digest)
	}
}

func bundleOf(t *testing.T, tree *source.Tree) *bundle.Bundle {
	t.Helper()
	result, err := Compile(context.Background(), tree, Options{Today: today})
	if err != nil {
		t.Fatal(err)
	}
	if result.Diagnostics.HasErrors() {
		t.Fatalf("findings: %v", result.Diagnostics)
	}
	b, err := bundle.Build(result.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
