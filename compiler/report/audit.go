package report

import (
	"encoding/json"
	"io"

	"github.com/igny8/catalogc/compiler/release"
)

// Audit writes the audit log in the order given.
func Audit(w io.Writer, format Format, entries []release.AuditEntry, style Style) error {
	switch format {
	case Text:
		if len(entries) == 0 {
			return write(w, "The audit log is empty.\n")
		}
		return write(w, table(auditRows(entries, []string{"AT", "WHO", "DID", "RELEASE", "COMMIT", "PLAN"}), style))
	case JSON:
		if entries == nil {
			entries = []release.AuditEntry{}
		}
		return writeJSON(w, struct {
			Entries []release.AuditEntry `json:"entries"`
		}{entries})
	case Markdown:
		page := newMarkdownPage(nil)
		page.table(auditRows(entries, []string{"at", "who", "did", "release", "commit", "plan"}), "entries")
		return write(w, page.text())
	}
	return unfit("audit logs", format)
}

func auditRows(entries []release.AuditEntry, heading []string) [][]string {
	rows := [][]string{heading}
	for i := range entries {
		e := &entries[i]
		var detail struct {
			Revision string `json:"git_revision"`
			Plan     string `json:"plan_digest"`
		}
		_ = json.Unmarshal(e.Detail, &detail) // one that is damaged has nothing to show; --verify tells
		number := "-"
		if e.Release > 0 {
			number = versionOrNone(e.Release)
		}
		rows = append(rows, []string{published(e.At), visible(e.Actor), visible(e.Action), number, orNone(shortDigest(detail.Revision)), orNone(shortDigest(detail.Plan))})
	}
	return rows
}

func orNone(text string) string {
	if text == "" {
		return "-"
	}
	return text
}
