package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/pressly/goose/v3"
)

// versionTable is where goose notes which migrations ran. Its name also tells
// that a database is catalogc's: others use goose as well.
const versionTable = "catalogc_schema"

// prepare checks that the database is ours and of this version, and in
// ReadWrite mode makes it so where it may.
func (s *Store) prepare(ctx context.Context, empty bool) error {
	provider, err := s.migrations(s.db)
	if err != nil {
		return err
	}
	if empty {
		_, err := provider.Up(ctx)
		return s.fail(ctx, "open", err)
	}
	have, err := s.version(ctx)
	if err != nil {
		return err
	}
	sources := provider.ListSources()
	known := sources[len(sources)-1].Version
	switch {
	case have > known:
		return fmt.Errorf("open %s: %w: it has version %d, this catalogc knows up to version %d; install a newer catalogc", s.path, ErrSchemaVersion, have, known)
	case have < known && s.mode == ReadOnly:
		return fmt.Errorf("open %s: %w: it has version %d, this catalogc reads version %d; `catalogc rebuild` brings it up to date", s.path, ErrSchemaVersion, have, known)
	case s.mode == ReadOnly:
		return nil
	case have < known:
		if err := s.migrate(ctx, known); err != nil {
			return err
		}
	}
	return s.refreshProjection(ctx)
}

func (s *Store) migrations(db *sql.DB) (*goose.Provider, error) {
	files, err := s.dialect.migrationFiles()
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	provider, err := goose.NewProvider(s.dialect.goose, db, files,
		goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return provider, nil
}

// version returns the schema version, which is 0 in an empty database. A
// database with tables of others only is not touched.
func (s *Store) version(ctx context.Context) (int64, error) {
	var version sql.NullInt64
	err := s.read(ctx, func(tx *sql.Tx) error {
		tables, err := texts(ctx, tx, s.dialect.tables)
		if err != nil || len(tables) == 0 {
			return err
		}
		if !slices.Contains(tables, versionTable) {
			return fmt.Errorf("%w: it has the table %q and none of catalogc's; choose another path", ErrForeign, tables[0])
		}
		return tx.QueryRowContext(ctx, "SELECT max(version_id) FROM "+versionTable).Scan(&version)
	})
	return version.Int64, err
}

// migrate brings the truth tables up to date. When two processes do so at once
// one of them fails, and finds the work done when it looks again.
func (s *Store) migrate(ctx context.Context, known int64) (err error) {
	db := s.db
	if s.migrating != nil {
		db = s.migrating()
		defer func() { err = errors.Join(err, db.Close()) }()
	}
	provider, err := s.migrations(db)
	if err != nil {
		return err
	}
	const attempts = 20
	for attempt := 1; ; attempt++ {
		err := s.dialect.setup(ctx, s.db)
		if err == nil {
			_, err = provider.Up(ctx)
		}
		if err == nil {
			return nil
		}
		if have, _ := s.version(ctx); have == known {
			return nil
		}
		if attempt == attempts || ctx.Err() != nil {
			return s.fail(ctx, "migrate", err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
