package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
)

// Rules lists the definitions of findings: a table, JSON, or the Markdown page
// docs/rules.md.
func Rules(w io.Writer, format Format, definitions []*diag.Definition, style Style) error {
	switch format {
	case JSON:
		list := make([]ruleJSON, 0, len(definitions))
		for _, d := range definitions {
			list = append(list, ruleOf(d))
		}
		return writeJSON(w, list)
	case Markdown:
		return rulesPage(w, definitions)
	}
	width := 0
	for _, d := range definitions {
		width = max(width, len(d.Name))
	}
	for _, d := range definitions {
		if _, err := fmt.Fprintf(w, "%s  %-*s  %-7s  %s\n", d.Code, width, d.Name, d.Severity, d.Summary); err != nil {
			return err
		}
	}
	return nil
}

type ruleJSON struct {
	Code     string        `json:"code"`
	Name     string        `json:"name"`
	Severity diag.Severity `json:"severity"`
	Summary  string        `json:"summary"`
	Why      string        `json:"why"`
	Fix      string        `json:"fix"`
	Bad      string        `json:"bad,omitempty"`
	Good     string        `json:"good,omitempty"`
	Findings string        `json:"findings,omitempty"`
}

func ruleOf(d *diag.Definition) ruleJSON {
	return ruleJSON{Code: d.Code, Name: d.Name, Severity: d.Severity, Summary: d.Summary, Why: d.Why, Fix: d.Fix}
}

func rulesPage(w io.Writer, definitions []*diag.Definition) error {
	var out strings.Builder
	out.WriteString(`# Rules

What catalogc reports, by code. ` + "`catalogc explain CODE`" + ` shows a bad and a good example of each. A code is
never used again for something else. This page is written by ` + "`catalogc rules --format markdown`" + `.

Findings of rules about content can be waived where they stand, with a reason; see
[waivers](catalogue.md#waivers). Findings of syntax, schema and references cannot.

| code | name | severity | what is wrong |
|---|---|---|---|
`)
	for _, d := range definitions {
		fmt.Fprintf(&out, "| [%s](#%s) | %s | %s | %s |\n", d.Code, anchor(d), d.Name, d.Severity, cell(d.Summary))
	}
	for _, d := range definitions {
		fmt.Fprintf(&out, "\n## %s %s\n\n%s\n\n- **Severity:** %s\n- **Why:** %s\n- **What to do:** %s\n", d.Code, d.Name, d.Summary, d.Severity, d.Why, d.Fix)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// anchor is what GitHub and GitLab make of a heading.
func anchor(d *diag.Definition) string { return strings.ToLower(d.Code) + "-" + d.Name }

// cell escapes what would end a cell of a Markdown table.
func cell(text string) string {
	return strings.NewReplacer("|", "\\|", "\n", " ", "<", "&lt;").Replace(text)
}

// ExampleFile is a file of an example.
type ExampleFile struct{ Path, Text string }

// Explanation is all that is known about one kind of finding.
type Explanation struct {
	Definition *diag.Definition
	Live       []ExampleFile // published before, where that matters
	Bad, Good  []ExampleFile
	Findings   string // what is reported for the bad files
}

// Explain prints what a finding means, why it matters, what to do, and an
// example.
func Explain(w io.Writer, format Format, e Explanation, style Style) error {
	if format == JSON {
		rule := ruleOf(e.Definition)
		rule.Bad, rule.Good, rule.Findings = joinFiles(e.Bad), joinFiles(e.Good), e.Findings
		return writeJSON(w, rule)
	}
	var out strings.Builder
	d := e.Definition
	width := readable(style)
	fmt.Fprintf(&out, "%s %s (%s)\n\n", d.Code, d.Name, d.Severity)
	for _, part := range []struct{ title, text string }{{"", d.Summary}, {"Why: ", d.Why}, {"What to do: ", d.Fix}} {
		out.WriteString(strings.Join(fill(part.title+part.text, width), "\n") + "\n")
	}
	if len(e.Live) > 0 {
		example(&out, "Published before:", e.Live)
	}
	example(&out, "Bad:", e.Bad)
	if e.Findings != "" {
		out.WriteString("\n" + indent(e.Findings, "    "))
	}
	example(&out, "Good:", e.Good)
	_, err := io.WriteString(w, out.String())
	return err
}

// readable is the width of running text: that of the terminal, but no wider than
// what is read with ease.
func readable(style Style) int {
	const most = 100
	if style.Width <= 0 {
		return most
	}
	return min(style.Width, most)
}

func example(out *strings.Builder, title string, files []ExampleFile) {
	out.WriteString("\n" + title + "\n")
	for _, file := range files {
		out.WriteString("\n  " + file.Path + "\n")
		out.WriteString(indent(shorten(file.Text), "    "))
	}
}

// shorten keeps a long example readable.
func shorten(text string) string {
	const most = 60
	lines := strings.SplitAfter(text, "\n")
	if len(lines) <= most {
		return text
	}
	return strings.Join(lines[:most], "") + fmt.Sprintf("… (%d more lines)\n", len(lines)-most)
}

func joinFiles(files []ExampleFile) string {
	var out strings.Builder
	for _, file := range files {
		fmt.Fprintf(&out, "# %s\n%s", file.Path, file.Text)
	}
	return out.String()
}

func indent(text, prefix string) string {
	var out strings.Builder
	for _, line := range strings.SplitAfter(text, "\n") {
		if line == "" {
			continue
		}
		if line != "\n" {
			out.WriteString(prefix)
		}
		out.WriteString(line)
	}
	if !strings.HasSuffix(text, "\n") {
		out.WriteString("\n")
	}
	return out.String()
}
