package compiler

import (
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// compilation is one run over parsed files, from overlays to waivers.
type compilation struct {
	options Options
	project *catalog.Project
	loader  *catalog.Loader
	// incomplete tells that a file could not be read.
	incomplete bool
	// files hold the documents; loaded is what each gives without overlays.
	files  []*syntax.File
	loaded []catalog.Loaded
	// sources are these and the files of the overlays that are looked at, in path
	// order, then the project file.
	sources []*syntax.File
	// patched are the documents that the overlays of the target change.
	patched map[*syntax.Document]*syntax.Document
}

// divide keeps overlays apart from documents. For a target, only its overlays are
// looked at; a folder that belongs to no target is always found, unless the
// project file has errors and so the targets are not known.
func (c *compilation) divide(all []*syntax.File, loaded []catalog.Loaded, uncertain bool) ([]*catalog.Overlay, diag.List) {
	c.files, c.loaded, c.sources = all, loaded, all
	if !slices.ContainsFunc(all, isOverlay) {
		return nil, nil
	}
	var files []*syntax.File
	c.files, c.loaded, c.sources = nil, nil, nil
	for i, file := range all {
		if isOverlay(file) {
			files = append(files, file)
		} else {
			c.files, c.loaded = append(c.files, file), append(c.loaded, loaded[i])
		}
		if !isOverlay(file) || c.wants(catalog.TargetOf(file.Path)) {
			c.sources = append(c.sources, file)
		}
	}
	slices.SortFunc(files, func(a, b *syntax.File) int { return strings.Compare(a.Path, b.Path) })
	overlays, findings := c.loader.Overlays(c.project, files)
	findings = slices.DeleteFunc(findings, func(d diag.Diagnostic) bool {
		if d.Code == catalog.UnknownOverlayTarget.Code {
			return uncertain
		}
		return !c.wants(catalog.TargetOf(d.Path))
	})
	overlays = slices.DeleteFunc(overlays, func(o *catalog.Overlay) bool { return !c.wants(o.Target) })
	for _, file := range files {
		if c.wants(catalog.TargetOf(file.Path)) {
			findings = append(findings, file.Diagnostics...)
		}
	}
	return overlays, findings
}

func isOverlay(file *syntax.File) bool { return catalog.IsOverlay(file.Path) }

// wants reports whether the overlays of a target are looked at. Files that belong
// to no target are.
func (c *compilation) wants(target string) bool {
	return c.options.Target == "" || target == "" || target == c.options.Target
}

func (c *compilation) documents() int {
	n := 0
	for _, file := range c.files {
		n += len(file.Documents)
	}
	return n
}

// judge links the documents and runs the rules over them: those of the target, or
// those without overlays and then once more with the overlays of each target.
func (c *compilation) judge(overlays []*catalog.Overlay) (*catalog.Catalog, diag.List, error) {
	if c.options.Target != "" && len(overlays) > 0 {
		p, err := c.patch(c.loaded, overlays)
		if err != nil {
			return nil, nil, err
		}
		c.patched = p.documents
		linked, findings := c.run(p.loaded)
		return linked, append(append(findings, p.findings...), missing(linked, overlays)...), nil
	}
	linked, without := c.run(c.loaded)
	findings := append(diag.List{}, without...)
	findings = append(findings, missing(linked, overlays)...)
	for len(overlays) > 0 {
		n := slices.IndexFunc(overlays, func(o *catalog.Overlay) bool { return o.Target != overlays[0].Target })
		if n < 0 {
			n = len(overlays)
		}
		p, err := c.patch(c.loaded, overlays[:n])
		if err != nil {
			return nil, nil, err
		}
		_, with := c.run(p.loaded)
		findings = append(findings, p.added(with, without, overlays[0].String())...)
		findings = append(findings, p.findings...)
		overlays = overlays[n:]
	}
	return linked, findings, nil
}

// missing reports the overlays of documents that do not exist.
func missing(linked *catalog.Catalog, overlays []*catalog.Overlay) diag.List {
	var findings diag.List
	for _, overlay := range overlays {
		findings = append(findings, linked.CheckOverlay(overlay)...)
	}
	return findings
}

// run links what the files give and runs the rules.
func (c *compilation) run(loaded []catalog.Loaded) (*catalog.Catalog, diag.List) {
	var findings diag.List
	var objects []*resource.Object
	var broken []*syntax.Document
	for i := range loaded {
		findings = append(findings, loaded[i].Diagnostics...)
		objects = append(objects, loaded[i].Objects...)
		broken = append(broken, loaded[i].Broken...)
	}
	if c.incomplete {
		broken = append(broken, &syntax.Document{})
	}
	linked, unlinked := catalog.New(c.project, c.options.Registry, c.sources, objects, broken)
	findings = append(findings, unlinked...)
	return linked, append(findings, rule.Run(linked, c.options.Rules, c.options.Today)...)
}

// waived takes the waivers of all files into account. What one of them waives may
// be gone with an overlay for one target only: then it is not called unused.
func (c *compilation) waived(findings diag.List) diag.List {
	findings = rule.Waive(findings, c.sources, c.options.Rules, c.options.Today)
	if len(c.patched) == 0 {
		return findings
	}
	return slices.DeleteFunc(findings, func(d diag.Diagnostic) bool {
		if d.Code != syntax.UnusedWaiver.Code {
			return false
		}
		for document := range c.patched {
			if document.Path == d.Path {
				return true
			}
		}
		return false
	})
}
