package report

import (
	"sort"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
)

// pipeWidth is how much of a source line is shown where no terminal limits it.
const pipeWidth = 120

// snippet is a line of source as it is shown, and which part of it is marked,
// in columns of the terminal.
type snippet struct {
	text   string
	offset int
	length int
}

// mark returns the snippet of a line with the span marked. A span over several
// lines is marked to the end of the first. Of a line wider than width only the
// surroundings of the span are shown.
func mark(line string, span diag.Span, width int) snippet {
	list := glyphs(line)
	total := end(list)
	from, to := markedRange(list, span)
	if max(total, to) <= width {
		return snippet{text: strings.TrimRight(join(list), " "), offset: from, length: to - from}
	}
	left := 0
	if to >= width {
		left = max(min(from-width/3, max(total, to)-width+1), 0)
	}
	first := sort.Search(len(list), func(i int) bool { return list[i].offset >= left })
	var out strings.Builder
	shift := left
	if first > 0 {
		out.WriteString("…")
		shift = list[first].offset - 1
	}
	last := first
	for last < len(list) && list[last].offset+list[last].width-shift < width {
		last++
	}
	out.WriteString(join(list[first:last]))
	if last < len(list) {
		out.WriteString("…")
	}
	offset := max(from-shift, 0)
	return snippet{text: out.String(), offset: offset, length: max(min(to-shift, width)-offset, 1)}
}

// markedRange returns where the marks begin and end: at least one column, and
// the one behind the text for a span at the end of the line.
func markedRange(list []glyph, span diag.Span) (from, to int) {
	total := end(list)
	at := func(column int) int {
		i := sort.Search(len(list), func(i int) bool { return list[i].column > column }) - 1
		if i < 0 {
			return 0
		}
		if i == len(list)-1 && column > list[i].column {
			return total
		}
		return list[i].offset
	}
	from = at(span.Start.Column)
	switch {
	case span.End.Line > span.Start.Line:
		for _, c := range list {
			if strings.TrimSpace(c.text) != "" {
				to = c.offset + c.width
			}
		}
	case span.End.Line == span.Start.Line:
		to = at(span.End.Column)
	}
	return from, max(to, from+1)
}

func end(list []glyph) int {
	if len(list) == 0 {
		return 0
	}
	last := list[len(list)-1]
	return last.offset + last.width
}

func join(list []glyph) string {
	var out strings.Builder
	for _, c := range list {
		out.WriteString(c.text)
	}
	return out.String()
}
