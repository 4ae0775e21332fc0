package compiler

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/source"
)

// TestOverlays compiles each catalogue of testdata/overlays without a target and
// for each target that it has wanted findings of, in sections such as "want" and
// "want production". A section "bundle production" is what is compiled for it.
func TestOverlays(t *testing.T) {
	paths, err := filepath.Glob("../testdata/overlays/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			tree := &source.Tree{}
			for _, file := range archive.Files {
				if strings.HasSuffix(file.Name, ".yaml") {
					tree.Files = append(tree.Files, source.File{Path: file.Name, Data: file.Data})
				}
			}
			for i := range archive.Files {
				file := &archive.Files[i]
				section, target, _ := strings.Cut(file.Name, " ")
				if section != "want" && section != "bundle" {
					continue
				}
				got := compileTarget(t, tree, section, target)
				backwards := &source.Tree{Files: slices.Clone(tree.Files)}
				slices.Reverse(backwards.Files)
				if diff := cmp.Diff(got, compileTarget(t, backwards, section, target)); diff != "" {
					t.Errorf("%s depends on the order of files:\n%s", file.Name, diff)
				}
				if *update {
					file.Data = []byte(got)
				} else if diff := cmp.Diff(string(file.Data), got); diff != "" {
					t.Errorf("%s differs (-want +got):\n%s", file.Name, diff)
				}
			}
			if *update {
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// compileTarget returns the findings for a target with their related places, or
// the documents of its bundle with their sources.
func compileTarget(t *testing.T, tree *source.Tree, section, target string) string {
	t.Helper()
	result, err := Compile(context.Background(), tree, Options{Today: today, Target: target})
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if section == "want" {
		for _, d := range result.Diagnostics {
			fmt.Fprintln(&out, d)
			for _, related := range d.Related {
				fmt.Fprintf(&out, "  %s:%s: %s\n", related.Path, related.Span.Start, related.Message)
			}
		}
		return out.String()
	}
	b, err := bundle.Build(result.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range b.Entries {
		fmt.Fprintf(&out, "%s (%s)\n", entry.Body, entry.Source)
	}
	return out.String()
}

// TestFolderForTarget reads a catalogue from disk for one of its targets.
func TestFolderForTarget(t *testing.T) {
	root := t.TempDir()
	for path, text := range map[string]string{
		"catalogc.yaml":              "format: 1\nname: a\ntargets: {production: {database: x}}\n",
		"settings.yaml":              "kind: Module\nname: a\nenabled: true\n---\nkind: Settings\nname: global\n",
		"overlays/production/a.yaml": "kind: Settings\nname: global\ntitle: Live\n",
	} {
		write(t, root, path, []byte(text))
	}
	for target, want := range map[string]string{"": "", "local": "", "production": "Live"} {
		result, _, err := Folder(context.Background(), root, nil, Options{Today: today, Target: target})
		if err != nil || len(result.Diagnostics) > 0 {
			t.Fatalf("for %q: %v, %v", target, err, result.Diagnostics)
		}
		object := result.Catalog.Get(resource.ID{Kind: kinds.SettingsKind, Name: "global"})
		if file, i := result.Catalog.Locate(object); file == nil || file.Path != "settings.yaml" || i != 1 {
			t.Errorf("for %q: the document stands at %d of %v", target, i, file)
		}
		settings := catalog.Find[kinds.SettingsDoc](result.Catalog, kinds.SettingsKind, "global")
		if settings == nil || settings.Title != want || result.Documents != 2 {
			t.Errorf("for %q: %+v of %d documents", target, settings, result.Documents)
		}
	}
}
