package report

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
)

// gutter is the least width of the column of line numbers.
const gutter = 2

// diagnosticsText writes each finding with the line it is about and marks the
// place, then the summary.
func diagnosticsText(w io.Writer, findings Findings, style Style) error {
	page := textPage{style: style, ink: style.ink()}
	for i := range findings.List {
		d := &findings.List[i]
		page.finding(d, findings.line(d.Path, d.Span.Start.Line))
		page.out.WriteByte('\n')
	}
	if !style.Quiet {
		summary := findings.summary()
		switch {
		case findings.List.HasErrors():
			summary = page.ink.red(summary)
		case findings.List.Count(diag.Warning) > 0:
			summary = page.ink.yellow(summary)
		default:
			summary = page.ink.green(summary)
		}
		fmt.Fprintln(&page.out, summary)
	}
	return write(w, page.out.String())
}

type textPage struct {
	out   bytes.Buffer
	style Style
	ink   ink
}

func (p *textPage) finding(d *diag.Diagnostic, line string) {
	if place := place(p.style, d.Path, d.Span); place != "" {
		p.out.WriteString(p.ink.strong(place+":") + " ")
	}
	fmt.Fprintf(&p.out, "%s %s %s\n", p.ink.severity(d.Severity, d.Severity.String()+":"),
		p.ink.strong(visible(d.Message)), p.ink.faint("["+visible(d.Code+" "+d.Rule)+"]"))

	width := gutter
	if line != "" && d.Span.IsValid() {
		number := strconv.Itoa(d.Span.Start.Line)
		width = max(gutter, len(number))
		p.snippet(d, line, number, width)
	}
	for _, related := range d.Related {
		text := visible(related.Message)
		if place := place(p.style, related.Path, related.Span); place != "" {
			text += ": " + place
		}
		p.remark(width, "note", text)
	}
	if d.Help != "" {
		p.remark(width, "help", visible(d.Help))
	}
}

func (p *textPage) snippet(d *diag.Diagnostic, line, number string, width int) {
	room := pipeWidth
	if p.style.Width > 0 {
		room = max(p.style.Width-width-len(" | "), 20)
	}
	s := mark(line, d.Span, room)
	blank := strings.Repeat(" ", width)
	marks := "^" + strings.Repeat("~", s.length-1)
	fmt.Fprintf(&p.out, "%s\n", p.ink.blue(blank+" |"))
	fmt.Fprintf(&p.out, "%s%s\n", p.ink.blue(fmt.Sprintf("%*s |", width, number)), spaced(s.text))
	fmt.Fprintf(&p.out, "%s %s%s\n", p.ink.blue(blank+" |"), strings.Repeat(" ", s.offset), p.ink.severity(d.Severity, marks))
}

// spaced puts a space before a text, but none at the end of an empty line.
func spaced(text string) string {
	if text == "" {
		return ""
	}
	return " " + text
}

// remark writes "   = help: …", wrapped under itself.
func (p *textPage) remark(width int, label, text string) {
	indent := strings.Repeat(" ", width+1)
	hang := len("= ") + len(label) + len(": ")
	room := 0
	if p.style.Width > 0 {
		room = max(p.style.Width-len(indent)-hang, 20)
	}
	for i, line := range fill(text, room) {
		if i == 0 {
			fmt.Fprintf(&p.out, "%s%s %s %s\n", indent, p.ink.blue("="), p.ink.strong(label+":"), line)
		} else {
			fmt.Fprintf(&p.out, "%s%s%s\n", indent, strings.Repeat(" ", hang), line)
		}
	}
}

// place returns path:line:column, as far as it is known.
func place(style Style, path string, span diag.Span) string {
	if path == "" {
		return ""
	}
	path = visible(style.path(path))
	if span.IsValid() {
		return path + ":" + span.Start.String()
	}
	return path
}
