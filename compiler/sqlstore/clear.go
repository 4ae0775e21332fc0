package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
)

// clear leaves the tables of the projection empty and as the registry defines
// them.
//
// A table that fits is emptied: in PostgreSQL a reader whose transaction began
// before then goes on to see its rows, where a new table would have none, and
// what depends on the table stays. Others that an earlier rebuild created, and no
// others, are dropped and created anew.
func (s *Store) clear(ctx context.Context, tx *sql.Tx) error {
	known, err := fingerprints(ctx, tx)
	if err != nil {
		return err
	}
	for _, kind := range s.registry.All() {
		for _, t := range tablesOf(kind) {
			fits, err := s.fits(ctx, tx, &t, known[t.Name])
			if err != nil {
				return err
			}
			if fits {
				if _, err := tx.ExecContext(ctx, "DELETE FROM "+quote(t.Name)); err != nil {
					return fmt.Errorf("empty table %s: %w", t.Name, err)
				}
			} else if err := s.recreate(ctx, tx, &t, known); err != nil {
				return err
			}
			delete(known, t.Name)
		}
	}
	for name := range known { // of kinds that are gone
		if err := drop(ctx, tx, name); err != nil {
			return err
		}
	}
	return nil
}

// fits reports whether a table is there and has the columns of its definition.
func (s *Store) fits(ctx context.Context, tx *sql.Tx, t *table, fingerprint string) (bool, error) {
	if fingerprint != t.fingerprint(s.dialect) {
		return false, nil
	}
	columns, err := texts(ctx, tx, s.dialect.columns, t.Name)
	return slices.Equal(columns, t.columnNames()), err
}

func (s *Store) recreate(ctx context.Context, tx *sql.Tx, t *table, known map[string]string) error {
	if _, ours := known[t.Name]; ours {
		if err := drop(ctx, tx, t.Name); err != nil {
			return err
		}
	}
	for _, statement := range t.ddl(s.dialect) {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			return fmt.Errorf("create table %s: %w", t.Name, err)
		}
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO projection (table_name, fingerprint) VALUES ($1, $2)", t.Name, t.fingerprint(s.dialect))
	if err != nil {
		return fmt.Errorf("note table %s: %w", t.Name, err)
	}
	return nil
}

func drop(ctx context.Context, tx *sql.Tx, name string) error {
	if _, err := tx.ExecContext(ctx, "DROP TABLE IF EXISTS "+quote(name)); err != nil {
		return fmt.Errorf("drop table %s: %w", name, err)
	}
	if _, err := tx.ExecContext(ctx, "DELETE FROM projection WHERE table_name = $1", name); err != nil {
		return fmt.Errorf("forget table %s: %w", name, err)
	}
	return nil
}
