package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

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
	if path == "-" {
		return bundle.Read(a.stdin)
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("there is no bundle file %s (`catalogc compile -o %s` writes one)", path, path)
	}
	if err != nil {
		return nil, fmt.Errorf("open bundle: %w", err)
	}
	defer file.Close()
	b, err := bundle.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return b, nil
}

func (a *app) readPlan(path string) (*plan.Plan, error) {
	if path == "-" {
		return plan.Read(a.stdin)
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("there is no plan file %s (`catalogc plan -o %s` writes one)", path, path)
	}
	if err != nil {
		return nil, fmt.Errorf("open plan: %w", err)
	}
	defer file.Close()
	p, err := plan.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}

// notes says what the reader of a plan should know about keys besides what the
// plan does: they are needed, but storing them is a step of its own.
func notes(t *target, planned *release.Planned, store string) []string {
	var list []string
	if store == "" {
		uses := make([]string, 0, len(planned.Uses))
		for _, use := range planned.Uses {
			uses = append(uses, fmt.Sprintf("%s (%s)", use.Ref, use.Integration))
		}
		if len(uses) > 0 {
			list = append(list, fmt.Sprintf("%d API key%s not checked, since target %q has no key store: %s", len(uses), are(len(uses)), t.name, few(uses)))
		}
		return list
	}
	var missing, gone, foreign []string
	var first string
	for i := range planned.Keys {
		status := &planned.Keys[i]
		text := fmt.Sprintf("%s (%s)", status.Ref, status.Integration)
		written := slices.ContainsFunc(planned.Plan.Keys, func(k plan.Key) bool {
			return k.Action == plan.WriteKey && k.Integration == status.Integration && k.Ref() == status.Ref
		})
		switch {
		case written:
		case status.Missing() && status.Pin.Version > 0:
			gone = append(gone, text)
		case status.Missing():
			if first == "" {
				first = status.Integration
			}
			missing = append(missing, text)
		}
		if status.Foreign(planned.Catalog, t.name) {
			foreign = append(foreign, fmt.Sprintf("%s, of %s/%s", text, status.State.Owner.Catalog, status.State.Owner.Target))
		}
	}
	if len(missing) > 0 {
		list = append(list, fmt.Sprintf("%d API key%s not stored yet in %s: %s; `catalogc keys set %s` stores one", len(missing), are(len(missing)), store, few(missing), first))
	}
	if len(gone) > 0 {
		list = append(list, fmt.Sprintf("%d API key%s gone from %s: %s; `catalogc keys set` stores one again", len(gone), are(len(gone)), store, few(gone)))
	}
	if len(foreign) > 0 {
		list = append(list, fmt.Sprintf("%d API key%s marked as somebody else's: %s", len(foreign), are(len(foreign)), few(foreign)))
	}
	if planned.Deletes != nil {
		list = append(list, planned.Deletes.Error())
	}
	return list
}

// few lists the first of some texts.
func few(texts []string) string {
	const most = 5
	text := strings.Join(texts[:min(most, len(texts))], ", ")
	if len(texts) > most {
		text += fmt.Sprintf(" and %d more", len(texts)-most)
	}
	return text
}

func are(n int) string {
	if n == 1 {
		return " is"
	}
	return "s are"
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
