package catalog

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/syntax"
)

// Loader turns parsed documents into objects. It may be used by several
// goroutines.
type Loader struct {
	registry *resource.Registry
	schemas  *schema.Set
}

// NewLoader returns a loader for the kinds of a registry.
func NewLoader(registry *resource.Registry, schemas *schema.Set) *Loader {
	return &Loader{registry: registry, schemas: schemas}
}

// Loaded is what one file gives.
type Loaded struct {
	Objects     []*resource.Object
	Broken      []*syntax.Document // documents without an object
	Diagnostics diag.List
}

// Load checks the documents of a file against their schemas and decodes them.
// An error is a mistake in a schema, not in the file.
func (l *Loader) Load(file *syntax.File) (Loaded, error) {
	loaded := Loaded{}
	for _, document := range file.Documents {
		if document.Root == nil {
			loaded.Broken = append(loaded.Broken, document)
			continue
		}
		kind, finding := l.kind(document)
		if finding != nil {
			loaded.Diagnostics = append(loaded.Diagnostics, *finding)
			loaded.Broken = append(loaded.Broken, hinted(document))
			continue
		}
		checker, err := l.schemas.Schema(kind.SchemaName())
		if err != nil {
			return loaded, err
		}
		violations := checker.Check(document)
		loaded.Diagnostics = append(loaded.Diagnostics, withoutEchoes(violations, file.Diagnostics)...)
		name := document.Root.Get("name")
		if name == nil || name.Kind != syntax.Scalar || name.Text == "" {
			loaded.Broken = append(loaded.Broken, hinted(document))
			continue
		}
		loaded.Objects = append(loaded.Objects, &resource.Object{
			ID:   resource.ID{Kind: kind.Name, Name: name.Text},
			Kind: kind, Document: document,
			Value:   kind.Decode(document.Root),
			Damaged: damaged(violations, document.Root),
		})
	}
	return loaded, nil
}

// hinted remembers the identity of a document that does not become an object.
func hinted(document *syntax.Document) *syntax.Document {
	document.Hint.Kind = text(document.Root.Get("kind"))
	document.Hint.Name = text(document.Root.Get("name"))
	return document
}

// text returns the text of a scalar, and "" of anything else.
func text(node *syntax.Node) string {
	if node == nil || node.Kind != syntax.Scalar {
		return ""
	}
	return node.Text
}

func (l *Loader) kind(document *syntax.Document) (*resource.Kind, *diag.Diagnostic) {
	node := document.Root.Get("kind")
	var message, help string
	var place diag.Place
	names := l.registry.Names()
	switch {
	case node == nil:
		first, _ := syntax.First(document.Root)
		place = document.Place(first)
		message = "the document has no kind"
		help = "begin it with `kind:` and one of: " + list(names)
	case node.Kind != syntax.Scalar:
		place = document.Place(document.Root.Key("kind"))
		message, help = "kind must be a text, not "+node.Describe(), "one of: "+list(names)
	default:
		if kind := l.registry.Get(node.Text); kind != nil {
			return kind, nil
		}
		place = document.Place(node)
		message, help = fmt.Sprintf("unknown kind %q", node.Text), "one of: "+list(names)
		message += diag.DidYouMean(node.Text, names)
	}
	d := schema.UnknownKind.New(message)
	d.At(place)
	d.Help, d.Pointer = help, "/kind"
	return nil, &d
}
