package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

// Live implements release.Store.
func (s *Store) Live(ctx context.Context) (release.Release, []bundle.Entry, error) {
	var live release.Release
	var entries []bundle.Entry
	err := s.read(ctx, func(tx *sql.Tx) error {
		var err error
		if live, err = current(ctx, tx); err != nil {
			return err
		}
		entries, err = entriesOf(ctx, tx, false, "e.to_release IS NULL")
		return err
	})
	return live, entries, err
}

// Releases implements release.Store.
func (s *Store) Releases(ctx context.Context, limit int) ([]release.Release, error) {
	if limit <= 0 {
		limit = math.MaxInt32
	}
	var list []release.Release
	err := s.read(ctx, func(tx *sql.Tx) error {
		var err error
		list, err = releases(ctx, tx, "ORDER BY number DESC LIMIT $1", limit)
		return err
	})
	return list, err
}

// State implements release.Store.
func (s *Store) State(ctx context.Context, number int) (release.Release, []bundle.Entry, error) {
	var r release.Release
	var entries []bundle.Entry
	err := s.read(ctx, func(tx *sql.Tx) error {
		var err error
		if r, err = numbered(ctx, tx, number); err != nil {
			return err
		}
		entries, err = entriesOf(ctx, tx, true, liveWith, number)
		return err
	})
	return r, entries, err
}

// Changed implements release.Store.
func (s *Store) Changed(ctx context.Context, number int) (r release.Release, before, after []bundle.Entry, err error) {
	err = s.read(ctx, func(tx *sql.Tx) error {
		var err error
		if r, err = numbered(ctx, tx, number); err != nil {
			return err
		}
		if before, err = entriesOf(ctx, tx, true, endedBy, number); err != nil {
			return err
		}
		after, err = entriesOf(ctx, tx, true, begunBy, number)
		return err
	})
	return r, before, after, err
}

// Contents implements release.Store.
func (s *Store) Contents(ctx context.Context, ids []resource.ID) ([]release.Content, error) {
	var kinds []string
	names := map[string][]string{}
	for _, id := range ids {
		if names[id.Kind] == nil {
			kinds = append(kinds, id.Kind)
		}
		names[id.Kind] = append(names[id.Kind], id.Name)
	}
	var contents []release.Content
	err := s.read(ctx, func(tx *sql.Tx) error {
		for _, kind := range kinds {
			err := s.dialect.inLists(names[kind], 1, func(list string, args []any) error {
				found, err := contentsOf(ctx, tx, list, append([]any{kind}, args...))
				contents = append(contents, found...)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return contents, err
}

// Bodies implements release.Store.
func (s *Store) Bodies(ctx context.Context, digests []string) (map[string][]byte, error) {
	bodies := make(map[string][]byte, len(digests))
	err := s.read(ctx, func(tx *sql.Tx) error {
		return s.dialect.inLists(digests, 0, func(list string, args []any) error {
			return eachRow(ctx, tx, "SELECT digest, body FROM documents WHERE digest IN ("+list+")", args, func(rows *sql.Rows) error {
				var digest string
				var body []byte
				err := rows.Scan(&digest, &body)
				bodies[digest] = body
				return err
			})
		})
	})
	return bodies, err
}

func contentsOf(ctx context.Context, tx *sql.Tx, list string, args []any) ([]release.Content, error) {
	var contents []release.Content
	err := eachRow(ctx, tx, `
		SELECT d.kind, d.name, d.version, d.digest, min(e.from_release)
		FROM documents d
		JOIN entries e ON e.kind = d.kind AND e.name = d.name AND e.digest = d.digest
		WHERE d.kind = $1 AND d.name IN (`+list+`)
		GROUP BY d.digest, d.kind, d.name, d.version
		ORDER BY d.name, min(e.from_release), d.digest`, args, func(rows *sql.Rows) error {
		var c release.Content
		var version sql.NullInt64
		err := rows.Scan(&c.ID.Kind, &c.ID.Name, &version, &c.Digest, &c.Release)
		c.Version = int(version.Int64)
		contents = append(contents, c)
		return err
	})
	return contents, err
}

// current returns the release that is live, or the zero Release.
func current(ctx context.Context, tx *sql.Tx) (release.Release, error) {
	list, err := releases(ctx, tx, "JOIN current c ON c.release = number")
	if err != nil || len(list) == 0 {
		return release.Release{}, err
	}
	return list[0], nil
}

func numbered(ctx context.Context, tx *sql.Tx, number int) (release.Release, error) {
	list, err := releases(ctx, tx, "WHERE number = $1", number)
	if err != nil {
		return release.Release{}, err
	}
	if len(list) == 0 {
		return release.Release{}, release.NoRelease(number)
	}
	return list[0], nil
}

func releases(ctx context.Context, tx *sql.Tx, suffix string, args ...any) ([]release.Release, error) {
	var list []release.Release
	err := eachRow(ctx, tx, `
		SELECT number, digest, plan_digest, catalog, target, git_revision, git_author, git_message, git_modified,
			published_at, published_by, compiler_version, created, updated, deleted, documents, signature
		FROM releases `+suffix, args, func(rows *sql.Rows) error {
		var r release.Release
		var commit, author, message, signature sql.NullString
		var at string
		err := rows.Scan(&r.Number, &r.Digest, &r.PlanDigest, &r.Catalog, &r.Target, &commit, &author, &message, &r.Revision.Modified,
			&at, &r.PublishedBy, &r.Compiler, &r.Created, &r.Updated, &r.Deleted, &r.Documents, &signature)
		if err != nil {
			return err
		}
		r.Revision.Commit, r.Revision.Author, r.Revision.Message = commit.String, author.String, message.String
		if r.PublishedAt, err = time.Parse(time.RFC3339, at); err != nil {
			return fmt.Errorf("%w: release %d: %w", ErrDamaged, r.Number, err)
		}
		r.PublishedAt = r.PublishedAt.UTC()
		if signature.Valid {
			r.Signature = json.RawMessage(signature.String)
		}
		list = append(list, r)
		return nil
	})
	return list, err
}

// Conditions on the entries, of which $1 is a release.
const (
	liveWith = "e.from_release <= $1 AND (e.to_release IS NULL OR e.to_release > $1)"
	endedBy  = "e.to_release = $1"
	begunBy  = "e.from_release = $1"
)

func entriesQuery(bodies bool, condition string) string {
	body := "NULL"
	if bodies {
		body = "d.body"
	}
	return `
		SELECT e.kind, e.name, d.version, e.digest, e.source, ` + body + `
		FROM entries e JOIN documents d ON d.digest = e.digest
		WHERE ` + condition + `
		ORDER BY e.kind, e.name`
}

// entriesOf returns the entries that meet a condition, sorted by identity.
func entriesOf(ctx context.Context, tx *sql.Tx, bodies bool, condition string, args ...any) ([]bundle.Entry, error) {
	var entries []bundle.Entry
	err := eachRow(ctx, tx, entriesQuery(bodies, condition), args, func(rows *sql.Rows) error {
		var e bundle.Entry
		var version sql.NullInt64
		var source sql.NullString
		err := rows.Scan(&e.ID.Kind, &e.ID.Name, &version, &e.Digest, &source, &e.Body)
		e.Version, e.Source = int(version.Int64), source.String
		entries = append(entries, e)
		return err
	})
	return entries, err
}
