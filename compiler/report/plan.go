package report

import (
	"fmt"
	"io"

	"github.com/igny8/catalogc/compiler/plan"
)

// ChangeSet writes the difference between two states of a catalogue.
func ChangeSet(w io.Writer, format Format, set plan.ChangeSet, style Style) error {
	switch format {
	case Text:
		page := newChangePage(style, past())
		if len(set.Changes) == 0 {
			return write(w, "No changes.\n")
		}
		page.changes(set)
		fmt.Fprintln(&page.out, page.marks.ink.strong("Changes: "+page.tense.all(set)+"."))
		return write(w, page.out.String())
	case JSON:
		return writeJSON(w, plan.ChangeSet{Changes: listed(set)})
	case Markdown:
		page := newMarkdownPage(past())
		page.heading("Changes: " + describe(page.tense, set))
		page.changes(set)
		return write(w, page.text())
	}
	return unfit("changes", format)
}

// describe returns what happens, or that nothing does.
func describe(t tense, set plan.ChangeSet) string {
	if len(set.Changes) == 0 {
		return "none"
	}
	return t.all(set)
}

// Plan writes what publishing a plan will change. Its JSON is the plan file,
// which has no notes: they are what else the reader should know, a sentence each.
func Plan(w io.Writer, format Format, p *plan.Plan, notes []string, style Style) error {
	switch format {
	case Text:
		if err := planText(w, p, style); err != nil {
			return err
		}
		return write(w, noteLines(notes, style))
	case JSON:
		return p.Write(w)
	case Markdown:
		page := newMarkdownPage(future())
		page.heading("Plan for " + code(p.Target) + ": " + describePlan(page.tense, p))
		page.paragraph(escapeMarkdown(origin(p)))
		if p.IsEmpty() {
			page.paragraph(nothing(p))
		}
		page.changes(p.ChangeSet())
		page.keys(p.Keys)
		for _, note := range notes {
			page.paragraph(escapeMarkdown(visible(note)))
		}
		return write(w, page.text())
	}
	return unfit("plans", format)
}

func planText(w io.Writer, p *plan.Plan, style Style) error {
	if p.IsEmpty() {
		return write(w, style.ink().green(nothing(p))+"\n")
	}
	page := newChangePage(style, future())
	ink := page.marks.ink
	fmt.Fprintf(&page.out, "%s\n%s\n\n", ink.strong("Plan for "+visible(p.Target)), ink.faint(origin(p)))
	page.changes(p.ChangeSet())
	page.keys(p.Keys)
	fmt.Fprintln(&page.out, ink.strong("Plan: "+allOf(page.tense, p)+"."))
	return write(w, page.out.String())
}

// describePlan returns what a plan does, or that it does nothing.
func describePlan(t tense, p *plan.Plan) string {
	if p.IsEmpty() {
		return "none"
	}
	return allOf(t, p)
}

// allOf returns "2 to create, 1 to update, 0 to delete", and how many keys
// change where some do.
func allOf(t tense, p *plan.Plan) string {
	return withKeys(t.all(p.ChangeSet()), p.Keys)
}

func withKeys(text string, keys []plan.Key) string {
	if n := len(keys); n > 0 {
		text += "; " + count(n, "key")
	}
	return text
}

// nothing says that there is nothing to publish.
func nothing(p *plan.Plan) string {
	if p.Base.Release == 0 {
		return "nothing to publish: the catalogue has no documents, and nothing is live."
	}
	if p.Rollback > 0 {
		return fmt.Sprintf("nothing to publish: release %d is what release %d was.", p.Base.Release, p.Rollback)
	}
	return fmt.Sprintf("nothing to publish: release %d is what the catalogue says.", p.Base.Release)
}

// origin says what the plan was made from and against.
func origin(p *plan.Plan) string {
	text := visible(p.Catalog)
	if p.Rollback > 0 {
		text += fmt.Sprintf(", back to release %d", p.Rollback)
	}
	if commit := revision(p.Revision); commit != "" {
		text += " at " + commit
	}
	if p.Base.Release == 0 {
		return text + "; nothing is live yet"
	}
	return fmt.Sprintf("%s; release %d is live", text, p.Base.Release)
}
