package main

import (
	"errors"
	"fmt"

	"github.com/igny8/catalogc/compiler/release"
)

// The exit codes. Scripts depend on them.
const (
	exitOK          = 0
	exitFindings    = 1  // the catalogue has errors
	exitDifferences = 2  // there are differences, and --exit-code asks to say so
	exitFailure     = 3  // something outside failed: disk, git, database
	exitRefused     = 4  // the plan is stale or the target is locked
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

// exit prints an error and returns the exit code it stands for.
func (a *app) exit(err error) int {
	if err == nil {
		return exitOK
	}
	code := exitFailure
	var coded *codeError
	var locked *release.LockedError
	var version *release.VersionError
	switch {
	case errors.As(err, &coded):
		code = coded.code
	case errors.Is(err, release.ErrStale), errors.As(err, &locked):
		code = exitRefused
	case errors.As(err, &version):
		code = exitFindings
	}
	if message := err.Error(); message != "" {
		fmt.Fprintf(a.stderr, "catalogc: %s\n", message)
	}
	return code
}
