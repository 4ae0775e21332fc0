package syntax

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// keepStyle writes a new text in the style of the one it replaces, where that can
// hold it.
func keepStyle(old, fresh *entry, inline bool) *entry {
	n, text := old.value, fresh.value.Text
	if n.Kind != Scalar || fresh.value.Kind != Scalar || fresh.value.Type != String {
		return fresh
	}
	write := func(source string) {
		fresh.value.Style, fresh.lines, fresh.source = n.Style, nil, source
	}
	switch n.Style {
	case DoubleQuoted:
		write(doubleQuoted(text))
	case SingleQuoted:
		single := "'" + strings.ReplaceAll(text, "'", "''") + "'"
		if isPrintable(text) && readsBack(single, text, inline) {
			write(single)
		} else {
			write(doubleQuoted(text))
		}
	case Literal, Folded:
		fresh.value.Style, fresh.lines = Literal, blockBody(text)
		if n.Style == Folded {
			// A line break is folded unless a blank line follows it.
			folded := &entry{value: &Node{Style: Folded, Text: text}, lines: strings.Split(strings.Join(fresh.lines, "\n\n"), "\n")}
			if header, _ := blockText(folded); header != "" {
				fresh.value.Style, fresh.lines = Folded, folded.lines
			}
		}
	case Plain:
		if n.Type != String || !isPrintable(text) || text == "" {
			break
		}
		// A date among them is a text to everybody here, as the one before was.
		kind, doubt := resolve(text)
		if kind == String && doubt == clear && (isPlain(text, inline) || len(text) > 1 && !inline && readsBack(text, text, inline)) {
			write(text)
		}
	}
	return fresh
}

func isPrintable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }) < 0
}
