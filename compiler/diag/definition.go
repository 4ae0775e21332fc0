package diag

// Definition describes one kind of finding: what `catalogc rules` lists and
// `catalogc explain` prints. A stage of the compiler and every rule owns its
// definitions; a code is never used twice and never given another meaning.
type Definition struct {
	// Code is three letters and three digits, such as PRM001.
	Code string
	// Name is the kebab-case name, such as undeclared-variable.
	Name string
	// Severity is that of every finding with this code.
	Severity Severity
	// Summary says in one sentence what is wrong.
	Summary string
	// Why says what goes wrong when it is left as it is.
	Why string
	// Fix says what to do about it.
	Fix string
}

// New returns a finding of this kind without a place.
func (d *Definition) New(message string) Diagnostic {
	return Diagnostic{Code: d.Code, Rule: d.Name, Severity: d.Severity, Message: message}
}
