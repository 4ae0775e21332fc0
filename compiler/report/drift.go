package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

// Drift writes how a target differs from its live release.
func Drift(w io.Writer, format Format, d *release.Drift, target string, style Style) error {
	switch format {
	case Text:
		return driftText(w, d, target, style)
	case JSON:
		return writeJSON(w, driftJSON(d))
	case Markdown:
		page := newMarkdownPage(nil)
		page.heading("Drift of " + code(target) + ": " + driftSummary(d))
		m := marks{ink: Style{}.ink(), html: true}
		for i, lines := range driftLines(d, m) {
			if !page.add("<pre>\n" + strings.Join(lines, "\n") + "\n</pre>\n\n") {
				page.left(len(d.Differences)+len(d.Keys)-i, "differences")
				break
			}
		}
		return write(w, page.text())
	}
	return unfit("drift", format)
}

type driftedRowJSON struct {
	release.Difference
	Document string `json:"document,omitempty"`
}

// driftJSON names the document of each row as identities are written.
func driftJSON(d *release.Drift) any {
	rows := make([]driftedRowJSON, len(d.Differences))
	for i, difference := range d.Differences {
		rows[i] = driftedRowJSON{Difference: difference}
		if difference.ID.Kind != "" {
			rows[i].Document = difference.ID.String()
		}
	}
	return struct {
		Release int                `json:"release"`
		Rows    []driftedRowJSON   `json:"rows"`
		Keys    []release.KeyDrift `json:"keys"`
	}{d.Release.Number, rows, d.Keys}
}

func driftText(w io.Writer, d *release.Drift, target string, style Style) error {
	ink := style.ink()
	if d.IsEmpty() {
		return write(w, ink.green(fmt.Sprintf("no drift: %s is as release %d was published.", visible(target), d.Release.Number))+"\n")
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n\n", ink.strong(fmt.Sprintf("Drift of %s from release %d", visible(target), d.Release.Number)))
	for _, lines := range driftLines(d, marks{ink: ink}) {
		for i, line := range lines {
			if i > 0 {
				line = "    " + line
			}
			fmt.Fprintf(&out, "  %s\n", line)
		}
	}
	fmt.Fprintf(&out, "\n%s\n", ink.strong("Drift: "+driftSummary(d)+"."))
	return write(w, out.String())
}

func driftSummary(d *release.Drift) string {
	if d.IsEmpty() {
		return "none"
	}
	var parts []string
	if n := len(d.Differences); n > 0 {
		parts = append(parts, count(n, "row"))
	}
	if n := len(d.Keys); n > 0 {
		parts = append(parts, count(n, "key"))
	}
	return strings.Join(parts, " and ")
}

// driftLines returns what differs, a few lines each.
func driftLines(d *release.Drift, m marks) [][]string {
	var list [][]string
	for i := range d.Differences {
		list = append(list, differenceLines(&d.Differences[i], m))
	}
	for i := range d.Keys {
		list = append(list, []string{m.sign(plan.Update) + " key " + m.plain(d.Keys[i].Integration) + "  " + m.plain(d.Keys[i].Ref) + "  " + m.plain(keyDriftText(&d.Keys[i]))})
	}
	return list
}

func differenceLines(d *release.Difference, m marks) []string {
	var key []string
	for _, column := range d.Key {
		key = append(key, column.Name+"="+column.Value)
	}
	row := m.plain(strings.TrimSpace(d.Table + " " + strings.Join(key, " ")))
	switch d.Problem {
	case release.RowMissing:
		return []string{m.sign(plan.Delete) + " " + row + "  the row is gone"}
	case release.RowExtra:
		return []string{m.sign(plan.Create) + " " + row + "  somebody added the row"}
	case release.TableMissing:
		text := "the table is gone"
		for i, column := range d.Columns {
			if i == 0 {
				text = "columns are gone: " + column.Column
			} else {
				text += ", " + column.Column
			}
		}
		return []string{m.sign(plan.Delete) + " " + row + "  " + m.plain(text)}
	case release.TruthDamaged:
		return []string{m.sign(plan.Update) + " " + row + "  what was published is damaged: it does not have its digest"}
	}
	lines := []string{m.sign(plan.Update) + " " + row}
	for _, column := range d.Columns {
		// Of what JSON holds only what differs is shown, as in a plan.
		for _, field := range plan.Fields(map[string]any{column.Column: column.Want}, map[string]any{column.Column: column.Got}) {
			for _, e := range edits(field) {
				lines = append(lines, m.lines(e)...)
			}
		}
	}
	return lines
}

func keyDriftText(k *release.KeyDrift) string {
	switch k.Problem {
	case release.KeyNewer:
		return fmt.Sprintf("version %d was stored, the release goes with %d", k.Latest, k.Pinned)
	case release.KeyGone:
		if k.Latest > 0 {
			return fmt.Sprintf("version %d of the release is gone; version %d is there", k.Pinned, k.Latest)
		}
		return fmt.Sprintf("version %d of the release is gone", k.Pinned)
	case release.KeyUnpinned:
		return fmt.Sprintf("version %d was stored, the release goes with none", k.Latest)
	}
	return "it is marked as that of " + k.Owner
}
