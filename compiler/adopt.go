package compiler

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/syntax"
)

// Adoption is how a catalogue changes so that it says what somebody changed in a
// database by hand.
type Adoption struct {
	// Documents are the changes, in order of identity.
	Documents []AdoptedDocument
	// Left are the differences that no document can take in, with the reason.
	Left []LeftDifference
}

// AdoptedDocument is what happens to one document.
type AdoptedDocument struct {
	ID resource.ID
	// Object is the document in the catalogue, or nil for one to be created.
	Object *resource.Object
	// Edits are the changes of its fields.
	Edits []syntax.Edit
	// Remove takes the document away.
	Remove bool
	// Content is that of a document to be created.
	Content map[string]any
}

// LeftDifference is a difference that is not adopted.
type LeftDifference struct {
	release.Difference
	Reason string
}

// Adopt works out how to adopt differences. latest returns the highest version
// of a document that was ever published: content that changes gets a higher one.
func Adopt(c *catalog.Catalog, differences []release.Difference, latest func(resource.ID) int) *Adoption {
	a := &adopter{catalog: c, latest: latest, documents: map[resource.ID]*AdoptedDocument{}}
	for _, d := range differences {
		if reason := a.take(&d); reason != "" {
			a.left = append(a.left, LeftDifference{Difference: d, Reason: reason})
		}
	}
	adoption := &Adoption{Left: a.left}
	for _, document := range a.documents {
		a.complete(document)
		adoption.Documents = append(adoption.Documents, *document)
	}
	slices.SortFunc(adoption.Documents, func(x, y AdoptedDocument) int { return resource.Compare(x.ID, y.ID) })
	return adoption
}

type adopter struct {
	catalog   *catalog.Catalog
	latest    func(resource.ID) int
	documents map[resource.ID]*AdoptedDocument
	left      []LeftDifference
}

// take adopts one difference, or says why it cannot.
func (a *adopter) take(d *release.Difference) string {
	kind := a.catalog.Registry().Get(d.ID.Kind)
	if d.Problem == release.TableMissing || d.Problem == release.TruthDamaged || kind == nil {
		return "it is not about a document's content"
	}
	i := slices.IndexFunc(kind.Tables, func(t resource.Table) bool { return t.Name == d.Table })
	if i < 0 {
		return "it is not about a document's content"
	}
	table := &kind.Tables[i]
	object := a.catalog.Get(d.ID)
	if object == nil && (d.Problem != release.RowExtra || table.List != "") {
		return "the catalogue has no such document any more"
	}
	document := a.documents[d.ID]
	if document == nil {
		document = &AdoptedDocument{ID: d.ID, Object: object}
	}
	if !a.row(document, table, d) {
		return "the column stands for no field of the document"
	}
	a.documents[d.ID] = document
	return ""
}

// row changes a document as a row was changed. It returns false when nothing of
// it is a field.
func (a *adopter) row(document *AdoptedDocument, table *resource.Table, d *release.Difference) bool {
	item := 0
	for _, column := range d.Key {
		if n, err := strconv.Atoi(column.Value); err == nil && table.List != "" {
			item = n
		}
	}
	switch {
	case table.List == "" && d.Problem == release.RowMissing:
		document.Remove = true
	case d.Problem == release.RowMissing:
		document.Edits = append(document.Edits, syntax.Edit{Pointer: syntax.Index(syntax.Pointer("", table.List), item), Remove: true})
	case d.Problem == release.RowExtra && table.List == "" && document.Object == nil:
		document.Content = map[string]any{"kind": d.ID.Kind, "name": d.ID.Name}
		fill(document.Content, table, d)
	case d.Problem == release.RowExtra && table.List != "":
		row := map[string]any{}
		fill(row, table, d)
		document.Edits = append(document.Edits, syntax.Edit{Pointer: syntax.Pointer("", table.List) + "/-", Value: row})
	default:
		return a.columns(document, table, item, d.Columns)
	}
	return true
}

// fill writes the columns of a new row into a document or an item of a list.
func fill(content map[string]any, table *resource.Table, d *release.Difference) {
	for _, column := range d.Columns {
		edit, ok := table.Edit(column.Column, 0, column.Got)
		name := syntax.LastToken(edit.Pointer)
		// A column that shows one rate repeats what the rates hold.
		if ok && edit.Value != nil && column.Field == name {
			content[name] = edit.Value
		}
	}
}

func (a *adopter) columns(document *AdoptedDocument, table *resource.Table, item int, columns []release.ColumnDifference) bool {
	adopted := false
	for _, column := range columns {
		edit, ok := table.Edit(column.Column, item, column.Got)
		if !ok {
			continue
		}
		adopted = true
		document.Edits = append(document.Edits, shaped(document.Object.Document.Root, edit))
	}
	return adopted
}

// shaped writes an edit as the author writes the field: a rate that is one plain
// amount stays one.
func shaped(root *syntax.Node, edit resource.Edit) syntax.Edit {
	if edit.Value == nil {
		return syntax.Edit{Pointer: edit.Pointer, Remove: true}
	}
	node := root.Find(edit.Pointer)
	if list, ok := edit.Value.([]any); ok && len(list) == 1 && (node == nil || node.Kind == syntax.Scalar) {
		if rate, ok := list[0].(map[string]any); ok && len(rate) == 1 {
			if amount, ok := rate["amount"].(string); ok {
				return syntax.Edit{Pointer: edit.Pointer, Value: json.Number(amount)}
			}
		}
	}
	return syntax.Edit{Pointer: edit.Pointer, Value: edit.Value}
}

// complete raises the version of a document whose content changes, and brings
// the edits into an order in which none moves what another means.
func (a *adopter) complete(document *AdoptedDocument) {
	if document.Object == nil || document.Remove {
		return
	}
	slices.SortStableFunc(document.Edits, func(x, y syntax.Edit) int {
		switch {
		case x.Remove != y.Remove && x.Remove:
			return 1 // removing an item moves those behind it, so it comes last
		case x.Remove != y.Remove:
			return -1
		case x.Remove:
			return itemOf(y.Pointer) - itemOf(x.Pointer)
		}
		return 0
	})
	if !document.Object.Kind.Versioned || !slices.ContainsFunc(document.Edits, needsVersion) {
		return
	}
	version := 1
	if node := document.Object.Document.Root.Get("version"); node != nil {
		version, _ = strconv.Atoi(node.Text)
	}
	if latest := a.latest(document.ID); version <= latest {
		document.Edits = append(document.Edits, syntax.Edit{Pointer: "/version", Value: json.Number(strconv.Itoa(latest + 1))})
	}
}

// itemOf returns the last number in a pointer, or -1.
func itemOf(pointer string) int {
	n, err := strconv.Atoi(syntax.LastToken(pointer))
	if err != nil {
		return -1
	}
	return n
}

func needsVersion(edit syntax.Edit) bool {
	field := edit.Pointer
	for syntax.Parent(field) != "" {
		field = syntax.Parent(field)
	}
	return release.NeedsVersion(syntax.LastToken(field))
}

// String says what is left and why.
func (d LeftDifference) String() string {
	text := d.Table
	for _, column := range d.Key {
		text += fmt.Sprintf(" %s=%s", column.Name, column.Value)
	}
	return text + ": " + d.Reason
}
