package sqlstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/igny8/catalogc/compiler/release"
)

// The ways in which a database cannot be used. Errors wrap them and say which
// database is meant and what to do.
var (
	// ErrAddress says that an address names no database that is known.
	ErrAddress = errors.New("unknown database address")
	// ErrNotDatabase says that the file is something else.
	ErrNotDatabase = errors.New("not a database")
	// ErrForeign says that the database belongs to another program.
	ErrForeign = errors.New("the database belongs to another program")
	// ErrSchemaVersion says that the tables are those of another version of
	// catalogc.
	ErrSchemaVersion = errors.New("the database has another schema version")
	// ErrReadOnly says that the database cannot be written.
	ErrReadOnly = errors.New("the database is read-only")
	// ErrCannotOpen says that the file cannot be opened.
	ErrCannotOpen = errors.New("the database cannot be opened")
	// ErrFull says that there is no space left.
	ErrFull = errors.New("no space left")
	// ErrDamaged says that the database contradicts itself.
	ErrDamaged = errors.New("the database is damaged")
)

// fail says what was done, to which database, what happened and what to do.
func (s *Store) fail(action string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, release.ErrStale) || errors.Is(err, release.ErrNoRelease) {
		return err // not about the database
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s %s: %w", action, s.path, err)
	}
	switch s.dialect.classify(err) {
	case busy:
		return s.locked()
	case full:
		return fmt.Errorf("%s %s: %w on its disk; make room and try again: nothing was changed", action, s.path, ErrFull)
	case readOnly:
		return fmt.Errorf("%s %s: %w; make the file and its folder writable, or choose another target", action, s.path, ErrReadOnly)
	case cannotOpen:
		return fmt.Errorf("%s %s: %w; check that it is a file, that its folder exists and that you may read and write both", action, s.path, ErrCannotOpen)
	case notDatabase:
		return fmt.Errorf("%s %s: %w of %s; choose another path, or move the file away", action, s.path, ErrNotDatabase, s.dialect.Name)
	case corrupt:
		return fmt.Errorf("%s %s: %w; restore a copy of it, or move it away and publish anew", action, s.path, ErrDamaged)
	}
	return fmt.Errorf("%s %s: %w", action, s.path, err)
}

// locked says who holds the lock, as far as the journal tells.
func (s *Store) locked() error {
	// What led here may have used up its context, and the answer is one row.
	holder, since, err := openIntent(context.Background(), s.db)
	if err != nil {
		return &release.LockedError{}
	}
	return &release.LockedError{Holder: holder, Since: since}
}
