package syntax

import "bytes"

// reader makes the layout of one document: it goes through the nodes and the
// text between them side by side.
type reader struct {
	scanner
	document *Document
	// ended are the blocks that have ended since the last entry, the innermost
	// first.
	ended []*block
	// wrong is the first place where nodes and text did not fit.
	wrong error
}

// readLayout returns the layout of a file that was parsed without errors.
func readLayout(file *File) (*layout, error) {
	l := &layout{}
	s := scanner{data: file.text.data}
	for _, d := range file.Documents {
		if err := s.between(d.base); err != nil {
			return nil, err
		}
		r := &reader{scanner: s, document: d}
		r.data = s.data[:d.base+len(d.text)]
		read := r.read()
		if r.wrong != nil {
			return nil, r.wrong
		}
		l.documents = append(l.documents, read)
		s = scanner{data: s.data, at: len(r.data), lineStart: len(r.data)}
	}
	if err := s.between(len(s.data)); err != nil {
		return nil, err
	}
	rest := s.takePending()
	if n := len(l.documents); n > 0 {
		l.documents[n-1].foot = append(l.documents[n-1].foot, rest...)
	} else {
		l.head = rest
	}
	return l, nil
}

// between goes over what stands between two documents: markers and comments.
func (s *scanner) between(end int) error {
	data := s.data
	s.data = data[:end]
	defer func() { s.data = data }()
	for s.skip(); s.at < end; s.skip() {
		if !s.marker() {
			return s.unexpected()
		}
	}
	return nil
}

// marker takes a document marker or a directive. Neither is kept: documents are
// separated anew, and the directives that YAML 1.2 has change nothing here.
func (s *scanner) marker() bool {
	rest := s.data[s.at:]
	switch {
	case s.at != s.lineStart:
		return false
	case isMarker(rest, "---"), isMarker(rest, "..."):
		s.token(s.at+3, nil)
	case rest[0] == '%':
		end := breakAt(s.data, s.at)
		if i := bytes.Index(s.data[s.at:end], []byte(" #")); i >= 0 {
			end = s.at + i
		}
		s.token(end, nil)
	default:
		return false
	}
	return true
}

func (r *reader) read() *documentLayout {
	root := &entry{}
	for r.skip(); r.at < len(r.data) && r.marker(); r.skip() {
	}
	r.value(r.document.Root, root, nil)
	r.skip()
	if r.at < len(r.data) {
		r.fail()
	}
	l := &documentLayout{document: r.document, root: root}
	l.foot = place(r.takePending(), r.ended, -1)
	l.head, root.head = append(root.head, root.trailing...), nil
	root.trailing = nil
	if entries := root.block.entries; len(entries) > 0 {
		first := entries[0]
		l.head = append(l.head, first.head...)
		l.blank = first.blank
		first.head, first.blank = nil, false
	}
	return l
}

func (r *reader) fail() {
	if r.wrong == nil {
		r.wrong = r.unexpected()
	}
}

// expect goes to an offset, which must be the next character of all.
func (r *reader) expect(offset int) bool {
	r.skip()
	if r.at != offset {
		r.fail()
	}
	return r.wrong == nil
}

// begin starts an entry of a block at the next character.
func (r *reader) begin(b *block) *entry {
	r.skip()
	column := r.at - r.lineStart
	if len(b.entries) == 0 {
		b.column, b.floor = column, column
	}
	e := &entry{blank: r.takeBlank()}
	e.head = place(r.takePending(), r.ended, column)
	r.ended = nil
	b.entries = append(b.entries, e)
	return e
}

// value reads the value of an entry in the block around.
func (r *reader) value(n *Node, e *entry, around *block) {
	e.value = n
	switch {
	case r.wrong != nil:
	case n.Kind == Scalar:
		r.scalar(n, e)
	case n.Style == Flow:
		r.flow(n, e)
	default:
		r.block(n, e, around)
	}
}

func (r *reader) block(n *Node, e *entry, around *block) {
	e.block = &block{}
	for i := range n.Len() {
		if n.Kind == Sequence {
			item := r.begin(e.block)
			if !r.take('-', item) {
				r.fail()
				return
			}
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
}

// field reads a key and its value.
func (r *reader) field(n *Node, i int, e *entry, around *block) {
	key, value := n.Field(i)
	e.key = key
	start := r.document.start(key)
	if r.at < start && r.take('?', e) {
		r.skip()
		e.head = append(e.head, r.takePending()...)
	}
	if !r.expect(start) {
		return
	}
	end := r.document.end(key)
	e.keySource = string(r.data[start:end])
	r.token(end, e)
	if r.take(':', e) {
		e.head = append(e.head, r.takePending()...)
	}
	r.value(value, e, around)
}

func (r *reader) scalar(n *Node, e *entry) {
	if n.Text == "" && n.Style == Plain {
		return
	}
	start, end := r.document.start(n), r.document.end(n)
	if !r.expect(start) {
		return
	}
	e.head = append(e.head, r.takePending()...)
	if n.Style != Literal && n.Style != Folded {
		e.source = string(r.data[start:end])
		r.token(end, e)
		return
	}
	r.token(start+1, e)
	r.at += len(r.data[r.at:]) - len(bytes.TrimLeft(r.data[r.at:], "0123456789+-"))
	r.skipLine()
	for _, line := range r.document.blockLines(n) {
		e.lines = append(e.lines, string(r.data[line.start:line.end]))
	}
	if end > r.at {
		r.token(end, e)
	}
	if keepsBlankLines(n.Text) {
		r.skipBlankLines()
	}
}

// skipLine takes a comment on the current line, if there is one.
func (r *reader) skipLine() {
	r.at += blankRun(r.data[r.at:])
	if r.at < len(r.data) && r.data[r.at] == '#' {
		r.comment()
	}
}

// skipBlankLines goes over the blank lines that belong to the text above.
func (r *reader) skipBlankLines() {
	for {
		next := nextLine(r.data, r.at)
		end := next + blankRun(r.data[next:])
		if end >= len(r.data) || breakSize(r.data, end) == 0 {
			return
		}
		r.at, r.lineStart = end, next
	}
}

// flow reads a collection in brackets.
func (r *reader) flow(n *Node, e *entry) {
	start := r.document.start(n)
	if !r.expect(start) {
		return
	}
	e.head = append(e.head, r.takePending()...)
	brackets := r.document.hasBrackets(n)
	if brackets {
		r.token(start+1, e)
	}
	e.block = &block{}
	for i := range n.Len() {
		r.skip()
		child := &entry{blank: r.takeBlank(), head: r.takePending()}
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
	if brackets && r.wrong == nil {
		r.close(n, e)
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
	if !r.take(closing, e) {
		r.fail()
	}
}
