package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/igny8/catalogc/compiler/release"
)

// findOutWithin is how long the database is asked what became of a commit.
const findOutWithin = 10 * time.Second

// findOut finds out on another connection what became of a release whose commit
// was not answered. The lock is taken first: who has it knows that the
// transaction of before has ended, one way or the other.
func (s *Store) findOut(r *release.Release, cause error) error {
	// What led here may have been that the publisher's context ended.
	ctx, cancel := context.WithTimeout(context.Background(), findOutWithin)
	defer cancel()
	for {
		var there release.Release
		err := s.write(ctx, "look at", func(x *session) (err error) {
			there, err = numbered(ctx, x.Tx, r.Number) // others may have published since
			return err
		})
		switch {
		case err == nil && there.PlanDigest == r.PlanDigest:
			return nil
		case err == nil, errors.Is(err, release.ErrNoRelease):
			return fmt.Errorf("publish to %s: %w: %w; nothing was changed: run it again", s.path, ErrLost, plain(cause))
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("publish to %s: %w: %w; run it again: it finds out whether release %d is live", s.path, release.ErrUncertain, plain(cause), r.Number)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// Unfinished implements release.Store.
func (s *Store) Unfinished(ctx context.Context) (int, error) {
	var number sql.NullInt64
	err := s.read(ctx, func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT max(release) FROM publish_journal WHERE outcome IS NULL").Scan(&number)
	})
	return int(number.Int64), err
}

// Finish implements release.Store.
func (s *Store) Finish(ctx context.Context, number int) error {
	return s.change(ctx, "close the journal of", func(x *session) error {
		_, err := x.ExecContext(ctx, "UPDATE publish_journal SET outcome = $1 WHERE outcome IS NULL AND release <= $2", published, number)
		return err
	})
}
