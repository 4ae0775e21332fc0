package sqlstore

import (
	"context"
	"database/sql"
	"maps"
	"time"

	"github.com/igny8/catalogc/compiler/release"
)

// Rebuild implements release.Store.
func (s *Store) Rebuild(ctx context.Context, by release.Actor) error {
	return s.write(ctx, "rebuild", func(x *session) error {
		if err := s.rebuild(ctx, x); err != nil {
			return err
		}
		return s.appendAudit(ctx, x.Tx, release.AuditEntry{At: by.At, Actor: by.Name, Action: "rebuild"}, nil)
	})
}

// refreshProjection rebuilds the projection when its tables are not those of
// the registry, as after an update of catalogc.
func (s *Store) refreshProjection(ctx context.Context) error {
	want := s.fingerprints()
	var have map[string]string
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		have, err = fingerprints(ctx, tx)
		return err
	})
	if err != nil || maps.Equal(have, want) {
		return err
	}
	return s.write(ctx, "rebuild", func(x *session) error {
		have, err := fingerprints(ctx, x.Tx)
		if err != nil || maps.Equal(have, want) { // another process was faster
			return err
		}
		return s.rebuild(ctx, x)
	})
}

func (s *Store) fingerprints() map[string]string {
	want := map[string]string{}
	for _, kind := range s.registry.All() {
		for _, t := range tablesOf(kind) {
			want[t.Name] = t.fingerprint(s.dialect)
		}
	}
	return want
}

func fingerprints(ctx context.Context, tx *sql.Tx) (map[string]string, error) {
	have := map[string]string{}
	err := eachRow(ctx, tx, "SELECT table_name, fingerprint FROM projection", nil, func(rows *sql.Rows) error {
		var name, fingerprint string
		err := rows.Scan(&name, &fingerprint)
		have[name] = fingerprint
		return err
	})
	return have, err
}

func (s *Store) rebuild(ctx context.Context, x *session) error {
	if err := s.clear(ctx, x.Tx); err != nil {
		return err
	}
	documents, err := liveDocuments(ctx, x.Tx)
	if err != nil {
		return err
	}
	return s.projector(x).addAll(ctx, documents, nil)
}

// liveDocuments returns what the projection is made of.
func liveDocuments(ctx context.Context, tx *sql.Tx) ([]projected, error) {
	var list []projected
	err := eachRow(ctx, tx, `
		SELECT e.kind, e.name, e.digest, d.body, e.from_release, r.published_at, r.published_by, e.source, r.git_revision
		FROM entries e
		JOIN documents d ON d.digest = e.digest
		JOIN releases r ON r.number = e.from_release
		WHERE e.to_release IS NULL
		ORDER BY e.kind, e.name`, nil, func(rows *sql.Rows) error {
		var d projected
		var at string
		var source, commit sql.NullString
		err := rows.Scan(&d.kind, &d.name, &d.digest, &d.body, &d.release, &at, &d.updatedBy, &source, &commit)
		if err != nil {
			return err
		}
		d.source, d.commit = nullable(source.String), nullable(commit.String)
		d.updatedAt, err = time.Parse(time.RFC3339, at)
		list = append(list, d)
		return err
	})
	return list, err
}
