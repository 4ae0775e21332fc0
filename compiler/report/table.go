package report

import (
	"fmt"
	"strings"

	"github.com/rivo/uniseg"
)

// table lays rows out in columns for a terminal; the first row is the heading.
func table(rows [][]string, style Style) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], uniseg.StringWidth(text))
		}
	}
	var out strings.Builder
	for i, row := range rows {
		var line strings.Builder
		for j, text := range row {
			line.WriteString(text)
			line.WriteString(strings.Repeat(" ", widths[j]-uniseg.StringWidth(text)+2))
		}
		text := strings.TrimRight(line.String(), " ")
		if style.Width > 0 {
			text = truncate(text, style.Width)
		}
		if i == 0 {
			text = style.ink().faint(text)
		}
		fmt.Fprintln(&out, text)
	}
	return out.String()
}

// table writes rows as a table as far as there is room; the first row is the
// heading. Cells are text, not markup.
func (p *markdownPage) table(rows [][]string, what string) {
	for i, row := range rows {
		cells := make([]string, len(row))
		for j := range row {
			cells[j] = escapeMarkdown(row[j])
		}
		line := "| " + strings.Join(cells, " | ") + " |\n"
		if i == 0 {
			line += strings.Repeat("|---", len(row)) + "|\n"
		}
		if !p.add(line) {
			p.left(len(rows)-i, what)
			return
		}
	}
}
