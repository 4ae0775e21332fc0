package syntax

import (
	"strconv"
	"strings"
)

// Kind is the shape of a Node.
type Kind uint8

// The shapes of a Node.
const (
	Scalar Kind = iota
	Mapping
	Sequence
)

// Type is what a Scalar means under the YAML 1.2 core schema.
type Type uint8

// The types of a Scalar. Dates and times are strings: a catalogue keeps the
// author's own text.
const (
	String Type = iota
	Int
	Float
	Bool
	Null
)

// Style is how a Node is written.
type Style uint8

// The styles of a Node. Flow is that of a Mapping or Sequence in brackets, the
// others are those of a Scalar. Plain is also that of a block collection.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal
	Folded
	Flow
)

// Node is one value of a Document. It knows where it starts; the Document
// works out where it ends.
type Node struct {
	Kind  Kind
	Type  Type
	Style Style
	// Text is the value of a Scalar: for a number its source text, so that
	// nothing is lost to a float.
	Text string
	// children are the items of a Sequence, or the keys and values of a
	// Mapping in turn. One slice for both keeps a Node small.
	children []Node
	// line and column are those of yaml.v3, from 1, within the Document's own
	// text: see Document.start. In a node that Merge took from an overlay the line
	// is negative.
	line, column int32
}

// Len returns the number of items of a Sequence or of fields of a Mapping.
func (n *Node) Len() int {
	if n.Kind == Mapping {
		return len(n.children) / 2
	}
	return len(n.children)
}

// Item returns item i of a Sequence.
func (n *Node) Item(i int) *Node { return &n.children[i] }

// Field returns the key and the value of field i of a Mapping, in source order.
func (n *Node) Field(i int) (key, value *Node) { return &n.children[2*i], &n.children[2*i+1] }

// Get returns the value of the field called key, or nil when there is none or
// n is no Mapping. A nil Node has no fields.
func (n *Node) Get(key string) *Node {
	_, value := n.lookup(key)
	return value
}

// Key returns the node of the key itself, or nil.
func (n *Node) Key(key string) *Node {
	node, _ := n.lookup(key)
	return node
}

func (n *Node) lookup(key string) (*Node, *Node) {
	if n == nil || n.Kind != Mapping {
		return nil, nil
	}
	for i := 0; i < len(n.children); i += 2 {
		if n.children[i].Text == key {
			return &n.children[i], &n.children[i+1]
		}
	}
	return nil, nil
}

// Find returns the node at a JSON pointer (RFC 6901), or nil. The pointer ""
// is n itself.
func (n *Node) Find(pointer string) *Node {
	node, exact := n.Nearest(pointer)
	if !exact {
		return nil
	}
	return node
}

// Nearest returns the node at a JSON pointer and true, or the last node on the
// way to it and false.
func (n *Node) Nearest(pointer string) (*Node, bool) {
	for rest := pointer; rest != ""; {
		token := rest[1:]
		rest = ""
		if i := strings.IndexByte(token, '/'); i >= 0 {
			token, rest = token[:i], token[i:]
		}
		next := n.child(unescape.Replace(token))
		if next == nil {
			return n, false
		}
		n = next
	}
	return n, true
}

func (n *Node) child(token string) *Node {
	switch n.Kind {
	case Mapping:
		return n.Get(token)
	case Sequence:
		if i, err := strconv.Atoi(token); err == nil && i >= 0 && i < len(n.children) {
			return &n.children[i]
		}
	}
	return nil
}

var (
	unescape = strings.NewReplacer("~1", "/", "~0", "~")
	escape   = strings.NewReplacer("~", "~0", "/", "~1")
)

// Pointer appends one token to a JSON pointer, escaped as RFC 6901 wants it.
func Pointer(base, token string) string { return base + "/" + escape.Replace(token) }

// Index appends an array index to a JSON pointer.
func Index(base string, i int) string { return base + "/" + strconv.Itoa(i) }

// Parent returns a JSON pointer without its last token.
func Parent(pointer string) string { return pointer[:max(strings.LastIndexByte(pointer, '/'), 0)] }

// LastToken returns the last token of a JSON pointer, unescaped.
func LastToken(pointer string) string {
	return unescape.Replace(pointer[strings.LastIndexByte(pointer, '/')+1:])
}

// FirstToken returns the first token of a JSON pointer, unescaped.
func FirstToken(pointer string) string {
	token, _, _ := strings.Cut(strings.TrimPrefix(pointer, "/"), "/")
	return unescape.Replace(token)
}

// Rest returns a JSON pointer without its first token.
func Rest(pointer string) string {
	if i := strings.IndexByte(strings.TrimPrefix(pointer, "/"), '/'); i >= 0 {
		return pointer[i+1:]
	}
	return ""
}

// First returns the first key and value of a Mapping, or the node itself when
// it has none.
func First(n *Node) (key, value *Node) {
	if n.Kind == Mapping && n.Len() > 0 {
		return n.Field(0)
	}
	return n, n
}
