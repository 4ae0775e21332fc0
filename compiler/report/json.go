package report

import (
	"io"

	"github.com/igny8/catalogc/compiler/diag"
)

// findingsJSON is the JSON output. Scripts depend on it: fields may be added,
// never renamed or removed.
type findingsJSON struct {
	Diagnostics []findingJSON `json:"diagnostics"`
	Summary     summaryJSON   `json:"summary"`
}

type findingJSON struct {
	Code     string        `json:"code"`
	Rule     string        `json:"rule"`
	Severity diag.Severity `json:"severity"`
	placeJSON
	Pointer string        `json:"pointer,omitempty"`
	Message string        `json:"message"`
	Help    string        `json:"help,omitempty"`
	Related []relatedJSON `json:"related,omitempty"`
}

// placeJSON leaves out what is not known.
type placeJSON struct {
	Path      string `json:"path,omitempty"`
	Line      int    `json:"line,omitempty"`
	Column    int    `json:"column,omitempty"`
	EndLine   int    `json:"end_line,omitempty"`
	EndColumn int    `json:"end_column,omitempty"`
}

type relatedJSON struct {
	placeJSON
	Message string `json:"message"`
}

type summaryJSON struct {
	Documents int `json:"documents"`
	Errors    int `json:"errors"`
	Warnings  int `json:"warnings"`
}

func diagnosticsJSON(w io.Writer, findings Findings, style Style) error {
	out := findingsJSON{
		Diagnostics: make([]findingJSON, len(findings.List)),
		Summary: summaryJSON{
			Documents: findings.Documents,
			Errors:    findings.List.Count(diag.Error),
			Warnings:  findings.List.Count(diag.Warning),
		},
	}
	for i, d := range findings.List {
		out.Diagnostics[i] = findingJSON{
			Code: d.Code, Rule: d.Rule, Severity: d.Severity, placeJSON: placeOf(style, d.Path, d.Span),
			Pointer: d.Pointer, Message: d.Message, Help: d.Help,
		}
		for _, related := range d.Related {
			out.Diagnostics[i].Related = append(out.Diagnostics[i].Related, relatedJSON{
				placeJSON: placeOf(style, related.Path, related.Span), Message: related.Message,
			})
		}
	}
	return writeJSON(w, out)
}

func placeOf(style Style, path string, span diag.Span) placeJSON {
	place := placeJSON{Line: span.Start.Line, Column: span.Start.Column, EndLine: span.End.Line, EndColumn: span.End.Column}
	if path != "" {
		place.Path = style.path(path)
	}
	return place
}
