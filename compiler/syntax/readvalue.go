package syntax

// expect goes to an offset, which must be the next character of all.
func (r *reader) expect(offset int) bool {
	if r.failed {
		return false
	}
	r.skip()
	r.failed = r.at != offset
	return !r.failed
}

// begin starts an entry of a block at the next character.
func (r *reader) begin(b *block) *entry {
	r.skip()
	column := r.at - r.lineStart
	if len(b.entries) == 0 {
		b.column, b.floor = column, column
	}
	e := &entry{blank: r.takeBlank(), start: r.at}
	e.head = place(r.takePending(), r.ended, column)
	r.ended = nil
	b.entries = append(b.entries, e)
	return e
}

// hoist moves the comments within an entry above it, if there are lines of them.
func (r *reader) hoist(e *entry) {
	if len(r.pending) > 0 {
		e.head = append(append(e.head, e.trailing...), r.takePending()...)
		e.trailing = nil
	}
}

// value reads the value of an entry in the block around.
func (r *reader) value(n *Node, e *entry, around *block) {
	e.value = n
	switch {
	case r.failed:
	case n.Kind == Scalar:
		r.scalar(n, e)
	case n.Style == Flow:
		r.flow(n, e)
	default:
		r.block(n, e, around)
	}
}

// block reads a collection that is not in brackets.
func (r *reader) block(n *Node, e *entry, around *block) {
	e.block = &block{}
	for i := range n.Len() {
		if n.Kind == Sequence {
			item := r.begin(e.block)
			if !r.take('-', item) {
				r.failed = true
				return
			}
			item.after, item.end = r.at, r.at
			r.value(n.Item(i), item, e.block)
			continue
		}
		r.field(n, i, r.begin(e.block), e.block)
	}
	if around != nil && n.Kind == Sequence && around.column == e.block.column {
		// The items stand right below their key, so a comment in that column is
		// about the next key.
		e.block.floor++
	}
	r.ended = append(r.ended, e.block)
	e.end = e.block.end()
}

// field reads a key and its value.
func (r *reader) field(n *Node, i int, e *entry, around *block) {
	key, value := n.Field(i)
	e.key = key
	start := r.document.start(key)
	if r.at < start && r.take('?', e) {
		r.skip()
		r.hoist(e)
	}
	if !r.expect(start) {
		return
	}
	end := r.document.end(key)
	e.keySource = string(r.data[start:end])
	r.token(end, e)
	e.end = end
	if r.take(':', e) {
		e.after, e.end = r.at, r.at
		r.hoist(e)
	}
	r.value(value, e, around)
}

// flow reads a collection in brackets.
func (r *reader) flow(n *Node, e *entry) {
	start := r.document.start(n)
	if !r.expect(start) {
		return
	}
	r.hoist(e)
	brackets := r.document.hasBrackets(n)
	if brackets {
		r.token(start+1, e)
	}
	e.block = &block{}
	for i := range n.Len() {
		r.skip()
		child := &entry{blank: r.takeBlank(), head: r.takePending(), start: r.at}
		e.block.entries = append(e.block.entries, child)
		if n.Kind == Sequence {
			r.value(n.Item(i), child, e.block)
		} else {
			r.field(n, i, child, e.block)
		}
		if brackets {
			r.take(',', child)
		}
	}
	e.end = e.block.end()
	if brackets && !r.failed {
		r.close(n, e)
		e.end = r.at
	}
	e.block.inline = breakAt(r.data[:r.at], start) == r.at
}

// close reads the closing bracket of a collection.
func (r *reader) close(n *Node, e *entry) {
	closing := byte('}')
	if n.Kind == Sequence {
		closing = ']'
	}
	r.skip()
	inside := r.takePending()
	if len(e.block.entries) == 0 {
		e.head = append(e.head, inside...)
	} else {
		e.block.foot = inside
	}
	r.failed = !r.take(closing, e)
}
