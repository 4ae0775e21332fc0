package template

import (
	"fmt"
	"strings"
)

// judgeField says what is wrong with {content}, given that content is not a
// name and holds no braces. It leaves the span, and for LiteralBraces the
// message too, to its caller, who knows what is around it.
func judgeField(content string) Problem {
	name := strings.TrimSpace(content)
	switch {
	case name == "":
		return Problem{
			Kind:    EmptyName,
			Message: "empty braces hold no name",
			Help:    "name the variable, as in {topic}, or write {{}} for literal braces",
		}
	case isName(name):
		return Problem{
			Kind:    WhiteSpace,
			Message: "white space around " + quote(name),
			Help:    fmt.Sprintf("write {%s}", shorten(name)),
		}
	case isPositional(content):
		return Problem{
			Kind:    Positional,
			Message: quote(content) + " is a position, not a name",
			Help:    fmt.Sprintf("name the variable, as in {topic}, or write {{%s}} for literal braces", shorten(content)),
		}
	case isFormat(content):
		return Problem{
			Kind:    Unsupported,
			Message: fmt.Sprintf("%s is more than a name; only plain names are supported", quote(content)),
			Help:    fmt.Sprintf("write {%s}, or {{%s}} for literal braces", shorten(content[:nameLen(content)]), shorten(content)),
		}
	case strings.ContainsAny(content, "\"'`,:;=<>()[]\n"):
		return Problem{Kind: LiteralBraces}
	}
	help := fmt.Sprintf("write {{%s}} for literal braces; a name is letters, digits and _", shorten(content))
	if suggestion, ok := suggestName(content); ok {
		help = fmt.Sprintf("write {%s}, or {{%s}} for literal braces", suggestion, shorten(content))
	}
	return Problem{Kind: NotName, Message: quote(content) + " is not a variable name", Help: help}
}

// isPositional reports whether content is what str.format takes as a position:
// digits, perhaps with a format behind.
func isPositional(content string) bool {
	rest := strings.TrimLeft(content, "0123456789")
	return len(rest) < len(content) && (rest == "" || startsFormat(rest))
}

// isFormat reports whether content is a name with an attribute, index,
// conversion or format spec behind it.
func isFormat(content string) bool {
	n := nameLen(content)
	return n > 0 && startsFormat(content[n:])
}

// startsFormat tells ".b", "[0]", "!r", ":>9" and "=" from the prose and the
// object literals that are found between braces, such as {Hello!} and {a: 1}.
func startsFormat(s string) bool {
	if s == "" || strings.Contains(s, "\n") {
		return false
	}
	next := byte(' ')
	if len(s) > 1 {
		next = s[1]
	}
	switch s[0] {
	case '.':
		return nameLen(s[1:]) > 0 && !strings.Contains(s, " ")
	case '[':
		return strings.Contains(s, "]")
	case '!':
		return strings.IndexByte("rsa", next) >= 0 && (len(s) == 2 || s[2] == ':')
	case ':':
		return strings.IndexByte(" \t\"'", next) < 0
	case '=':
		return len(s) == 1
	}
	return false
}
