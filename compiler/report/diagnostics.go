package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/secret"
)

// Findings is what a compile found, with what is needed to show it.
type Findings struct {
	// List is in reading order.
	List diag.List
	// Documents is how many documents were looked at.
	Documents int
	// Source returns the text of a line, counted from 1, or "" when it is not
	// known. It may be nil.
	Source func(path string, line int) string
	// Definitions are those of all codes that can occur.
	Definitions []*diag.Definition
}

// Diagnostics writes findings in a format.
func Diagnostics(w io.Writer, format Format, findings Findings, style Style) error {
	switch format {
	case Text:
		return diagnosticsText(w, findings, style)
	case JSON:
		return diagnosticsJSON(w, findings, style)
	case SARIF:
		return diagnosticsSARIF(w, findings, style)
	case JUnit:
		return diagnosticsJUnit(w, findings, style)
	case GitHub:
		return diagnosticsGitHub(w, findings, style)
	case GitLab:
		return diagnosticsGitLab(w, findings, style)
	case Markdown:
		return diagnosticsMarkdown(w, findings, style)
	}
	return fmt.Errorf("unknown format %q; use %s", string(format), choice(Formats()))
}

// line returns the text of a line of source without keys, or "".
func (f *Findings) line(path string, line int) string {
	if f.Source == nil || line < 1 {
		return ""
	}
	return secret.Redact(f.Source(path, line))
}

// tally returns "2 errors, 1 warning", or "" when there are no findings.
func (f *Findings) tally() string {
	var parts []string
	for _, s := range []struct {
		severity diag.Severity
		noun     string
	}{{diag.Error, "error"}, {diag.Warning, "warning"}, {diag.Info, "note"}} {
		if n := f.List.Count(s.severity); n > 0 {
			parts = append(parts, count(n, s.noun))
		}
	}
	return strings.Join(parts, ", ")
}

// summary returns the result in one line.
func (f *Findings) summary() string {
	if tally := f.tally(); tally != "" {
		return count(f.Documents, "document") + ": " + tally
	}
	return "ok: " + count(f.Documents, "document")
}

// definition returns that of a finding. A code that nobody defined gets what
// the finding itself says.
func (f *Findings) definition(d *diag.Diagnostic) *diag.Definition {
	for _, definition := range f.Definitions {
		if definition.Code == d.Code {
			return definition
		}
	}
	return &diag.Definition{Code: d.Code, Name: d.Rule, Severity: d.Severity}
}

// fingerprints returns for each finding a text that stays the same while lines
// move, so that a tool that keeps findings knows one again. The text of the
// line goes in, not its number, nor the message, which may name other lines.
func (f *Findings) fingerprints() []string {
	seen := map[string]int{}
	list := make([]string, len(f.List))
	for i := range f.List {
		d := &f.List[i]
		text := strings.TrimSpace(f.line(d.Path, d.Span.Start.Line))
		key := fmt.Sprintf("%q %q %q %q", d.Code, d.Path, d.Pointer, text)
		sum := sha256.Sum256(fmt.Appendf(nil, "%s %d", key, seen[key]))
		seen[key]++
		list[i] = hex.EncodeToString(sum[:16])
	}
	return list
}
