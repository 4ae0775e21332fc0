package report

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/igny8/catalogc/compiler/plan"
)

// changePage writes changes for a terminal.
type changePage struct {
	out   bytes.Buffer
	style Style
	marks marks
	tense tense
	// brief leaves the fields out.
	brief bool
}

func newChangePage(style Style, tense tense) *changePage {
	return &changePage{style: style, marks: marks{ink: style.ink()}, tense: tense}
}

func (p *changePage) changes(set plan.ChangeSet) {
	for _, g := range groups(set.Changes) {
		of := plan.ChangeSet{Changes: g.changes}
		fmt.Fprintf(&p.out, "%s  %s\n", p.marks.ink.strong(visible(g.kind)), p.marks.ink.faint(p.tense.some(of)))
		shown := map[plan.Op]int{}
		for i := range g.changes {
			c := &g.changes[i]
			if shown[c.Op] < limit(c.Op, of.Count(c.Op)) {
				shown[c.Op]++
				p.change(c)
			}
		}
		for _, op := range operations() {
			if rest := of.Count(op) - shown[op]; rest > 0 {
				text := fmt.Sprintf("… and %s more %s; --format json lists all", number(rest), p.tense[op])
				fmt.Fprintf(&p.out, "  %s\n", p.marks.ink.faint(text))
			}
		}
		p.out.WriteByte('\n')
	}
}

func (p *changePage) change(c *plan.Change) {
	fmt.Fprintf(&p.out, "  %s %s", p.marks.sign(c.Op), visible(c.ID().String()))
	if text := aside(c); text != "" {
		fmt.Fprintf(&p.out, "  %s", p.marks.ink.faint(text))
	}
	p.out.WriteByte('\n')
	if p.brief {
		return
	}
	for _, e := range editsOf(c) {
		for _, line := range p.marks.lines(e) {
			p.out.WriteString(strings.TrimRight("      "+line, " ") + "\n")
		}
	}
}

// revision returns the commit in words, or "".
func revision(r plan.Revision) string {
	if r.Commit == "" {
		return ""
	}
	text := shortDigest(r.Commit)
	if subject, _, _ := strings.Cut(strings.TrimSpace(r.Message), "\n"); subject != "" {
		text += " " + truncate(visible(strings.TrimSpace(subject)), 72)
	}
	if r.Author != "" {
		text += " (" + visible(r.Author) + ")"
	}
	if r.Modified {
		text += ", with changes that are not committed"
	}
	return text
}

// shortDigest returns the beginning of a digest or commit, enough to know it
// by.
func shortDigest(digest string) string {
	algorithm, hex, ok := strings.Cut(visible(digest), ":")
	if !ok {
		algorithm, hex = "", algorithm
	} else {
		algorithm += ":"
	}
	return algorithm + hex[:min(12, len(hex))]
}
