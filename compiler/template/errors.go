package template

import (
	"errors"
	"fmt"
)

// ErrTooLarge is returned by Render when the output, or the work to produce it,
// passes the limit: nested sections over long lists multiply.
var ErrTooLarge = errors.New("rendered text is too large")

// MissingError is returned by Render for a variable without a value.
type MissingError struct {
	// Name is the name as the template has it, such as "author.tone".
	Name string
}

// Error names the variable.
func (e *MissingError) Error() string { return fmt.Sprintf("variable %q has no value", e.Name) }

// TypeError is returned by Render for a value that cannot be used the way the
// template uses it.
type TypeError struct {
	// Name is the name as the template has it.
	Name string
	// Reason says what the value is and what was wanted.
	Reason string
}

// Error names the variable and says why.
func (e *TypeError) Error() string { return fmt.Sprintf("variable %q %s", e.Name, e.Reason) }

// MalformedError is returned by Render for a template with problems: it has no
// meaning that could be rendered.
type MalformedError struct {
	// Problem is the first of them.
	Problem Problem
}

// Error repeats the problem's message.
func (e *MalformedError) Error() string { return "template is not well formed: " + e.Problem.Message }
