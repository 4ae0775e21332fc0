package template

// node is one step of rendering. Nodes form a flat list; a section holds the
// nodes that follow it up to its end, so that parsing needs no recursion and
// hostile nesting cannot exhaust the stack.
type node struct {
	kind nodeKind
	text string   // of a text node
	path []string // of the others: the dotted name, or nil for "." (the current item)
	end  int      // of a section: the index after its last node
}

type nodeKind uint8

const (
	textNode nodeKind = iota
	variableNode
	sectionNode
	invertedNode
)

// addText appends literal text, if there is any.
func (t *Template) addText(text string) {
	if text != "" {
		t.nodes = append(t.nodes, node{kind: textNode, text: text})
	}
}
