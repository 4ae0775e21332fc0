package compiler

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/igny8/catalogc/compiler/bundle"
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
	// Body is its canonical content with the changes, or nil when it is to be
	// removed.
	Body []byte
}

// LeftDifference is a difference that is not adopted.
type LeftDifference struct {
	release.Difference
	Reason string
}

// String says what is left and why.
func (d LeftDifference) String() string {
	text := d.Table
	for _, column := range d.Key {
		text += fmt.Sprintf(" %s=%s", column.Name, column.Value)
	}
	return text + ": " + d.Reason
}

// Adopt works out how to adopt differences. latest returns the highest version
// of a document that was ever published: content that changes gets a higher one.
func Adopt(c *catalog.Catalog, differences []release.Difference, latest func(resource.ID) int) (*Adoption, error) {
	a := &adopter{catalog: c, latest: latest, documents: map[resource.ID]*adopted{}}
	for _, d := range differences {
		if reason := a.take(&d); reason != "" {
			a.left = append(a.left, LeftDifference{Difference: d, Reason: reason})
		}
	}
	adoption := &Adoption{Left: a.left}
	for id, document := range a.documents {
		body, err := a.body(id, document)
		if err != nil {
			return nil, fmt.Errorf("adopt %s: %w", id, err)
		}
		adoption.Documents = append(adoption.Documents, AdoptedDocument{ID: id, Object: document.object, Body: body})
	}
	slices.SortFunc(adoption.Documents, func(x, y AdoptedDocument) int { return resource.Compare(x.ID, y.ID) })
	return adoption, nil
}

type adopter struct {
	catalog   *catalog.Catalog
	latest    func(resource.ID) int
	documents map[resource.ID]*adopted
	left      []LeftDifference
}

// adopted is a document that is being changed.
type adopted struct {
	object  *resource.Object
	content map[string]any // canonical
	removed bool
	// gone are items to be taken out of lists once all else is done, since those
	// behind them move up.
	gone []string
	// versioned tells that a field changed that may not do so without a new
	// version.
	versioned bool
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
	added := d.Problem == release.RowExtra && table.List == ""
	switch {
	case object == nil && !added && a.documents[d.ID] == nil:
		return "the catalogue has no such document any more"
	case object != nil && added:
		return "the catalogue has such a document already"
	}
	document := a.documents[d.ID]
	if document == nil {
		document = &adopted{object: object, content: map[string]any{"kind": d.ID.Kind, "name": d.ID.Name}}
		if object != nil {
			document.content = kind.Canonical(object.Value)
		}
	}
	if !document.row(table, d) {
		return "the column stands for no field of the document"
	}
	a.documents[d.ID] = document
	return ""
}

// row changes a document as a row was changed. It returns false when nothing of
// it is a field.
func (d *adopted) row(table *resource.Table, difference *release.Difference) bool {
	item := 0
	if table.List != "" && len(difference.Key) > 1 {
		item, _ = strconv.Atoi(difference.Key[1].Value)
	}
	switch difference.Problem {
	case release.RowMissing:
		if table.List == "" {
			d.removed = true
			return true
		}
		d.gone = append(d.gone, syntax.Index(syntax.Pointer("", table.List), item))
		d.versioned = true
		return true
	case release.RowExtra:
		if table.List != "" { // behind those that are there, whatever its number
			list, _ := d.content[table.List].([]any)
			item = len(list)
			d.content[table.List] = append(list, map[string]any{})
		}
	}
	changed := false
	for _, column := range difference.Columns {
		// In a new row a column that shows a part of a field repeats what that holds.
		if difference.Problem == release.RowExtra && column.Field == "" {
			continue
		}
		edit, ok := table.Edit(column.Column, item, column.Got)
		if !ok {
			continue
		}
		changed = true
		d.versioned = d.versioned || release.NeedsVersion(syntax.FirstToken(edit.Pointer))
		put(d.content, edit.Pointer, edit.Value)
	}
	return changed
}

// body returns the canonical content, with a version of its own where the kind
// has versions and the content changed.
func (a *adopter) body(id resource.ID, d *adopted) ([]byte, error) {
	if d.removed {
		return nil, nil
	}
	slices.SortFunc(d.gone, func(x, y string) int { // the last items first
		m, _ := strconv.Atoi(syntax.LastToken(x))
		n, _ := strconv.Atoi(syntax.LastToken(y))
		return n - m
	})
	for _, pointer := range d.gone {
		list, _ := d.content[syntax.FirstToken(pointer)].([]any)
		if n, err := strconv.Atoi(syntax.LastToken(pointer)); err == nil && n < len(list) {
			d.content[syntax.FirstToken(pointer)] = slices.Delete(slices.Clone(list), n, n+1)
		}
	}
	if d.object != nil && d.object.Kind.Versioned && d.versioned {
		version := 1
		if number, ok := d.content["version"].(json.Number); ok {
			version, _ = strconv.Atoi(number.String())
		}
		if latest := a.latest(id); version <= latest {
			d.content["version"] = json.Number(strconv.Itoa(latest + 1))
		}
	}
	return bundle.AppendCanonical(nil, d.content)
}

// put sets what stands at a pointer of canonical content; nil removes it.
// Mappings on the way that are missing are added.
func put(content any, pointer string, value any) {
	first, rest := syntax.FirstToken(pointer), syntax.Rest(pointer)
	switch content := content.(type) {
	case map[string]any:
		switch {
		case rest == "" && value == nil:
			delete(content, first)
		case rest == "":
			content[first] = value
		default:
			if content[first] == nil {
				content[first] = map[string]any{}
			}
			put(content[first], rest, value)
		}
	case []any:
		n, err := strconv.Atoi(first)
		if err != nil || n >= len(content) {
			return
		}
		if rest == "" {
			content[n] = value
			return
		}
		put(content[n], rest, value)
	}
}
