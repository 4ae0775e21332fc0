package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
)

// diagnosticsGitHub writes workflow commands, which GitHub Actions turns into
// annotations on the lines of a pull request.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
func diagnosticsGitHub(w io.Writer, findings Findings, style Style) error {
	var out strings.Builder
	for i := range findings.List {
		githubCommand(&out, &findings.List[i], style)
	}
	if !style.Quiet {
		fmt.Fprintln(&out, findings.summary())
	}
	return write(w, out.String())
}

func githubCommand(out *strings.Builder, d *diag.Diagnostic, style Style) {
	command := "notice"
	switch d.Severity {
	case diag.Error:
		command = "error"
	case diag.Warning:
		command = "warning"
	}
	out.WriteString("::" + command + " ")
	if d.Path != "" {
		fmt.Fprintf(out, "file=%s,", githubProperty(style.path(d.Path)))
	}
	if d.Span.IsValid() {
		fmt.Fprintf(out, "line=%d,", d.Span.Start.Line)
		if d.Span.Start.Column > 0 {
			fmt.Fprintf(out, "col=%d,", d.Span.Start.Column)
		}
		if d.Span.End.IsValid() {
			fmt.Fprintf(out, "endLine=%d,endColumn=%d,", d.Span.End.Line, d.Span.End.Column)
		}
	}
	message := visible(d.Message)
	if d.Help != "" {
		message += "\nhelp: " + visible(d.Help)
	}
	fmt.Fprintf(out, "title=%s::%s\n", githubProperty(d.Code+" "+d.Rule), githubData(message))
}

// githubData escapes the message of a command: a raw line break would end it
// and could begin another.
func githubData(text string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(text)
}

// githubProperty escapes the value of a property.
func githubProperty(text string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(githubData(visible(text)))
}
