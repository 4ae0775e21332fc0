package report

import (
	"io"

	"github.com/igny8/catalogc/compiler/diag"
)

// gitlabIssue is one issue of a GitLab code quality report.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type gitlabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitlabLocation `json:"location"`
}

type gitlabLocation struct {
	Path  string      `json:"path"`
	Lines gitlabLines `json:"lines"`
}

type gitlabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end,omitempty"`
}

func diagnosticsGitLab(w io.Writer, findings Findings, style Style) error {
	issues := make([]gitlabIssue, len(findings.List))
	for i, fingerprint := range findings.fingerprints() {
		d := &findings.List[i]
		description := d.Message
		if d.Help != "" {
			description += " (" + d.Help + ")"
		}
		issues[i] = gitlabIssue{
			Description: description,
			CheckName:   d.Code + " " + d.Rule,
			Fingerprint: fingerprint,
			Severity:    gitlabSeverity(d.Severity),
			Location: gitlabLocation{
				Path: style.path(d.Path),
				// A line is required, so a finding about a whole file stands on its first.
				Lines: gitlabLines{Begin: max(d.Span.Start.Line, 1), End: d.Span.End.Line},
			},
		}
	}
	return writeJSON(w, issues)
}

func gitlabSeverity(severity diag.Severity) string {
	switch severity {
	case diag.Error:
		return "major"
	case diag.Warning:
		return "minor"
	}
	return "info"
}
