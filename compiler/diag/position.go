package diag

import "fmt"

// Position is a place in a text file. Line and Column count from 1; columns
// count characters (Unicode code points), not bytes. The zero Position means
// that the place is unknown.
type Position struct {
	Line   int
	Column int
}

// IsValid reports whether the position is known.
func (p Position) IsValid() bool { return p.Line > 0 }

// Before reports whether p stands before q.
func (p Position) Before(q Position) bool {
	if p.Line != q.Line {
		return p.Line < q.Line
	}
	return p.Column < q.Column
}

// String formats the position as line:column.
func (p Position) String() string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }

// Span is a range of text from Start, inclusive, to End, exclusive.
type Span struct {
	Start Position
	End   Position
}

// IsValid reports whether the place is known.
func (s Span) IsValid() bool { return s.Start.IsValid() }

// Contains reports whether p lies in the span.
func (s Span) Contains(p Position) bool { return !p.Before(s.Start) && p.Before(s.End) }
