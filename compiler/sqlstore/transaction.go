package sqlstore

import (
	"context"
	"database/sql"
	"errors"

	"github.com/igny8/catalogc/compiler/release"
)

// transaction is a release.Transaction.
type transaction struct {
	store  *Store
	x      *session
	intent int64
	done   bool
}

// Begin implements release.Store.
//
// The intent is written in a transaction of its own, since nobody can read what
// the one that publishes has written. Where that transaction is itself the lock
// the intent has to go first; where there is a lock besides, only its holder
// writes one.
func (s *Store) Begin(ctx context.Context, intent release.Intent) (release.Transaction, error) {
	t := &transaction{store: s}
	var err error
	if s.dialect.lock == "" {
		if t.intent, err = s.recordIntent(ctx, intent); err != nil {
			return nil, err
		}
	}
	if err := t.begin(ctx); err != nil {
		err = s.fail(ctx, "publish to", err)
		s.noteFailure(t.intent)
		return nil, err
	}
	if s.dialect.lock != "" {
		if t.intent, err = s.recordIntent(ctx, intent); err != nil {
			return nil, errors.Join(err, t.Close())
		}
	}
	// Another publisher may have been faster since the intent was recorded.
	if err := checkBase(ctx, t.x.Tx, intent); err != nil {
		return nil, errors.Join(s.fail(ctx, "publish to", err), t.Close())
	}
	return t, nil
}

// begin takes the lock.
func (t *transaction) begin(ctx context.Context) error {
	// A commit that was sent is waited for, even when the publisher is interrupted:
	// otherwise nobody would know what came of it. Everything before it ends with
	// the context of its own statement.
	x, err := t.store.begin(context.WithoutCancel(ctx), nil)
	if err != nil {
		return err
	}
	if err := t.store.lock(ctx, x); err != nil {
		x.rollback()
		return err
	}
	t.x = x
	return nil
}

// Commit implements release.Transaction.
func (t *transaction) Commit(ctx context.Context, c release.Commit) error {
	if err := t.store.publish(ctx, t.x, t.intent, &c); err != nil {
		return t.store.fail(ctx, "publish to", err)
	}
	if err := ctx.Err(); err != nil {
		return t.store.fail(ctx, "publish to", err)
	}
	err := t.x.commit()
	if err != nil && t.store.dialect.classify(err) == lost {
		t.done = true // there is nothing left to undo on the connection
		return t.store.findOut(&c.Release, err)
	}
	if err != nil {
		return t.store.fail(ctx, "publish to", err)
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
	err := t.x.Rollback()
	_ = t.x.conn.Close()
	t.store.noteFailure(t.intent)
	// A transaction whose context or connection ended was undone by that.
	ended := errors.Is(err, sql.ErrTxDone) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
	if err != nil && !ended && t.store.dialect.classify(err) != lost {
		return t.store.fail(context.Background(), "undo the release in", err)
	}
	return nil
}
