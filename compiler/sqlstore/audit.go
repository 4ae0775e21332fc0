package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/release"
)

// audit is one row of the audit log. Each row's hash covers the hash of the row
// before it: whoever changes one has to change all that follow.
type audit struct {
	id       int64
	at       string
	actor    string
	action   string
	release  int
	detail   string
	prevHash string
}

// hash returns the digest of the row's canonical JSON, its own hash left out.
func (a *audit) hash() (string, error) {
	data, err := bundle.AppendCanonical(nil, map[string]any{
		"id": json.Number(strconv.FormatInt(a.id, 10)), "at": a.at, "actor": a.actor, "action": a.action,
		"release": json.Number(strconv.Itoa(a.release)), "detail": a.detail, "prev_hash": a.prevHash,
	})
	return bundle.DigestOf(data), err
}

// appendAudit notes a publish.
func appendAudit(ctx context.Context, tx *sql.Tx, r *release.Release) error {
	row := audit{at: timeText(r.PublishedAt), actor: r.PublishedBy, action: "publish", release: r.Number}
	err := tx.QueryRowContext(ctx, "SELECT id, hash FROM audit_log ORDER BY id DESC LIMIT 1").Scan(&row.id, &row.prevHash)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	row.id++
	detail, err := bundle.AppendCanonical(nil, map[string]any{
		"digest": r.Digest, "plan_digest": r.PlanDigest, "base_release": json.Number(strconv.Itoa(r.Number - 1)),
		"created": json.Number(strconv.Itoa(r.Created)), "updated": json.Number(strconv.Itoa(r.Updated)),
		"deleted": json.Number(strconv.Itoa(r.Deleted)),
	})
	if err != nil {
		return err
	}
	row.detail = string(detail)
	hash, err := row.hash()
	if err != nil {
		return fmt.Errorf("hash: %w", err)
	}
	_, err = tx.ExecContext(ctx, `
		INSERT INTO audit_log (id, at, actor, action, release, detail, prev_hash, hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		row.id, row.at, row.actor, row.action, row.release, row.detail, row.prevHash, hash)
	return err
}
