package template

import (
	"fmt"
	"unicode/utf8"
)

// ProblemKind says what sort of thing is wrong, for a caller that treats some
// kinds differently.
type ProblemKind string

// The kinds of problems.
const (
	// UnknownSyntax is a Syntax this package does not know.
	UnknownSyntax ProblemKind = "unknown-syntax"
	// Unclosed is a tag that never ends.
	Unclosed ProblemKind = "unclosed"
	// StrayClose is a closing brace or {{/name}} with nothing to close.
	StrayClose ProblemKind = "stray-close"
	// LiteralBraces are braces of an example, mostly JSON, written as if they
	// marked a variable: single in an f-string, doubled in mustache. One problem
	// stands for a whole block.
	LiteralBraces ProblemKind = "literal-braces"
	// EmptyName is {} or {{}}.
	EmptyName ProblemKind = "empty-name"
	// Positional is {0}.
	Positional ProblemKind = "positional"
	// WhiteSpace is { name } in an f-string, where white space counts.
	WhiteSpace ProblemKind = "white-space"
	// NotName is a tag that holds something other than a name.
	NotName ProblemKind = "not-a-name"
	// Unsupported is a feature of the syntax that catalogc does not have:
	// {a.b}, {a!r}, {a:>9}, {{> partial}}, {{=<% %>=}}, or {{.}} outside a section.
	Unsupported ProblemKind = "unsupported"
	// UnclosedSection is a section without its {{/name}}.
	UnclosedSection ProblemKind = "unclosed-section"
	// MismatchedClose is {{/a}} where {{/b}} is due.
	MismatchedClose ProblemKind = "mismatched-close"
	// TooDeep is sections nested deeper than the limit.
	TooDeep ProblemKind = "too-deep"
	// LikelyFString is {name} in a mustache template. It is text there, but was
	// probably meant as a variable: a warning.
	LikelyFString ProblemKind = "likely-f-string"
)

// Warning reports whether a template with such a problem still renders.
func (k ProblemKind) Warning() bool { return k == LikelyFString }

// Problem is something wrong in a template.
type Problem struct {
	// Kind is the sort of problem.
	Kind ProblemKind
	// Start and End are the span to point at.
	Start, End int
	// Message says what is there.
	Message string
	// Help says what to type instead.
	Help string
}

// maxQuoted is how many bytes of the author's text a message repeats: enough to
// recognise it, not so much that it hides the message.
const maxQuoted = 40

// quote is %q of text, cut short at a rune boundary.
func quote(text string) string { return fmt.Sprintf("%q", shorten(text)) }

// shorten cuts text to maxQuoted bytes and marks the cut.
func shorten(text string) string {
	if len(text) <= maxQuoted {
		return text
	}
	cut := maxQuoted
	for cut > maxQuoted-utf8.UTFMax && !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
