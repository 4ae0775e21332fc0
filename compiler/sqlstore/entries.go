package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/igny8/catalogc/compiler/plan"
)

// endEntries ends what a release replaces or deletes.
func (s *Store) endEntries(ctx context.Context, tx *sql.Tx, number int, changes []plan.Change) error {
	var ending []*plan.Change
	for i := range changes {
		if changes[i].Op != plan.Create {
			ending = append(ending, &changes[i])
		}
	}
	const width = 3
	for some := batchValues / width; len(ending) > 0; {
		n := min(len(ending), some)
		var list strings.Builder
		args := []any{number}
		for i, c := range ending[:n] {
			if i > 0 {
				list.WriteByte(',')
			}
			list.WriteByte('(')
			s.dialect.writeParameters(&list, len(args), width)
			list.WriteByte(')')
			args = append(args, c.Kind, c.Name, c.From)
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE entries SET to_release = `+s.dialect.parameter(1)+` FROM (VALUES `+list.String()+`) AS old
			WHERE kind = old.column1 AND name = old.column2 AND digest = old.column3 AND to_release IS NULL`, args...)
		if err != nil {
			return fmt.Errorf("end entries: %w", err)
		}
		if rows, err := result.RowsAffected(); err != nil {
			return fmt.Errorf("end entries: %w", err)
		} else if rows != int64(n) {
			return notLive(ctx, tx, number, ending[:n])
		}
		ending = ending[n:]
	}
	return nil
}

// notLive names the first change of a document that is not live as the plan has
// it.
func notLive(ctx context.Context, tx *sql.Tx, number int, ending []*plan.Change) error {
	for _, c := range ending {
		count := 0
		err := tx.QueryRowContext(ctx, "SELECT count(*) FROM entries WHERE kind = $1 AND name = $2 AND digest = $3 AND to_release = $4",
			c.Kind, c.Name, c.From, number).Scan(&count)
		if err != nil {
			return fmt.Errorf("end entries: %w", err)
		}
		if count != 1 {
			return fmt.Errorf("%s is not live with the content %s", c.ID(), c.From)
		}
	}
	return fmt.Errorf("%d entries were ended more than once", len(ending))
}

// addContents writes the documents and entries that a release adds. A content
// that was published before is there already.
func (s *Store) addContents(ctx context.Context, x *session, number int, changes []plan.Change) error {
	known, err := s.known(ctx, x.Tx, number, changes)
	if err != nil {
		return fmt.Errorf("read documents: %w", err)
	}
	documents := s.dialect.batch(x, "documents", []string{"digest", "kind", "name", "version", "body"}).orIgnore()
	entries := s.dialect.batch(x, "entries", []string{"kind", "name", "digest", "from_release", "source"})
	for i := range changes {
		c := &changes[i]
		if c.Op == plan.Delete || known[c.Digest] {
			continue
		}
		var version any
		if c.Version > 0 {
			version = c.Version
		}
		if err := documents.add(ctx, c.Digest, c.Kind, c.Name, version, string(c.Body)); err != nil {
			return fmt.Errorf("write documents: %w", err)
		}
	}
	// An entry refers to its document, which therefore goes first.
	if err := documents.flush(ctx); err != nil {
		return fmt.Errorf("write documents: %w", err)
	}
	for i := range changes {
		c := &changes[i]
		if c.Op == plan.Delete {
			continue
		}
		if err := entries.add(ctx, c.Kind, c.Name, c.Digest, number, nullable(c.Source)); err != nil {
			return fmt.Errorf("write entries: %w", err)
		}
	}
	if err := entries.flush(ctx); err != nil {
		return fmt.Errorf("write entries: %w", err)
	}
	return nil
}

// known returns which contents were published before, where rows that are there
// already cannot be left to the database. Nobody else adds any meanwhile: the
// lock is held.
func (s *Store) known(ctx context.Context, tx *sql.Tx, number int, changes []plan.Change) (map[string]bool, error) {
	if s.dialect.copyRows == nil || number == 1 {
		return nil, nil
	}
	var digests []string
	for i := range changes {
		if changes[i].Op != plan.Delete {
			digests = append(digests, changes[i].Digest)
		}
	}
	known := map[string]bool{}
	err := s.dialect.inLists(digests, 0, func(list string, args []any) error {
		found, err := texts(ctx, tx, "SELECT digest FROM documents WHERE digest IN ("+list+")", args...)
		for _, digest := range found {
			known[digest] = true
		}
		return err
	})
	return known, err
}
