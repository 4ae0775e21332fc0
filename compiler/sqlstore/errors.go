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
	// ErrUnreachable says that no server answers.
	ErrUnreachable = errors.New("the database cannot be reached")
	// ErrLost says that the connection ended before the work was done.
	ErrLost = errors.New("the connection to the database was lost")
	// ErrLogin says that the server does not let the user in.
	ErrLogin = errors.New("the database refuses the login")
	// ErrNoDatabase says that the server has no such database.
	ErrNoDatabase = errors.New("there is no such database")
	// ErrDenied says that the user may not do what was tried.
	ErrDenied = errors.New("the database denies it")
	// ErrUnavailable says that the server takes no work at the moment.
	ErrUnavailable = errors.New("the database is not available")
)

// advice says of each failure what to do about it and which error it is.
func advice(what failure) (todo string, kind error) {
	switch what {
	case full:
		return "on its disk; make room and try again: nothing was changed", ErrFull
	case readOnly:
		return "; make it writable, or choose another target", ErrReadOnly
	case cannotOpen:
		return "; check that it is a file, that its folder exists and that you may read and write both", ErrCannotOpen
	case notDatabase:
		return "of SQLite; choose another path, or move the file away", ErrNotDatabase
	case corrupt:
		return "; restore a copy of it, or move it away and publish anew", ErrDamaged
	case unreachable:
		return "; check that it runs, the address and the network", ErrUnreachable
	case lost:
		return "; nothing was changed: run it again", ErrLost
	case login:
		return "; check the user and the password in the address", ErrLogin
	case noDatabase:
		return "; create it with createdb, or correct the address", ErrNoDatabase
	case denied:
		return "; docs/database.md says which rights a publisher and a reader need", ErrDenied
	case unavailable:
		return "; try again in a moment", ErrUnavailable
	}
	return "", nil
}

// fail says what was done, to which database, what happened and what to do.
func (s *Store) fail(ctx context.Context, action string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, release.ErrStale) || errors.Is(err, release.ErrNoRelease) {
		return err // not about the database
	}
	if ctx.Err() != nil {
		err = ctx.Err() // whatever came of it
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s %s: %w", action, s.path, err)
	}
	if errors.Is(err, errLocked) {
		return s.locked()
	}
	what := s.dialect.classify(err)
	if what == busy {
		return s.locked()
	}
	if todo, kind := advice(what); kind != nil {
		detail := ""
		if reason := reasonOf(err); reason != "" {
			detail = ": " + reason
		}
		if todo[0] != ';' {
			todo = " " + todo
		}
		return fmt.Errorf("%s %s: %w%s%s", action, s.path, kind, detail, todo)
	}
	return fmt.Errorf("%s %s: %w", action, s.path, plain(err))
}

// locked says who holds the lock, as far as the journal tells.
func (s *Store) locked() error {
	// What led here may have used up its context, and the answer is one row.
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	locked := &release.LockedError{}
	x, err := s.begin(ctx, s.dialect.reading())
	if err != nil {
		return locked
	}
	defer x.rollback()
	holder, since, err := openIntent(ctx, x.Tx)
	if err == nil {
		locked.Holder, locked.Since = holder, since
	}
	return locked
}
