// Package template reads prompt templates: which variables they use and where,
// whether they are well formed, what they render to, and how many tokens that is.
//
// In goes the text of a template and the syntax it is written in; out come a
// [Template] with its Uses and Problems, rendered text, and token counts. The
// package knows nothing of documents and declarations: whether a used name is
// declared is for a rule to say.
//
// All offsets are byte offsets into the text given to [Parse]. Every function
// takes time linear in its input and panics on none.
package template

import "fmt"

// Syntax is the way a template marks its variables.
type Syntax string

// The syntaxes a template may be written in.
const (
	// FString is Python's str.format: {name}, with {{ and }} for literal braces.
	FString Syntax = "f-string"
	// Mustache is {{name}} with {{#sections}}; single braces are text.
	Mustache Syntax = "mustache"
	// Plain text has no variables: every brace is text.
	Plain Syntax = "plain"
)

// Template is a parsed template. It is not changed after Parse and may be used
// from several goroutines.
type Template struct {
	// Text is the source, as given.
	Text string
	// Syntax is the syntax it was read in.
	Syntax Syntax
	// Uses are the places where a variable is used, in order.
	Uses []Use
	// Problems are what is wrong with the text, in order of their place.
	Problems []Problem

	nodes   []node
	escaped []Use
}

// Use is one place where a template uses a variable.
type Use struct {
	// Name is the variable: for the dotted name "author.tone" it is "author".
	Name string
	// Path is the name as written, such as "author.tone".
	Path string
	// Start and End are the span of the whole tag, braces included.
	Start, End int
	// Section says that the tag opens a section: {{#name}} or {{^name}}.
	Section bool
	// In holds the names of the {{#sections}} around the tag, outermost first.
	// Inside a section over a list of objects a name may be a field of an item
	// instead of a variable. Inverted sections give no item and are left out.
	In []string
}

// Parse reads text. It never fails: it returns what could be read and the
// Problems found on the way.
func Parse(text string, syntax Syntax) *Template {
	t := &Template{Text: text, Syntax: syntax}
	switch syntax {
	case FString:
		parseFString(t)
	case Mustache:
		parseMustache(t)
	case Plain:
		t.addText(text)
	default:
		t.addText(text)
		t.Problems = []Problem{{
			Kind:    UnknownSyntax,
			Message: fmt.Sprintf("unknown syntax %q", string(syntax)),
			Help:    fmt.Sprintf("write %s, %s or %s", FString, Mustache, Plain),
		}}
	}
	return t
}

// Names returns the names of the variables used, each once, in order of first use.
func (t *Template) Names() []string {
	var names []string
	seen := make(map[string]bool, len(t.Uses))
	for _, use := range t.Uses {
		if !seen[use.Name] {
			seen[use.Name] = true
			names = append(names, use.Name)
		}
	}
	return names
}

// Escaped returns the spans of an f-string template that read {{name}}. They
// render as the literal text {name}, which is right in an example of a template
// and a slip when name is a declared variable: the author was thinking of
// mustache. In other syntaxes there are none.
func (t *Template) Escaped() []Use { return t.escaped }

// WellFormed reports whether the template can be rendered: it has no problems
// but warnings.
func (t *Template) WellFormed() bool {
	_, malformed := t.firstError()
	return !malformed
}

// firstError finds the first problem that is not a mere warning.
func (t *Template) firstError() (Problem, bool) {
	for _, p := range t.Problems {
		if !p.Kind.Warning() {
			return p, true
		}
	}
	return Problem{}, false
}
