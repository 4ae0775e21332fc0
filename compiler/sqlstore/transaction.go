package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

// transaction is a release.Transaction.
type transaction struct {
	store  *Store
	tx     *sql.Tx
	intent int64
	done   bool
}

// Begin implements release.Store.
func (s *Store) Begin(ctx context.Context, intent release.Intent) (release.Transaction, error) {
	id, err := s.recordIntent(ctx, intent)
	if err != nil {
		return nil, err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		err = s.fail("publish to", err)
		s.noteFailure(id)
		return nil, err
	}
	t := &transaction{store: s, tx: tx, intent: id}
	// Another publisher may have taken the lock since the intent was recorded.
	if err := checkBase(ctx, tx, intent); err != nil {
		return nil, errors.Join(s.fail("publish to", err), t.Close())
	}
	return t, nil
}

// Commit implements release.Transaction.
func (t *transaction) Commit(ctx context.Context, r release.Release, changes []plan.Change) error {
	if err := t.store.publish(ctx, t.tx, t.intent, &r, changes); err != nil {
		return t.store.fail("publish to", err)
	}
	if err := t.tx.Commit(); err != nil {
		return t.store.fail("publish to", err)
	}
	t.done = true
	return nil
}

// Close implements release.Transaction.
func (t *transaction) Close() error {
	if t.done {
		return nil
	}
	t.done = true
	err := t.tx.Rollback()
	t.store.noteFailure(t.intent)
	if err != nil && !errors.Is(err, sql.ErrTxDone) {
		return t.store.fail("undo the release in", err)
	}
	return nil
}
