package syntax

import "github.com/igny8/catalogc/compiler/diag"

// merged is what a Document made by Merge knows beside its tree.
type merged struct {
	overlay *Document
	// base are the mappings of the document below, by those that stand in their
	// place with fields of both.
	base map[*Node]*Node
	// removed are the keys in the overlay of the fields it removes, by pointer.
	removed map[string]*Node
}

// Merge returns a document with the fields of another merged into it as a JSON
// merge patch (RFC 7396): mappings merge, null removes a field, all else replaces
// what was there. The kind and name of the overlay only say what it patches.
//
// Both documents stay as they are. The nodes of the new one know which of the two
// they come from: Place and Inside give the file that a value was written in. A
// mapping with fields of both stands where it stood in the document below.
func Merge(document, overlay *Document) *Document {
	m := &merged{overlay: overlay, base: map[*Node]*Node{}, removed: map[string]*Node{}}
	to := &Document{Path: document.Path, Root: new(Node), Hint: document.Hint,
		file: document.file, text: document.text, base: document.base, merged: m}
	m.mapping(to.Root, document.Root, overlay.Root, "")
	return to
}

func (m *merged) mapping(to, base, overlay *Node, pointer string) {
	*to = *base
	to.children = make([]Node, 0, len(base.children)+len(overlay.children))
	m.base[to] = base
	patches := overlay.fields()
	for i := range base.Len() {
		key, value := base.Field(i)
		at := Pointer(pointer, key.Text)
		patch, patched := patches[key.Text]
		switch {
		case !patched || identifies(at):
			to.children = append(to.children, *key, *value)
		case isNull(patch.value):
			m.removed[at] = new(Node)
			*m.removed[at] = fromOverlay(patch.key)
		case value.Kind == Mapping && patch.value.Kind == Mapping:
			to.children = append(to.children, *key, Node{})
			m.mapping(&to.children[len(to.children)-1], value, patch.value, at)
		default:
			to.children = append(to.children, fromOverlay(patch.key), fromOverlay(patch.value))
		}
	}
	here := base.fields()
	for i := range overlay.Len() {
		key, value := overlay.Field(i)
		if _, known := here[key.Text]; !known && !isNull(value) && !identifies(Pointer(pointer, key.Text)) {
			to.children = append(to.children, fromOverlay(key), fromOverlay(value))
		}
	}
}

// identifies reports whether a field says which document is patched.
func identifies(pointer string) bool { return pointer == "/kind" || pointer == "/name" }

func isNull(n *Node) bool { return n.Kind == Scalar && n.Type == Null }

// pair is a key of a Mapping with its value.
type pair struct{ key, value *Node }

// fields returns the fields of a Mapping by their keys; of equal keys, which are
// reported, the first.
func (n *Node) fields() map[string]pair {
	fields := make(map[string]pair, n.Len())
	for i := range n.Len() {
		key, value := n.Field(i)
		if _, twice := fields[key.Text]; !twice {
			fields[key.Text] = pair{key, value}
		}
	}
	return fields
}

// fromOverlay returns a copy of a node of an overlay that says so by its line. A
// mapping that replaces something else has no fields to remove.
func fromOverlay(n *Node) Node {
	to := *n
	to.line = -n.line
	if n.children != nil {
		to.children = make([]Node, 0, len(n.children))
	}
	for i := range n.children {
		switch {
		case n.Kind == Sequence:
			to.children = append(to.children, listed(&n.children[i]))
		case i%2 == 1 && !isNull(&n.children[i]):
			to.children = append(to.children, fromOverlay(&n.children[i-1]), fromOverlay(&n.children[i]))
		}
	}
	return to
}

// listed is fromOverlay within a list, which replaces another as a whole: null is
// a value there.
func listed(n *Node) Node {
	to := *n
	to.line = -n.line
	to.children = make([]Node, len(n.children))
	for i := range n.children {
		to.children[i] = listed(&n.children[i])
	}
	return to
}

// origin returns the document and the node as they were parsed.
func (d *Document) origin(n *Node) (*Document, *Node) {
	switch {
	case d.merged == nil:
	case n.line < 0:
		return d.merged.overlay, n
	case d.merged.base[n] != nil:
		return d, d.merged.base[n]
	}
	return d, n
}

// Place returns where a node stands and in which file: a node of a merged
// document stands in the file it was written in.
func (d *Document) Place(n *Node) diag.Place {
	from, _ := d.origin(n)
	return diag.Place{Path: from.Path, Span: d.Span(n)}
}

// Overlay returns the document that was merged into this one, or nil.
func (d *Document) Overlay() *Document {
	if d.merged == nil {
		return nil
	}
	return d.merged.overlay
}

// Stands reports whether a document stands in the place of another in its file: it
// is the same, or the other with an overlay merged in.
func (d *Document) Stands(other *Document) bool { return d.file == other.file && d.base == other.base }

// Removed returns the key by which an overlay removes the field at a JSON
// pointer, or nil.
func (d *Document) Removed(pointer string) *Node {
	if d.merged == nil {
		return nil
	}
	return d.merged.removed[pointer]
}

// Source names the files that the document was read from: its own and, after a
// plus sign, that of its overlay.
func (d *Document) Source() string {
	if d.merged == nil {
		return d.Path
	}
	return d.Path + " + " + d.merged.overlay.Path
}

// Covers reports whether a line of the file belongs to the document.
func (d *Document) Covers(line int) bool {
	return d.file.lineAt(d.base) <= line && line <= d.file.lineAt(d.base+len(d.text))
}
