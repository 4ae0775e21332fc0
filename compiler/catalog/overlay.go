package catalog

import (
	"fmt"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/syntax"
)

// OverlayFolder is the folder of a catalogue whose folders hold the overlays, one
// for each target.
const OverlayFolder = "overlays"

const overlayFolder = OverlayFolder + "/"

// IsOverlay reports whether a file of the catalogue holds overlays and no
// documents.
func IsOverlay(path string) bool { return strings.HasPrefix(path, overlayFolder) }

// TargetOf returns the target whose overlays a file holds, or "" when it stands
// in no target's folder.
func TargetOf(path string) string {
	target, _, inside := strings.Cut(strings.TrimPrefix(path, overlayFolder), "/")
	if !inside {
		return ""
	}
	return target
}

// Overlay is a document that changes another one for one target: a JSON merge
// patch of the document that has its kind and name.
type Overlay struct {
	Target   string
	ID       resource.ID
	File     *syntax.File
	Document *syntax.Document
}

// String names the folder of the overlay: overlays/production.
func (o *Overlay) String() string { return overlayFolder + o.Target }

// Overlays returns the overlays in some files, which must be in path order. What
// is wrong with one is found, and it is left out; the files' own findings are not
// repeated. Whether the documents exist is for CheckOverlay to say.
func (l *Loader) Overlays(project *Project, files []*syntax.File) ([]*Overlay, diag.List) {
	var overlays []*Overlay
	var findings diag.List
	type identity struct {
		target string
		id     resource.ID
	}
	first := map[identity]*Overlay{}
	known := map[string]bool{}
	for _, file := range files {
		target := TargetOf(file.Path)
		if target == "" {
			d := MisplacedOverlay.New("the file stands in the folder of no target")
			d.Path, d.Help = file.Path, "move it to "+overlayFolder+"<target>/, or out of "+overlayFolder+" if it holds documents"
			findings = append(findings, d)
			continue
		}
		if _, exists := project.Target(target); !exists && !known[target] {
			known[target] = true // one finding a folder
			findings = append(findings, unknownTarget(project, file.Path, target))
		}
		for _, document := range file.Documents {
			overlay, finding := l.overlay(file, document, target)
			if finding != nil {
				findings = append(findings, *finding)
			}
			if overlay == nil {
				continue
			}
			at := identity{target, overlay.ID}
			if other := first[at]; other != nil {
				findings = append(findings, repeatedOverlay(overlay, other))
				continue
			}
			first[at] = overlay
			overlays = append(overlays, overlay)
		}
	}
	return overlays, findings
}

// overlay reads the identity of the document that an overlay patches.
func (l *Loader) overlay(file *syntax.File, document *syntax.Document, target string) (*Overlay, *diag.Diagnostic) {
	if document.Root == nil {
		return nil, nil
	}
	kind, finding := l.kind(document)
	if finding != nil {
		return nil, finding
	}
	name := text(document.Root.Get("name"))
	if name == "" {
		d := schema.MissingField.New("the overlay does not say which " + kind.Name + " it patches")
		d.At(document.Place(document.Root.Key("kind")))
		d.Pointer, d.Help = "/name", "write its `name:` below the kind"
		return nil, &d
	}
	return &Overlay{Target: target, ID: resource.ID{Kind: kind.Name, Name: name}, File: file, Document: document}, nil
}

func unknownTarget(project *Project, path, target string) diag.Diagnostic {
	names := project.TargetNames()
	d := UnknownOverlayTarget.New(fmt.Sprintf("unknown target %q", target) + diag.DidYouMean(target, names))
	d.Path, d.Help = path, "rename the folder, or declare the target in "+ProjectFile+"; its targets are: "+list(names)
	return d
}

func repeatedOverlay(overlay, first *Overlay) diag.Diagnostic {
	place := first.Document.Place(first.Document.Root.Get("name"))
	d := RepeatedOverlay.New(fmt.Sprintf("%s is patched for %s already, in %s:%d", overlay.ID, overlay.Target, place.Path, place.Span.Start.Line))
	d.At(overlay.Document.Place(overlay.Document.Root.Get("name")))
	d.Pointer, d.Help = "/name", "move what this overlay says into the first one"
	d.Related = []diag.Related{{Path: place.Path, Span: place.Span, Message: "the first one"}}
	return d
}

// CheckOverlay reports an overlay of a document that the catalog does not have.
func (c *Catalog) CheckOverlay(overlay *Overlay) diag.List {
	if c.Has(overlay.ID) || c.blind {
		return nil
	}
	l := linker{catalog: c, names: map[string][]string{}, nearest: map[resource.ID]string{}}
	message, help := l.miss(overlay.ID)
	if help != "" {
		help = "an overlay patches a document that exists: write the name of one, or add the document outside " + overlayFolder
	}
	d := UnknownOverlayDocument.New(message)
	d.At(overlay.Document.Place(overlay.Document.Root.Get("name")))
	d.Pointer, d.Help = "/name", help
	return diag.List{d}
}
