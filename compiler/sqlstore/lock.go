package sqlstore

import (
	"context"
	"errors"
	"time"
)

// errLocked says that another connection holds the lock.
var errLocked = errors.New("another connection holds the lock")

// patience is how long a publisher waits for another one: long enough for most
// releases to be written.
const patience = time.Second

// lock takes the lock of the target until the transaction ends. Where a
// transaction that may write is the lock, there is nothing left to do.
func (s *Store) lock(ctx context.Context, x *session) error {
	if s.dialect.lock == "" {
		return nil
	}
	for deadline := time.Now().Add(patience); ; {
		var taken bool
		if err := x.QueryRowContext(ctx, s.dialect.lock).Scan(&taken); err != nil {
			return err
		}
		if taken {
			break
		}
		if time.Now().After(deadline) {
			return errLocked
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
	for _, statement := range s.dialect.locked {
		if _, err := x.ExecContext(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
