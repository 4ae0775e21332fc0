package report

import (
	"fmt"
	"strings"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

// markdownLimit keeps a page within a comment on GitHub, which takes 65,536
// characters. It counts bytes, which are at least as many.
const markdownLimit = 60_000

// markdownTail is kept free for saying what was left out.
const markdownTail = 500

// markdownPage collects blocks of Markdown until the page is full.
type markdownPage struct {
	out   strings.Builder
	tense tense
}

func newMarkdownPage(tense tense) *markdownPage { return &markdownPage{tense: tense} }

// add writes a block if there is room for all of it.
func (p *markdownPage) add(block string) bool {
	if p.out.Len()+len(block) > markdownLimit-markdownTail {
		return false
	}
	p.out.WriteString(block)
	return true
}

func (p *markdownPage) heading(text string)   { p.add("### " + text + "\n\n") }
func (p *markdownPage) paragraph(text string) { p.add(text + "\n\n") }

func (p *markdownPage) text() string { return strings.TrimRight(p.out.String(), "\n") + "\n" }

// gap is what puts an empty line before the next block.
func (p *markdownPage) gap() string {
	if strings.HasSuffix(p.out.String(), "\n\n") {
		return ""
	}
	return "\n"
}

// left says how much did not fit.
func (p *markdownPage) left(n int, what string) {
	fmt.Fprintf(&p.out, "\n… and %s more %s; `--format json` lists all.\n", number(n), what)
}

func (p *markdownPage) facts(r *release.Release) {
	p.add("| | |\n|---|---|\n")
	for _, f := range facts(r) {
		p.add("| " + f.name + " | " + escapeMarkdown(f.text) + " |\n")
	}
	p.add("\n")
}

// changes lists what is created and deleted, then for each updated document
// what changed in it, folded away.
func (p *markdownPage) changes(set plan.ChangeSet) {
	m := marks{ink: Style{}.ink(), html: true}
	shown := 0
	for _, g := range groups(set.Changes) {
		of := plan.ChangeSet{Changes: g.changes}
		if !p.add("**" + escapeMarkdown(visible(g.kind)) + "**: " + p.tense.some(of) + "\n\n") {
			break
		}
		listed := map[plan.Op]int{}
		for _, op := range operations() {
			for i := range g.changes {
				c := &g.changes[i]
				if c.Op == op && listed[op] < limit(op, of.Count(op)) && p.add(p.block(c, m)) {
					listed[op]++
				}
			}
			shown += listed[op]
			if rest := of.Count(op) - listed[op]; rest > 0 && p.add(fmt.Sprintf("- … and %s more %s\n", number(rest), p.tense[op])) {
				shown += rest
			}
		}
		p.add(p.gap())
	}
	if rest := len(set.Changes) - shown; rest > 0 {
		p.left(rest, "changes")
	}
}

func (p *markdownPage) block(c *plan.Change, m marks) string {
	note := ""
	if text := aside(c); text != "" {
		note = " " + escapeMarkdown(text)
	}
	list := editsOf(c)
	if len(list) == 0 {
		return "- `" + m.sign(c.Op) + "` " + code(c.ID().String()) + note + "\n"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s<details><summary><code>%s %s</code>%s</summary>\n\n<pre>\n", p.gap(), m.sign(c.Op), m.plain(c.ID().String()), note)
	for _, e := range list {
		for _, line := range m.lines(e) {
			out.WriteString(line + "\n")
		}
	}
	out.WriteString("</pre>\n</details>\n\n")
	return out.String()
}

// escapeMarkdown keeps a text a text: no markup, no HTML, no mention of a
// person, no reference to an issue.
func escapeMarkdown(text string) string {
	const apart = "&#8203;" // a zero-width space
	return strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`,
		"$", `\$`, "<", "&lt;", ">", "&gt;", "&", "&amp;", "@", "@"+apart, "#", "#"+apart, "://", ":"+apart+"//",
	).Replace(text)
}

// escapeHTML escapes a text between elements. Quotes may stay.
func escapeHTML(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// code returns a text as a code span, whatever backticks are in it.
func code(text string) string {
	text = visible(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}

// tableCell escapes the bar, which ends a cell even within a code span.
func tableCell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }
