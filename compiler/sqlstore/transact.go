package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// session is a transaction together with the connection it runs on, which
// databases with a way of their own to take many rows are handed them through.
type session struct {
	*sql.Tx
	conn *sql.Conn
}

// idleConnections is how many connections the pool may keep: database/sql's own
// default.
const idleConnections = 2

// begin starts a transaction. A connection that was kept may have ended since,
// as when the server was started anew: then nothing was done yet, and another
// one is taken.
func (s *Store) begin(ctx context.Context, options *sql.TxOptions) (*session, error) {
	for attempt := 0; ; attempt++ {
		x, err := s.tryBegin(ctx, options)
		if err == nil || attempt == idleConnections || s.dialect.classify(err) != lost {
			return x, err
		}
	}
}

func (s *Store) tryBegin(ctx context.Context, options *sql.TxOptions) (*session, error) {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	tx, err := conn.BeginTx(ctx, options)
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	x := &session{Tx: tx, conn: conn}
	for _, statement := range s.dialect.begin {
		if _, err := tx.ExecContext(ctx, statement); err != nil {
			x.rollback()
			return nil, err
		}
	}
	return x, nil
}

// commit ends the transaction and gives the connection back.
func (x *session) commit() error {
	err := x.Commit()
	// A connection that cannot be given back is thrown away.
	_ = x.conn.Close()
	return err
}

// rollback undoes the transaction. What went wrong before counts: a transaction
// that failed may have been rolled back already.
func (x *session) rollback() {
	_ = x.Rollback()
	_ = x.conn.Close()
}

// read runs f in one transaction, so that it sees one release whole.
func (s *Store) read(ctx context.Context, f func(*sql.Tx) error) error {
	x, err := s.begin(ctx, s.dialect.reading())
	if err != nil {
		return s.fail(ctx, "read", err)
	}
	if err := f(x.Tx); err != nil {
		x.rollback()
		return s.fail(ctx, "read", err)
	}
	return s.fail(ctx, "read", x.commit())
}

// write runs f in one transaction that holds the lock.
func (s *Store) write(ctx context.Context, action string, f func(*session) error) error {
	return s.change(ctx, action, func(x *session) error {
		if err := s.lock(ctx, x); err != nil {
			return err
		}
		return f(x)
	})
}

// change runs f in one transaction, without asking for the lock where the
// database has one besides the transaction itself.
func (s *Store) change(ctx context.Context, action string, f func(*session) error) error {
	if s.mode == ReadOnly {
		return fmt.Errorf("%s %s: %w: it was opened for reading", action, s.path, ErrReadOnly)
	}
	x, err := s.begin(ctx, nil)
	if err != nil {
		return s.fail(ctx, action, err)
	}
	if err := f(x); err != nil {
		x.rollback()
		return s.fail(ctx, action, err)
	}
	return s.fail(ctx, action, x.commit())
}
