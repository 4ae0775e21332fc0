// Package sqlstore keeps releases in a SQL database: a release.Store over
// tables for the truth and a projection of it for applications. There is one
// implementation, and one Dialect for each database.
package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

// Mode says what a store is opened for.
type Mode uint8

// The modes.
const (
	// ReadOnly neither creates nor changes a file. A file that is not there is a
	// target that was never published to.
	ReadOnly Mode = iota
	// ReadWrite creates the folder, the file and the tables where they are
	// missing, and brings tables of an older version up to date.
	ReadWrite
)

// Store is the releases of one target in a SQL database.
type Store struct {
	db       *sql.DB
	dialect  *Dialect
	registry *resource.Registry
	path     string
	mode     Mode
}

var _ release.Store = (*Store)(nil)

// Open opens the database at an address, which is sqlite:PATH. The projection
// has a table for each kind of the registry.
func Open(ctx context.Context, address string, registry *resource.Registry, mode Mode) (*Store, error) {
	path, ok := strings.CutPrefix(address, "sqlite:")
	if !ok || path == "" {
		// The address may hold a password, so it is not repeated.
		return nil, fmt.Errorf("%w: it is written sqlite:PATH", ErrAddress)
	}
	s := &Store{dialect: SQLite(), registry: registry, path: path, mode: mode}
	empty, err := s.connect()
	if err != nil {
		return nil, err
	}
	if err := s.prepare(ctx, empty); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	return s, nil
}

// connect opens the database. It returns true for one that stands for a file
// that is not there.
func (s *Store) connect() (empty bool, err error) {
	file := s.path
	// SQLite keeps its other files beside the real one.
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return false, fmt.Errorf("open %s: %w: it is a folder; name a file in it", s.path, ErrCannotOpen)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return false, fmt.Errorf("%w: %w", ErrCannotOpen, err)
	case s.mode == ReadWrite:
		s.db, err = sqliteWritable(file)
		if err != nil {
			return false, fmt.Errorf("open %s: %w", s.path, err)
		}
		return false, nil
	case err != nil || info.Size() == 0:
		s.db, err = sqliteEmpty()
		return true, err
	}
	s.db, err = sqliteReadable(file)
	return false, err
}

// Close closes the database.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("close %s: %w", s.path, err)
	}
	return nil
}

// read runs f in one transaction, so that it sees one release whole.
func (s *Store) read(ctx context.Context, f func(*sql.Tx) error) error {
	return s.transact(ctx, "read", &sql.TxOptions{ReadOnly: true}, f)
}

// write runs f in one transaction that holds the lock.
func (s *Store) write(ctx context.Context, action string, f func(*sql.Tx) error) error {
	if s.mode == ReadOnly {
		return fmt.Errorf("%s %s: %w: it was opened for reading", action, s.path, ErrReadOnly)
	}
	return s.transact(ctx, action, nil, f)
}

func (s *Store) transact(ctx context.Context, action string, options *sql.TxOptions, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, options)
	if err != nil {
		return s.fail(action, err)
	}
	if err := f(tx); err != nil {
		// The error that counts is the first one: a transaction that failed may
		// have been rolled back already.
		_ = tx.Rollback()
		return s.fail(action, err)
	}
	return s.fail(action, tx.Commit())
}
