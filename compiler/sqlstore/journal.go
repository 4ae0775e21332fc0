package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"time"

	"github.com/igny8/catalogc/compiler/release"
)

// The outcomes of a publish that the journal tells. None means that it is under
// way, or was killed; with a release, that the release is live and something that
// comes after the commit is left to do.
const (
	published = "published"
	failed    = "failed"
	abandoned = "abandoned"
)

// openIntent returns who is publishing, and an error when nobody is.
func openIntent(ctx context.Context, tx *sql.Tx) (holder string, since time.Time, err error) {
	var process int
	var at string
	err = tx.QueryRowContext(ctx, "SELECT holder, process, started_at FROM publish_journal WHERE outcome IS NULL AND release IS NULL ORDER BY id DESC LIMIT 1").
		Scan(&holder, &process, &at)
	if err != nil {
		return "", time.Time{}, err
	}
	since, err = time.Parse(time.RFC3339, at)
	return fmt.Sprintf("%s (process %d)", holder, process), since, err
}

// recordIntent writes the intent in a transaction of its own, so that others
// can read it while the release is written. Whoever holds the lock knows that
// no other publisher is at work: entries that are open belong to killed ones.
func (s *Store) recordIntent(ctx context.Context, intent release.Intent) (id int64, err error) {
	err = s.change(ctx, "publish to", func(x *session) error {
		if err := checkBase(ctx, x.Tx, intent); err != nil {
			return err
		}
		_, err := x.ExecContext(ctx, "UPDATE publish_journal SET outcome = $1 WHERE outcome IS NULL AND release IS NULL", abandoned)
		if err != nil {
			return err
		}
		return x.QueryRowContext(ctx, `
			INSERT INTO publish_journal (plan_digest, base_release, holder, process, started_at)
			VALUES ($1, $2, $3, $4, $5) RETURNING id`,
			intent.Plan, intent.Base.Release, intent.Holder, os.Getpid(), s.dialect.moment(intent.At)).Scan(&id)
	})
	return id, err
}

func checkBase(ctx context.Context, tx *sql.Tx, intent release.Intent) error {
	live, err := current(ctx, tx)
	if err != nil {
		return err
	}
	if live.Base() != intent.Base {
		return release.Stale(intent.Base, live.Base())
	}
	return nil
}

// noteFailure closes the intent of a publish that was given up. Where that is
// not possible the next publisher closes it as abandoned, so an error would tell
// nobody anything.
func (s *Store) noteFailure(id int64) {
	if id == 0 {
		return
	}
	// What led here may have been that the publisher's context ended.
	ctx, cancel := context.WithTimeout(context.Background(), 2*patience)
	defer cancel()
	_ = s.change(ctx, "publish to", func(x *session) error {
		_, err := x.ExecContext(ctx, "UPDATE publish_journal SET outcome = $1 WHERE id = $2 AND outcome IS NULL AND release IS NULL", failed, id)
		return err
	})
}

// timeText formats a time as all tables hold it.
func timeText(t time.Time) string { return t.UTC().Format(time.RFC3339) }
