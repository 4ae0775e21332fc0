package template

import "strings"

// brace is one brace token of an f-string template.
type brace struct {
	kind  braceKind
	at    int
	match int // offset of the partner, or -1; of a stray brace: of the "{{" it tries to close
}

type braceKind uint8

const (
	escapedOpen  braceKind = iota // {{
	escapedClose                  // }}
	openBrace                     // {
	closeBrace                    // } of a {
	strayBrace                    // } of nothing
)

// matchBraces finds all braces of an f-string and pairs the single ones.
//
// In a well-formed template "}}" is always an escape. In the JSON examples
// authors paste without escaping, {"a": {"b": 1}} ends two blocks with it. So
// "}}" is an escape only if no single brace is waiting to be closed, or a "{{"
// has been opened since.
func matchBraces(text string) []brace {
	var braces []brace
	var open []int // indices into braces of what waits to be closed, "{{" included
	for at := 0; ; {
		i := strings.IndexAny(text[at:], "{}")
		if i < 0 {
			return braces
		}
		at += i
		doubled := at+1 < len(text) && text[at+1] == text[at]

		if text[at] == '{' {
			token := brace{kind: openBrace, at: at, match: -1}
			if doubled {
				token.kind = escapedOpen
			}
			open = append(open, len(braces))
			braces = append(braces, token)
			at += token.width()
			continue
		}

		token := brace{kind: strayBrace, at: at, match: -1}
		top := -1
		if len(open) > 0 {
			top = open[len(open)-1]
			open = open[:len(open)-1]
		}
		switch {
		case top >= 0 && braces[top].kind == openBrace:
			token.kind, token.match = closeBrace, braces[top].at
			braces[top].match = at
		case doubled:
			token.kind = escapedClose
		case top >= 0:
			token.match = braces[top].at
		}
		braces = append(braces, token)
		at += token.width()
	}
}

// width is the length of the token in bytes.
func (b brace) width() int {
	if b.kind == escapedOpen || b.kind == escapedClose {
		return 2
	}
	return 1
}
