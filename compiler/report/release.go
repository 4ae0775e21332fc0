package report

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

// publishedJSON is the JSON of a publish and of one release.
type publishedJSON struct {
	Release *release.Release `json:"release"`
	Changes []plan.Change    `json:"changes"`
	Keys    []plan.Key       `json:"keys,omitempty"`
	Notes   []string         `json:"notes,omitempty"`
}

// Published writes what a publish changed and what is live now. Notes are what
// else the publisher should know, a sentence each.
func Published(w io.Writer, format Format, r *release.Release, p *plan.Plan, notes []string, style Style) error {
	set := p.ChangeSet()
	switch format {
	case Text:
		if p.IsEmpty() {
			return write(w, style.ink().green(nothing(p))+"\n"+noteLines(notes, style))
		}
		page := newChangePage(style, past())
		page.brief = true
		page.changes(set)
		page.keys(p.Keys)
		page.facts(r)
		if p.Base.Release > 0 {
			page.fact("Before", fmt.Sprintf("release %d", p.Base.Release))
		}
		title := fmt.Sprintf("Release %d is live on %s: %s.", r.Number, visible(r.Target), allOf(page.tense, p))
		return write(w, page.marks.ink.strong(page.marks.ink.green(title))+"\n\n"+page.out.String()+noteLines(notes, style))
	case JSON:
		return writeJSON(w, publishedJSON{Release: r, Changes: listed(set), Keys: p.Keys, Notes: notes})
	case Markdown:
		page := newMarkdownPage(past())
		page.heading(fmt.Sprintf("Release %d is live on %s: %s", r.Number, code(r.Target), describePlan(page.tense, p)))
		page.facts(r)
		for _, note := range notes {
			page.paragraph(escapeMarkdown(visible(note)))
		}
		page.changes(set)
		page.keys(p.Keys)
		return write(w, page.text())
	}
	return unfit("releases", format)
}

// Show writes one release and what it changed.
func Show(w io.Writer, format Format, shown *release.Shown, style Style) error {
	r, set := &shown.Release, shown.Changes
	switch format {
	case Text:
		page := newChangePage(style, past())
		title := fmt.Sprintf("Release %d of %s on %s", r.Number, visible(r.Catalog), visible(r.Target))
		fmt.Fprintf(&page.out, "%s\n\n", page.marks.ink.strong(title))
		page.facts(r)
		page.out.WriteByte('\n')
		page.changes(set)
		page.keys(shown.Keys)
		fmt.Fprintln(&page.out, page.marks.ink.strong("Changes: "+withKeys(page.tense.all(set), shown.Keys)+"."))
		return write(w, page.out.String())
	case JSON:
		return writeJSON(w, publishedJSON{Release: r, Changes: listed(set), Keys: shown.Keys})
	case Markdown:
		page := newMarkdownPage(past())
		page.heading(fmt.Sprintf("Release %d of %s on %s: %s", r.Number, code(r.Catalog), code(r.Target), withKeys(describe(page.tense, set), shown.Keys)))
		page.facts(r)
		page.changes(set)
		page.keys(shown.Keys)
		return write(w, page.text())
	}
	return unfit("releases", format)
}

// listed returns the changes as a list that is never null in JSON.
func listed(set plan.ChangeSet) []plan.Change {
	if set.Changes == nil {
		return []plan.Change{}
	}
	return set.Changes
}

// fact is one line of what there is to know about a release.
type fact struct{ name, text string }

func facts(r *release.Release) []fact {
	list := []fact{
		{"Documents", number(r.Documents)},
		{"Published", published(r.PublishedAt) + by(r.PublishedBy)},
	}
	if text := revision(r.Revision); text != "" {
		list = append(list, fact{"Revision", text})
	}
	list = append(list, fact{"Digest", visible(r.Digest)})
	if r.Compiler != "" {
		list = append(list, fact{"Compiler", "catalogc " + visible(r.Compiler)})
	}
	return list
}

func (p *changePage) facts(r *release.Release) {
	for _, f := range facts(r) {
		p.fact(f.name, f.text)
	}
}

func (p *changePage) fact(name, text string) {
	fmt.Fprintf(&p.out, "  %s  %s\n", p.marks.ink.faint(fmt.Sprintf("%-9s", name)), text)
}

func noteLines(notes []string, style Style) string {
	var out bytes.Buffer
	for _, note := range notes {
		room := 0
		if style.Width > 0 {
			room = max(style.Width-len("note: "), 20)
		}
		for i, line := range fill(visible(note), room) {
			if i == 0 {
				fmt.Fprintf(&out, "\n%s %s\n", style.ink().strong("note:"), line)
			} else {
				fmt.Fprintf(&out, "      %s\n", line)
			}
		}
	}
	return out.String()
}

func published(at time.Time) string { return at.UTC().Format("2006-01-02 15:04:05 UTC") }

func by(who string) string {
	if who == "" {
		return ""
	}
	return " by " + visible(who)
}
