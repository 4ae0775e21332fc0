package syntax

import "slices"

// layout is a file as its author laid it out: fields and items with their
// comments and the blank lines above them.
type layout struct {
	documents []*documentLayout
	// head are the comments of a file without documents.
	head []comment
}

type documentLayout struct {
	document *Document
	// head are the comments above the first field; they stay at the top whatever
	// field comes first.
	head []comment
	// blank tells of a blank line between them and the first field.
	blank bool
	root  *entry
	foot  []comment
}

// entry is a field of a mapping or an item of a list. The root of a document is
// an entry without a key.
type entry struct {
	key   *Node // nil for an item
	value *Node
	// source is the text of a scalar value as the author wrote it, and keySource
	// that of the key.
	source, keySource string
	// lines are those of a block scalar, without their indentation.
	lines []string
	block *block // the fields or items of a collection
	head  []comment
	// trailing stand behind the entry on its line.
	trailing []comment
	blank    bool // a blank line stands above, below the head

	// The offsets of the key or dash, of what follows the colon or dash, and of
	// the end of the value. after is 0 where there is neither.
	start, after, end int
	// header is where the header of a block scalar ends.
	header int
}

// block is a collection, in brackets or not.
type block struct {
	entries []*entry
	foot    []comment // below the last entry
	column  int
	// floor is the least column at which a comment below the last entry belongs
	// to this block.
	floor int
	// inline is a collection in brackets that stands on one line.
	inline bool
}

// end returns the offset behind the last entry's value.
func (b *block) end() int {
	if len(b.entries) == 0 {
		return 0
	}
	return b.entries[len(b.entries)-1].end
}

// comment is one comment, from its #.
type comment struct {
	text   string
	start  int // offset of the #
	column int
	blank  bool // a blank line stands above
}

// comments returns the texts of all comments in lexical order.
func (l *layout) comments() []string {
	return l.commentsBut(func(comment) bool { return false })
}

// commentsBut returns the texts of the comments that are not left out, in lexical
// order.
func (l *layout) commentsBut(leaveOut func(comment) bool) []string {
	var texts []string
	add := func(list []comment) {
		for _, c := range list {
			if !leaveOut(c) {
				texts = append(texts, c.text)
			}
		}
	}
	var visit func(e *entry)
	visit = func(e *entry) {
		add(e.head)
		add(e.trailing)
		if e.block == nil {
			return
		}
		for _, child := range e.block.entries {
			visit(child)
		}
		add(e.block.foot)
	}
	add(l.head)
	for _, d := range l.documents {
		add(d.head)
		visit(d.root)
		add(d.foot)
	}
	slices.Sort(texts)
	return texts
}
