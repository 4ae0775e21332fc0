package syntax

import (
	"bytes"
	"strings"
)

// scanner goes over what stands between the scalars of a document: indicators,
// blank lines and comments. Every # it meets begins a comment.
type scanner struct {
	data      []byte
	at        int
	lineStart int
	// hasText tells that something stands before at on its line, and hasToken that
	// it is not only a comment.
	hasText, hasToken bool
	// blank tells of a blank line since the last token or comment.
	blank bool
	// owner takes the comment that stands behind the last token on its line.
	owner *entry
	// pending are the comments on lines of their own since the last token that
	// have no place yet.
	pending []comment
}

// skip goes to the next character that is neither white space nor in a comment.
func (s *scanner) skip() {
	for s.at < len(s.data) {
		size := breakSize(s.data, s.at)
		switch {
		case size > 0:
			s.blank = s.blank || !s.hasText
			s.at += size
			s.lineStart, s.hasText, s.hasToken = s.at, false, false
		case s.data[s.at] == ' ' || s.data[s.at] == '\t':
			s.at++
		case s.data[s.at] == '#':
			s.comment()
		case bytes.HasPrefix(s.data[s.at:], []byte(bom)):
			s.at += len(bom)
			s.lineStart = s.at
		default:
			return
		}
	}
}

func (s *scanner) comment() {
	end := breakAt(s.data, s.at)
	c := comment{
		text:   strings.TrimRight(string(s.data[s.at:end]), " \t"),
		start:  s.at,
		column: s.at - s.lineStart,
		blank:  s.blank,
	}
	if s.hasToken && s.owner != nil {
		c.blank = false
		s.owner.trailing = append(s.owner.trailing, c)
	} else {
		s.pending = append(s.pending, c)
	}
	s.at, s.hasText, s.blank = end, true, false
}

// token takes what stands from at to end; a comment behind it on its line belongs
// to the owner.
func (s *scanner) token(end int, owner *entry) {
	s.at, s.owner = end, owner
	s.hasText, s.hasToken, s.blank = true, true, false
}

// take takes one character if it comes next.
func (s *scanner) take(c byte, owner *entry) bool {
	s.skip()
	if s.at >= len(s.data) || s.data[s.at] != c {
		return false
	}
	s.token(s.at+1, owner)
	return true
}

// takePending returns the comments that have no place yet.
func (s *scanner) takePending() []comment {
	list := s.pending
	s.pending = nil
	return list
}

// takeBlank tells whether a blank line stands before at.
func (s *scanner) takeBlank() bool {
	blank := s.blank
	s.blank = false
	return blank
}
