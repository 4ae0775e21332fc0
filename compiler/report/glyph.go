package report

import (
	"strings"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// tabWidth is how many columns a tab advances to a multiple of.
const tabWidth = 4

// glyph is what a reader sees as one character: a letter with its accents, an
// emoji, a tab or an escape.
type glyph struct {
	text string
	// column counts characters from 1, as a diag.Position does.
	column int
	// offset and width are in columns of the terminal.
	offset int
	width  int
}

// glyphs splits a line into what stands side by side on a terminal.
func glyphs(line string) []glyph {
	var list []glyph
	column, offset, state := 1, 0, -1
	for line != "" {
		var cluster string
		var width int
		cluster, line, width, state = uniseg.FirstGraphemeClusterInString(line, state)
		c := glyph{text: cluster, column: column, offset: offset, width: width}
		if cluster == "\t" {
			c.width = tabWidth - offset%tabWidth
			c.text = strings.Repeat(" ", c.width)
		} else if text := visible(cluster); text != cluster {
			c.text, c.width = text, uniseg.StringWidth(text)
		}
		list = append(list, c)
		column += utf8.RuneCountInString(cluster)
		offset += c.width
	}
	return list
}

// fill breaks a text at spaces into lines of at most width columns. A word that
// is longer stays whole. Width 0 keeps the text in one line.
func fill(text string, width int) []string {
	if width <= 0 {
		return []string{text}
	}
	var lines []string
	var line strings.Builder
	used := 0
	for word := range strings.SplitSeq(text, " ") {
		n := uniseg.StringWidth(word)
		switch {
		case line.Len() == 0 && used == 0:
		case used+1+n > width:
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		default:
			line.WriteByte(' ')
			used++
		}
		line.WriteString(word)
		used += n
	}
	return append(lines, line.String())
}

// truncate cuts a text to width columns and says so with an ellipsis.
func truncate(text string, width int) string {
	if uniseg.StringWidth(text) <= width {
		return text
	}
	var out strings.Builder
	for _, c := range glyphs(text) {
		if c.offset+c.width > width-1 {
			break
		}
		out.WriteString(c.text)
	}
	return out.String() + "…"
}
