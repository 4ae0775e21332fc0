package sqlstore

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

// publish writes a release: the truth, the projection and the pointer to it.
func (s *Store) publish(ctx context.Context, x *session, intent int64, c *release.Commit) error {
	r := &c.Release
	if err := s.insertRelease(ctx, x.Tx, r); err != nil {
		return fmt.Errorf("write the release: %w", err)
	}
	if err := s.endEntries(ctx, x.Tx, r.Number, c.Changes); err != nil {
		return err
	}
	if err := s.addContents(ctx, x, r.Number, c.Changes); err != nil {
		return err
	}
	if err := s.project(ctx, x, c); err != nil {
		return err
	}
	if err := writePins(ctx, x.Tx, r.Number, c.Pins); err != nil {
		return err
	}
	if err := s.auditRelease(ctx, x.Tx, c); err != nil {
		return fmt.Errorf("write the audit log: %w", err)
	}
	var outcome any = published
	if c.Unfinished {
		outcome = nil
	}
	_, err := x.ExecContext(ctx, "UPDATE publish_journal SET outcome = $1, release = $2 WHERE id = $3", outcome, r.Number, intent)
	if err != nil {
		return fmt.Errorf("write the journal: %w", err)
	}
	_, err = x.ExecContext(ctx, "INSERT INTO current (id, release) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET release = excluded.release", r.Number)
	if err != nil {
		return fmt.Errorf("write the current release: %w", err)
	}
	if s.dialect.announce != "" {
		if _, err := x.ExecContext(ctx, s.dialect.announce, fmt.Sprint(r.Number)); err != nil {
			return fmt.Errorf("announce the release: %w", err)
		}
	}
	if c.Progress != nil {
		c.Progress(len(c.Changes), len(c.Changes))
	}
	return nil
}

func (s *Store) insertRelease(ctx context.Context, tx *sql.Tx, r *release.Release) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO releases (number, digest, plan_digest, catalog, target, git_revision, git_author, git_message, git_modified,
			published_at, published_by, compiler_version, created, updated, deleted, documents, signature)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
		r.Number, r.Digest, r.PlanDigest, r.Catalog, r.Target,
		nullable(r.Revision.Commit), nullable(r.Revision.Author), nullable(r.Revision.Message), r.Revision.Modified,
		s.dialect.moment(r.PublishedAt), r.PublishedBy, r.Compiler, r.Created, r.Updated, r.Deleted, r.Documents, nullable(string(r.Signature)))
	return err
}

// project rewrites the rows of the documents that a release changes.
func (s *Store) project(ctx context.Context, x *session, c *release.Commit) error {
	p := s.projector(x)
	changes := c.Changes
	for start := 0; start < len(changes); {
		end := start
		var gone []string
		for ; end < len(changes) && changes[end].Kind == changes[start].Kind; end++ {
			// What is created may have rows that somebody added by hand.
			if changes[end].Op != plan.Create || c.Release.Number > 1 {
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
		if change := &changes[i]; change.Op != plan.Delete {
			documents = append(documents, projected{
				kind: change.Kind, name: change.Name, digest: change.Digest, body: change.Body, release: c.Release.Number,
				updatedAt: c.Release.PublishedAt, updatedBy: c.Release.PublishedBy,
				source: nullable(change.Source), commit: nullable(c.Release.Revision.Commit),
			})
		}
	}
	return p.addAll(ctx, documents, c.Progress)
}
