package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/signature"
)

// The exit codes. Scripts depend on them.
const (
	exitOK          = 0
	exitFindings    = 1  // the catalogue has errors
	exitDifferences = 2  // there are differences, and --exit-code asks to say so
	exitFailure     = 3  // something outside failed: disk, git, database, Vault
	exitRefused     = 4  // the plan is stale, the target is locked, or a guard said no
	exitUsage       = 64 // the command line is wrong
)

// codeError ends the program with a code. With an empty message nothing more is
// printed: the command has said it all.
type codeError struct {
	code    int
	message string
}

func (e *codeError) Error() string { return e.message }

func usage(format string, args ...any) error {
	return &codeError{code: exitUsage, message: fmt.Sprintf(format, args...)}
}

var (
	errFindings    = &codeError{code: exitFindings}
	errDifferences = &codeError{code: exitDifferences}
)

// refusals are the errors of a target that is well and says no.
var refusals = []error{
	release.ErrStale, release.ErrKeyConflict, release.ErrForeignKey, signature.ErrUnsigned, signature.ErrNotAccepted,
}

// exit prints an error and returns the exit code it stands for.
func (a *app) exit(err error) int {
	if err == nil {
		return exitOK
	}
	code := exitFailure
	var coded *codeError
	var locked *release.LockedError
	var version *release.VersionError
	var deletes *release.DeletesError
	var other *release.CatalogError
	switch {
	case errors.As(err, &coded):
		code = coded.code
	case errors.As(err, &locked), errors.As(err, &deletes), errors.As(err, &other), slices.ContainsFunc(refusals, func(refusal error) bool { return errors.Is(err, refusal) }):
		code = exitRefused
	case errors.As(err, &version):
		code = exitFindings
	}
	if message := err.Error(); message != "" {
		fmt.Fprintf(a.stderr, "catalogc: %s\n", message)
	}
	return code
}
