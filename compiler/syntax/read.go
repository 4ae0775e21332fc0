package syntax

import (
	"bytes"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
)

// reader makes the layout of one document: it goes through the nodes and the
// text between them side by side.
type reader struct {
	scanner
	document *Document
	// ended are the blocks that have ended since the last entry, the innermost
	// first.
	ended []*block
	// failed tells that at is the first place where nodes and text do not fit.
	failed bool
}

// readLayout returns the layout of a file that was parsed without errors.
func readLayout(file *File) (*layout, error) {
	l := &layout{}
	s := scanner{data: file.text.data}
	refuse := func(at int) error {
		finding := SyntaxError.New("it is not certain what this belongs to")
		finding.Path, finding.Span = file.Path, file.Span(at, lineEnd(file.text.data, at))
		finding.Help = "write it as a field of its own, `key: value`"
		return &FormatError{Path: file.Path, Diagnostics: diag.List{finding}}
	}
	for _, d := range file.Documents {
		if !s.between(d.base) {
			return nil, refuse(s.at)
		}
		r := &reader{scanner: s, document: d}
		r.data = s.data[:d.base+len(d.text)]
		read := r.read()
		if r.failed {
			return nil, refuse(r.at)
		}
		l.documents = append(l.documents, read)
		s = scanner{data: s.data, at: len(r.data), lineStart: len(r.data)}
	}
	if !s.between(len(s.data)) {
		return nil, refuse(s.at)
	}
	rest := s.takePending()
	if n := len(l.documents); n > 0 {
		l.documents[n-1].foot = append(l.documents[n-1].foot, rest...)
	} else {
		l.head = rest
	}
	return l, nil
}

// between goes over what stands between two documents: markers and comments. It
// returns false at anything else.
func (s *scanner) between(end int) bool {
	data := s.data
	s.data = data[:end]
	defer func() { s.data = data }()
	for s.skip(); s.at < end; s.skip() {
		if !s.marker() {
			return false
		}
	}
	return true
}

// marker takes a document marker or a directive. Neither is kept: documents are
// separated anew, and directives change nothing where there are no tags.
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
	r.failed = r.failed || r.at < len(r.data)
	l := &documentLayout{document: r.document, root: root}
	if r.failed {
		return l
	}
	l.foot = place(r.takePending(), r.ended, -1)
	l.head = slices.Concat(root.head, root.trailing)
	root.head, root.trailing = nil, nil
	if entries := root.block.entries; len(entries) > 0 {
		first := entries[0]
		l.head = append(l.head, first.head...)
		l.blank = first.blank
		first.head, first.blank = nil, false
	}
	return l
}
