package report

import (
	"strings"

	"github.com/igny8/catalogc/compiler/plan"
)

// marks says how removed and added text is told apart: by colours, by
// [-brackets-]{+like these+}, or by the elements that HTML has for it.
type marks struct {
	ink  ink
	html bool
}

// plain returns a text of an author in one line, safe for where it goes.
func (m marks) plain(text string) string {
	text = visible(strings.ReplaceAll(text, "\t", "    "))
	if m.html {
		return escapeHTML(text)
	}
	return text
}

func (m marks) removed(text string) string {
	switch {
	case m.html:
		return "<del>" + m.plain(text) + "</del>"
	case m.ink.colored():
		return m.ink.red(m.plain(text))
	}
	return "[-" + m.plain(text) + "-]"
}

func (m marks) added(text string) string {
	switch {
	case m.html:
		return "<ins>" + m.plain(text) + "</ins>"
	case m.ink.colored():
		return m.ink.green(m.plain(text))
	}
	return "{+" + m.plain(text) + "+}"
}

// sign is the sign of an operation in the colour of what it does.
func (m marks) sign(op plan.Op) string {
	switch op {
	case plan.Create:
		return m.ink.green("+")
	case plan.Delete:
		return m.ink.red("-")
	}
	return m.ink.yellow("~")
}
