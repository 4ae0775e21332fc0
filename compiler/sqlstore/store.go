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
	// ReadWrite creates the folder, the file, the schema and the tables where they
	// are missing, and brings tables of an older version up to date.
	ReadWrite
)

// Store is the releases of one target in a SQL database.
type Store struct {
	db       *sql.DB
	dialect  *Dialect
	registry *resource.Registry
	path     string // for people: a file, or user@host:port/database
	mode     Mode
	// migrating opens the database for migrations, where that differs.
	migrating func() *sql.DB
}

var _ release.Store = (*Store)(nil)

// Open opens the database at an address: sqlite:PATH, or postgres://… as
// PostgreSQL's own programs take it. The projection has a table for each kind of
// the registry. No error repeats an address: it may hold a password.
func Open(ctx context.Context, address string, registry *resource.Registry, mode Mode) (*Store, error) {
	s := &Store{registry: registry, mode: mode}
	var empty bool
	var err error
	switch path, isFile := strings.CutPrefix(address, "sqlite:"); {
	case isFile && path != "":
		s.dialect, s.path = SQLite(), path
		empty, err = s.openFile()
	case isPostgres(address):
		empty, err = s.openPostgres(ctx, address)
	default:
		return nil, fmt.Errorf("%w: it is written sqlite:PATH or postgres://USER@HOST:PORT/DATABASE", ErrAddress)
	}
	if err != nil {
		return nil, err
	}
	if err := s.prepare(ctx, empty); err != nil {
		return nil, errors.Join(err, s.db.Close())
	}
	return s, nil
}

// openFile opens a database of SQLite. It returns true for one that stands for a
// file that is not there.
func (s *Store) openFile() (empty bool, err error) {
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
