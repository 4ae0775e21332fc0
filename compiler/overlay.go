package compiler

import (
	"reflect"
	"slices"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/syntax"
)

// patched is what the files of a catalogue give with the overlays of one target.
type patched struct {
	loaded []catalog.Loaded
	// documents are the merged documents, by the one below.
	documents map[*syntax.Document]*syntax.Document
	// findings are those about the overlays themselves.
	findings diag.List
}

// patch merges overlays into the documents they patch and loads the files of
// these anew. All others are as they were.
func (c *compilation) patch(loaded []catalog.Loaded, overlays []*catalog.Overlay) (*patched, error) {
	p := &patched{loaded: slices.Clone(loaded), documents: map[*syntax.Document]*syntax.Document{}}
	byID := make(map[resource.ID]*catalog.Overlay, len(overlays))
	for _, overlay := range overlays {
		byID[overlay.ID] = overlay
	}
	for i, file := range c.files {
		merged := &syntax.File{Path: file.Path, Documents: slices.Clone(file.Documents), Diagnostics: file.Diagnostics}
		isPatched := false
		for _, object := range loaded[i].Objects {
			overlay := byID[object.ID]
			if overlay == nil {
				continue
			}
			isPatched = true
			document := syntax.Merge(object.Document, overlay.Document)
			p.documents[object.Document] = document
			merged.Documents[slices.Index(merged.Documents, object.Document)] = document
			merged.Diagnostics = slices.Concat(merged.Diagnostics, overlay.File.Diagnostics)
		}
		if !isPatched {
			continue
		}
		again, err := c.loader.Load(merged)
		if err != nil {
			return nil, err
		}
		p.loaded[i] = again
		p.compare(loaded[i].Objects, again.Objects)
	}
	return p, nil
}

// compare reports the overlays that leave the content of a document as it was.
// The objects are those of the same documents without and with overlays.
func (p *patched) compare(before, after []*resource.Object) {
	for i, object := range before {
		document := p.documents[object.Document]
		if document == nil || len(object.Damaged) > 0 || len(after[i].Damaged) > 0 {
			continue
		}
		if !reflect.DeepEqual(object.Kind.Canonical(object.Value), object.Kind.Canonical(after[i].Value)) {
			continue
		}
		overlay := document.Overlay()
		d := catalog.OverlayWithoutEffect.New("the overlay changes nothing of " + object.ID.String())
		d.At(overlay.Place(overlay.Root.Get("name")))
		d.Pointer, d.Help = "/name", "remove it; "+object.Document.Path+" says the same"
		p.findings = append(p.findings, d)
	}
}

// finding is what makes two findings the same.
type finding struct {
	path, code, pointer, message string
	span                         diag.Span
}

func findingOf(d *diag.Diagnostic) finding {
	return finding{d.Path, d.Code, d.Pointer, d.Message, d.Span}
}

// added returns the findings with a target's overlays that are not there without,
// and says so. Those in a patched document name its overlay.
func (p *patched) added(with, without diag.List, overlays string) diag.List {
	known := make(map[finding]bool, len(without))
	for i := range without {
		known[findingOf(&without[i])] = true
	}
	var added diag.List
	for _, d := range with {
		if known[findingOf(&d)] {
			continue
		}
		d.Message += " (with " + overlays + ")"
		for below, document := range p.documents {
			if below.Path == d.Path && d.Span.IsValid() && below.Covers(d.Span.Start.Line) {
				overlay := document.Overlay()
				place := overlay.Place(overlay.Root.Get("name"))
				d.Related = append(slices.Clone(d.Related), diag.Related{Path: place.Path, Span: place.Span, Message: "the overlay"})
			}
		}
		added = append(added, d)
	}
	return added
}
