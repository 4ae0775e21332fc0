package report

import (
	"io"
	"strings"
)

// diagnosticsMarkdown writes a table of the findings and, folded away, the
// lines they are about.
func diagnosticsMarkdown(w io.Writer, findings Findings, style Style) error {
	page := newMarkdownPage(nil)
	tally := findings.tally()
	if tally == "" {
		tally = "no findings"
	}
	page.heading("catalogc: " + tally + " in " + count(findings.Documents, "document"))
	shown := 0
	for i := range findings.List {
		if i == 0 {
			page.add("| | place | finding |\n|---|---|---|\n")
		}
		d := &findings.List[i]
		row := "| " + d.Severity.String() + " | " + tableCell(code(place(style, d.Path, d.Span))) + " | " + escapeMarkdown(visible(d.Message))
		if d.Help != "" {
			row += "<br>help: " + escapeMarkdown(visible(d.Help))
		}
		// The table leaves half of the page to the source lines.
		if page.out.Len()+len(row) > markdownLimit/2 || !page.add(row+" "+tableCell(code(d.Code+" "+d.Rule))+" |\n") {
			break
		}
		shown++
	}
	page.source(&findings, style, shown)
	if rest := len(findings.List) - shown; rest > 0 {
		page.left(rest, "findings")
	}
	return write(w, page.text())
}

func (p *markdownPage) source(findings *Findings, style Style, shown int) {
	style.Color, style.Width = false, 0
	text := textPage{style: style, ink: style.ink()}
	for i := range shown {
		d := &findings.List[i]
		before := text.out.Len()
		text.finding(d, findings.line(d.Path, d.Span.Start.Line))
		text.out.WriteByte('\n')
		if p.out.Len()+len(escapeHTML(text.out.String())) > markdownLimit-2*markdownTail {
			text.out.Truncate(before)
			break
		}
	}
	if text.out.Len() > 0 {
		body := escapeHTML(strings.TrimRight(text.out.String(), "\n"))
		p.add("\n<details><summary>In the source</summary>\n\n<pre>\n" + body + "\n</pre>\n</details>\n")
	}
}
