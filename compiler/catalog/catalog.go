// Package catalog loads Documents into Objects and resolves every reference.
// What comes out is a linked, read-only Catalog.
package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/syntax"
)

// Catalog is all objects of a catalogue with their links. It is read-only.
type Catalog struct {
	Project *Project
	// Objects are sorted by identity.
	Objects []*resource.Object
	// Files are the files it was read from, overlays among them.
	Files []*syntax.File

	registry *resource.Registry
	byID     map[resource.ID]*resource.Object
	byKind   map[string][]*resource.Object
	// phantoms are identities that documents which could not be read seem to
	// declare. References to them are not reported.
	phantoms map[resource.ID]bool
	// strays are the names of documents whose kind is missing or misspelt: they
	// may be of any kind.
	strays map[string]bool
	// blind tells that a document could not be read at all, not even its name, so
	// that a missing target proves nothing.
	blind bool
	// lost are the kinds of documents that are not among the objects; "" stands
	// for those of which the kind is not known.
	lost map[string]bool
}

// Get returns the object of an identity, or nil.
func (c *Catalog) Get(id resource.ID) *resource.Object { return c.byID[id] }

// Of returns the objects of a kind, sorted by name. The slice must not be
// changed.
func (c *Catalog) Of(kind string) []*resource.Object { return c.byKind[kind] }

// Registry returns the kinds of the catalogue.
func (c *Catalog) Registry() *resource.Registry { return c.registry }

// Find returns the value of the object of a kind and name as a *T, or nil when
// there is none or its Go type is another.
func Find[T any](c *Catalog, kind, name string) *T {
	object := c.byID[resource.ID{Kind: kind, Name: name}]
	if object == nil {
		return nil
	}
	value, _ := object.Value.(*T)
	return value
}

// Has reports whether an identity exists or may exist in a document that could
// not be read.
func (c *Catalog) Has(id resource.ID) bool {
	return c.byID[id] != nil || c.phantoms[id] || c.strays[id.Name]
}

// Locate returns the file that an object's document stands in, without regard to
// overlays, and its index among the documents there: what syntax.Apply takes.
func (c *Catalog) Locate(object *resource.Object) (*syntax.File, int) {
	for _, file := range c.Files {
		if file.Path != object.Document.Path {
			continue
		}
		if i := slices.IndexFunc(file.Documents, object.Document.Stands); i >= 0 {
			return file, i
		}
	}
	return nil, -1
}

// Complete reports whether all documents of a kind are among the objects. When
// one could not be read, or has the identity of another, what the objects lack
// proves nothing.
func (c *Catalog) Complete(kind string) bool { return !c.lost[kind] && !c.lost[""] }

// New builds the catalog of some objects: it finds duplicate identities, then
// resolves all references and words. The objects must be in source order;
// broken are the documents that could not be read.
func New(project *Project, registry *resource.Registry, files []*syntax.File, objects []*resource.Object, broken []*syntax.Document) (*Catalog, diag.List) {
	c := &Catalog{
		Project: project, Files: files, registry: registry,
		byID:     make(map[resource.ID]*resource.Object, len(objects)),
		byKind:   map[string][]*resource.Object{},
		phantoms: map[resource.ID]bool{},
		strays:   map[string]bool{},
		lost:     map[string]bool{},
	}
	var list diag.List
	for _, object := range objects {
		if first := c.byID[object.ID]; first != nil {
			list = append(list, duplicate(object, first))
			c.lost[object.ID.Kind] = true
			continue
		}
		c.byID[object.ID] = object
		c.Objects = append(c.Objects, object)
	}
	for _, document := range broken {
		hint := resource.ID{Kind: document.Hint.Kind, Name: document.Hint.Name}
		c.phantoms[hint] = true
		if registry.Get(hint.Kind) == nil && hint.Name != "" {
			c.strays[hint.Name] = true
		}
		c.blind = c.blind || document.Root == nil && hint.Name == ""
		if registry.Get(hint.Kind) == nil {
			hint.Kind = "" // misspelt, it may be any kind
		}
		c.lost[hint.Kind] = true
	}
	slices.SortFunc(c.Objects, func(a, b *resource.Object) int { return resource.Compare(a.ID, b.ID) })
	for _, object := range c.Objects {
		c.byKind[object.ID.Kind] = append(c.byKind[object.ID.Kind], object)
	}
	return c, append(list, c.link()...)
}

func duplicate(object, first *resource.Object) diag.Diagnostic {
	place := first.Place("/name")
	d := DuplicateIdentity.New(fmt.Sprintf("%s exists already, in %s:%d", object.ID, place.Path, place.Span.Start.Line))
	d.At(object.Place("/name"))
	d.Pointer, d.Help = "/name", "rename or remove one of the two"
	d.Related = []diag.Related{{Path: place.Path, Span: place.Span, Message: "the first one"}}
	return d
}

// link checks every reference and every word of every object.
func (c *Catalog) link() diag.List {
	l := linker{catalog: c, names: map[string][]string{}, nearest: map[resource.ID]string{}}
	for _, object := range c.Objects {
		for _, ref := range object.Kind.Refs(object.Value) {
			if !c.Has(ref.Target) && !c.blind {
				l.unknown(object, ref)
			}
		}
		for _, word := range object.Kind.Words(object.Value) {
			l.word(object, word)
		}
	}
	return l.list
}

type linker struct {
	catalog *Catalog
	list    diag.List
	names   map[string][]string    // by kind
	nearest map[resource.ID]string // a name misspelt often is searched once
}

func (l *linker) add(definition *diag.Definition, object *resource.Object, pointer, help, message string) {
	d := definition.New(message)
	d.At(object.Place(pointer))
	d.Pointer, d.Help = pointer, help
	l.list = append(l.list, d)
}

func (l *linker) unknown(object *resource.Object, ref resource.Ref) {
	message, help := l.miss(ref.Target)
	l.add(UnknownReference, object, ref.Pointer, help, message)
}

// miss says that an identity does not exist, and what was probably meant.
func (l *linker) miss(target resource.ID) (message, help string) {
	kind := target.Kind
	names, ok := l.names[kind]
	if !ok {
		for _, candidate := range l.catalog.byKind[kind] {
			names = append(names, candidate.ID.Name)
		}
		l.names[kind] = names
	}
	nearest, ok := l.nearest[target]
	if !ok {
		nearest = diag.Nearest(target.Name, names)
		l.nearest[target] = nearest
	}
	message = fmt.Sprintf("unknown %s %q", strings.ToLower(kind), target.Name)
	switch {
	case nearest != "":
		message += fmt.Sprintf("; did you mean %q?", nearest)
	case len(names) == 0:
		help = fmt.Sprintf("the catalogue has no %s yet; add a document with `kind: %s` and `name: %s`", kind, kind, target.Name)
	default:
		help = fmt.Sprintf("write the name of an existing %s, or add a document with `kind: %s` and `name: %s`", kind, kind, target.Name)
	}
	return message, help
}

func (l *linker) word(object *resource.Object, word resource.Word) {
	words := l.catalog.Project.Vocabulary.Words(word.Vocabulary)
	if slices.Contains(words, word.Word) {
		return
	}
	message := fmt.Sprintf("%q is not in the vocabulary %s", word.Word, word.Vocabulary)
	message += diag.DidYouMean(word.Word, words)
	l.add(UnknownWord, object, word.Pointer, "one of: "+strings.Join(words, ", "), message)
}
