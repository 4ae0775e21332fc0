package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/release"
)

// Note implements release.Store.
func (s *Store) Note(ctx context.Context, by release.Actor, action string, detail map[string]any) error {
	return s.write(ctx, "write the audit log of", func(x *session) error {
		return s.appendAudit(ctx, x.Tx, release.AuditEntry{At: by.At, Actor: by.Name, Action: action}, detail)
	})
}

// Audit implements release.Store.
func (s *Store) Audit(ctx context.Context) ([]release.AuditEntry, error) {
	var entries []release.AuditEntry
	err := s.read(ctx, func(tx *sql.Tx) error {
		return eachRow(ctx, tx, "SELECT id, at, actor, action, release, detail, prev_hash, hash FROM audit_log ORDER BY id", nil, func(rows *sql.Rows) error {
			var e release.AuditEntry
			var at, detail string
			var number sql.NullInt64
			err := rows.Scan(&e.ID, &at, &e.Actor, &e.Action, &number, &detail, &e.PrevHash, &e.Hash)
			if err != nil {
				return err
			}
			e.Release, e.Detail = int(number.Int64), json.RawMessage(detail)
			// A time that was damaged gives the entry another hash: --verify tells.
			e.At, _ = time.Parse(time.RFC3339, at)
			e.At = e.At.UTC()
			entries = append(entries, e)
			return nil
		})
	})
	return entries, err
}

// appendAudit adds an entry to the end of the chain. Whoever calls it holds the
// lock.
func (s *Store) appendAudit(ctx context.Context, tx *sql.Tx, e release.AuditEntry, detail map[string]any) error {
	err := tx.QueryRowContext(ctx, "SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1").Scan(&e.ID, &e.PrevHash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	e.ID++
	e.At = e.At.UTC().Truncate(time.Second) // as fine as it is stored
	if detail == nil {
		detail = map[string]any{}
	}
	if e.Detail, err = bundle.AppendCanonical(nil, detail); err != nil {
		return fmt.Errorf("detail: %w", err)
	}
	if e.Hash, err = e.Digest(); err != nil {
		return err
	}
	var number any
	if e.Release > 0 {
		number = e.Release
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO audit_log (id, at, actor, action, release, detail, prev_hash, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		e.ID, s.dialect.moment(e.At), e.Actor, e.Action, number, string(e.Detail), e.PrevHash, e.Hash)
	return err
}

// auditRelease notes a release.
func (s *Store) auditRelease(ctx context.Context, tx *sql.Tx, c *release.Commit) error {
	r := &c.Release
	action := c.Action
	if action == "" {
		action = "publish"
	}
	detail := map[string]any{
		"digest": r.Digest, "plan_digest": r.PlanDigest, "base_release": integer(r.Number - 1),
		"created": integer(r.Created), "updated": integer(r.Updated), "deleted": integer(r.Deleted),
	}
	if r.Revision.Commit != "" {
		detail["git_revision"] = r.Revision.Commit
	}
	if len(c.Pins) > 0 {
		detail["keys"] = pinDetail(c.Pins)
	}
	return s.appendAudit(ctx, tx, release.AuditEntry{At: r.PublishedAt, Actor: r.PublishedBy, Action: action, Release: r.Number}, detail)
}

// pinDetail lists the key versions that go with a release, by their references.
func pinDetail(pins []release.Pin) []any {
	pins = slices.Clone(pins)
	slices.SortFunc(pins, release.ComparePins)
	list := make([]any, len(pins))
	for i, pin := range pins {
		list[i] = map[string]any{"integration": pin.Integration, "ref": pin.Ref.String(), "version": integer(pin.Version)}
	}
	return list
}

func integer(n int) json.Number { return json.Number(strconv.Itoa(n)) }
