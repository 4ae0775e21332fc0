package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

// wanted is what is to be live, and where.
type wanted struct {
	release.Wanted
	target *target
	// compiled is nil for a bundle file: it was compiled elsewhere.
	compiled  *compiled
	revision  plan.Revision
	signature json.RawMessage
}

// wantedFrom returns what is to be live: the catalogue as it is compiled for the
// target or, when a path is given, a bundle file just as it is.
func (a *app) wantedFrom(ctx context.Context, bundlePath string) (*wanted, error) {
	w := &wanted{}
	var project *catalog.Project
	var root string
	var err error
	if bundlePath == "" {
		var b *bundle.Bundle
		if w.compiled, b, err = a.bundle(ctx, a.target); err != nil {
			return nil, err
		}
		w.Bundle, w.revision = b, a.revision(w.compiled.tree)
		root, project = w.compiled.root, w.compiled.Catalog.Project
	} else {
		if w.Bundle, err = a.readBundle(bundlePath); err != nil {
			return nil, err
		}
		w.signature = w.Bundle.Signature
		if root, project, err = a.project(ctx); err != nil {
			return nil, err
		}
		if project.Name != w.Bundle.Catalog {
			return nil, usage("%s is a bundle of the catalogue %q, and this is the catalogue %q", bundlePath, w.Bundle.Catalog, project.Name)
		}
	}
	if w.target, err = a.findTarget(root, project); err != nil {
		return nil, err
	}
	if bundlePath != "" && hasOverlays(root, a.target) {
		a.progress("note: the overlays of %s are not applied: a bundle is published as it is", a.target)
	}
	w.Sealed, err = a.sealedFor(w)
	return w, err
}

// project reads the project file of the catalogue, and no document.
func (a *app) project(ctx context.Context) (string, *catalog.Project, error) {
	root, err := a.findCatalog()
	if err != nil {
		return "", nil, err
	}
	project, err := compiler.Project(ctx, root)
	return root, project, err
}

func hasOverlays(root, target string) bool {
	_, err := os.Stat(filepath.Join(root, catalog.OverlayFolder, target))
	return err == nil
}

// sealedFor reads the sealed keys for a target. One that no integration asks
// for is said to be so: its name may be misspelt.
func (a *app) sealedFor(w *wanted) (map[string]string, error) {
	sealed, err := sealedKeys(w.target.root, w.target.name)
	if err != nil || len(sealed) == 0 {
		return nil, err
	}
	uses, err := release.KeyUses(kinds.All(), w.Bundle)
	if err != nil {
		return nil, err
	}
	for name := range sealed {
		if !slices.ContainsFunc(uses, func(use release.KeyUse) bool { return use.Integration == name }) {
			a.progress("warning: %s/%s.age is the key of no active integration with an api_key", sealedFolder, name)
		}
	}
	return sealed, nil
}

func (a *app) readBundle(path string) (*bundle.Bundle, error) {
	return readSaved(a, path, "bundle", "compile", bundle.Read)
}

func (a *app) readPlan(path string) (*plan.Plan, error) {
	return readSaved(a, path, "plan", "plan", plan.Read)
}

// readSaved reads a file of a sort that a command writes, or standard input.
func readSaved[T any](a *app, path, what, command string, read func(io.Reader) (*T, error)) (*T, error) {
	if path == "-" {
		return read(a.stdin)
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("there is no %s file %s (`catalogc %s -o %s` writes one)", what, path, command, path)
	}
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", what, err)
	}
	defer file.Close()
	value, err := read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return value, nil
}

// conflictFindings returns documents that publishing would refuse as findings,
// with their places where the catalogue is at hand.
func conflictFindings(c *compiled, conflicts []release.VersionConflict) diag.List {
	if c != nil {
		return compiler.VersionFindings(c.Catalog, conflicts)
	}
	var list diag.List
	for _, conflict := range conflicts {
		list = append(list, conflict.Diagnostic())
	}
	return list
}
