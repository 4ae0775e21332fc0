package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// visible returns a text as one line in which everything can be seen: control
// characters, terminal escapes, marks that turn the direction of writing, and
// other characters without a shape become Go escapes such as \x1b or \u202e.
func visible(text string) string {
	if !strings.ContainsFunc(text, isHidden) {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&out, `\x%02x`, text[i])
		case isHidden(r):
			quoted := strconv.QuoteRuneToASCII(r)
			out.WriteString(quoted[1 : len(quoted)-1])
		default:
			out.WriteString(text[i : i+size])
		}
		i += size
	}
	return out.String()
}

// isHidden reports whether a character has no shape of its own. Spaces and the
// joiners that many scripts and emoji are written with are not hidden, nor are
// the plain direction marks, which affect only their neighbours.
func isHidden(r rune) bool {
	switch r {
	case '\u200c', '\u200d', '\u200e', '\u200f':
		return false
	case utf8.RuneError:
		return true
	}
	return !unicode.IsPrint(r) && !unicode.Is(unicode.Zs, r)
}
