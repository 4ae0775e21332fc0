// Package diag says what is wrong in a catalogue and where. Every stage of the
// compiler reports an author's mistakes as Diagnostics; nothing here prints.
package diag

import "fmt"

// Diagnostic is one finding in one file.
type Diagnostic struct {
	// Code and Rule are the code and the name of the Definition.
	Code string
	Rule string
	// Severity is error, warning or info.
	Severity Severity
	// Path is the file, relative to the catalogue's root, with slashes.
	Path string
	// Span is the place in the file; zero when the whole file is meant.
	Span Span
	// Pointer is the place in the document as a JSON pointer (RFC 6901).
	Pointer string
	// Message says what is there and what was expected.
	Message string
	// Help says what to do, where that is known.
	Help string
	// Suggestion is the name that was probably meant, where one is near.
	Suggestion string
	// Related are other places that belong to the finding.
	Related []Related
}

// Related is another place that belongs to a finding, such as the first of two
// equal names.
type Related struct {
	Path    string
	Span    Span
	Message string
}

// String formats the finding in one line: path:line:column: severity: message
// [CODE rule].
func (d Diagnostic) String() string {
	place := d.Path
	if d.Span.IsValid() {
		place += ":" + d.Span.Start.String()
	}
	return fmt.Sprintf("%s: %s: %s [%s %s]", place, d.Severity, d.Message, d.Code, d.Rule)
}

// IsAboutFile reports whether a finding is about a file or a document by itself:
// its syntax and its schema, and not what it refers to.
func (d *Diagnostic) IsAboutFile() bool {
	switch d.Code[:min(3, len(d.Code))] {
	case "SRC", "YML", "SCH":
		return true
	}
	return false
}
