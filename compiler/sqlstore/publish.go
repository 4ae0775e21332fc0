package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

// publish writes a release: the truth, the projection and the pointer to it.
func (s *Store) publish(ctx context.Context, tx *sql.Tx, intent int64, r *release.Release, changes []plan.Change) error {
	if err := insertRelease(ctx, tx, r); err != nil {
		return fmt.Errorf("write the release: %w", err)
	}
	if err := endEntries(ctx, tx, r.Number, changes); err != nil {
		return err
	}
	if err := s.insertContents(ctx, tx, r.Number, changes); err != nil {
		return err
	}
	if err := s.project(ctx, tx, r, changes); err != nil {
		return err
	}
	if err := appendAudit(ctx, tx, r); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	_, err := tx.ExecContext(ctx, "UPDATE publish_journal SET outcome = $1, release = $2 WHERE id = $3", published, r.Number, intent)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	_, err = tx.ExecContext(ctx, "INSERT INTO current (id, release) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET release = excluded.release", r.Number)
	if err != nil {
		return fmt.Errorf("write the current release: %w", err)
	}
	return nil
}

func insertRelease(ctx context.Context, tx *sql.Tx, r *release.Release) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO releases (number, digest, plan_digest, catalog, target, git_revision, git_author, git_message, git_modified,
			published_at, published_by, compiler_version, created, updated, deleted, documents)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
		r.Number, r.Digest, r.PlanDigest, r.Catalog, r.Target,
		nullable(r.Revision.Commit), nullable(r.Revision.Author), nullable(r.Revision.Message), r.Revision.Modified,
		timeText(r.PublishedAt), r.PublishedBy, r.Compiler, r.Created, r.Updated, r.Deleted, r.Documents)
	return err
}

// endEntries ends what a release replaces or deletes.
func endEntries(ctx context.Context, tx *sql.Tx, number int, changes []plan.Change) error {
	end, err := tx.PrepareContext(ctx, "UPDATE entries SET to_release = $1 WHERE kind = $2 AND name = $3 AND digest = $4 AND to_release IS NULL")
	if err != nil {
		return fmt.Errorf("write entries: %w", err)
	}
	for i := range changes {
		c := &changes[i]
		if c.Op == plan.Create {
			continue
		}
		result, err := end.ExecContext(ctx, number, c.Kind, c.Name, c.From)
		if err != nil {
			return fmt.Errorf("end the entry of %s: %w", c.ID(), err)
		}
		rows, err := result.RowsAffected()
		if err != nil {
			return fmt.Errorf("end the entry of %s: %w", c.ID(), err)
		}
		if rows != 1 {
			return fmt.Errorf("%s is not live with the content %s", c.ID(), c.From)
		}
	}
	return nil
}

// insertContents writes the documents and entries that a release adds. A
// content that was published before is there already.
func (s *Store) insertContents(ctx context.Context, tx *sql.Tx, number int, changes []plan.Change) error {
	documents := s.dialect.batch(tx, "documents", []string{"digest", "kind", "name", "version", "body"}).orIgnore()
	entries := s.dialect.batch(tx, "entries", []string{"kind", "name", "digest", "from_release", "source"})
	for i := range changes {
		c := &changes[i]
		if c.Op == plan.Delete {
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

// project rewrites the rows of the documents that a release changes.
func (s *Store) project(ctx context.Context, tx *sql.Tx, r *release.Release, changes []plan.Change) error {
	p := s.projector(tx)
	for start := 0; start < len(changes); {
		end := start
		var gone []string
		for ; end < len(changes) && changes[end].Kind == changes[start].Kind; end++ {
			if changes[end].Op != plan.Create {
				gone = append(gone, changes[end].Name)
			}
		}
		if err := p.remove(ctx, changes[start].Kind, gone); err != nil {
			return err
		}
		start = end
	}
	documents := make([]projected, 0, len(changes))
	for i := range changes {
		if c := &changes[i]; c.Op != plan.Delete {
			documents = append(documents, projected{
				kind: c.Kind, name: c.Name, digest: c.Digest, body: c.Body, release: r.Number,
				updatedAt: timeText(r.PublishedAt), updatedBy: r.PublishedBy,
				source: nullable(c.Source), commit: nullable(r.Revision.Commit),
			})
		}
	}
	return p.addAll(ctx, documents)
}
