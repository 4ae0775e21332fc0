package release

import (
	"errors"
	"fmt"
	"time"

	"github.com/igny8/catalogc/compiler/plan"
)

// ErrStale says that a plan was made against a release that is not live.
var ErrStale = errors.New("the plan is stale")

// ErrNoRelease says that a target has no release of the number asked for.
var ErrNoRelease = errors.New("no such release")

// ErrIsLive says that the release to go back to is the one that is live.
var ErrIsLive = errors.New("it is live already")

// ErrUncertain says that the connection to the database was lost while a
// release was being committed: it is live, or it is not.
var ErrUncertain = errors.New("the connection was lost while the release was being committed")

// Stale returns an error that wraps ErrStale and tells both releases.
func Stale(base, live plan.Base) error {
	if base.Release == live.Release {
		return fmt.Errorf("%w: it was made against another release %d than the one that is live; plan again", ErrStale, base.Release)
	}
	return fmt.Errorf("%w: it was made against %s, but %s is live; plan again", ErrStale, nameOf(base.Release), nameOf(live.Release))
}

// NoRelease returns an error that wraps ErrNoRelease and tells the number.
func NoRelease(number int) error {
	return fmt.Errorf("release %d: %w", number, ErrNoRelease)
}

func nameOf(number int) string {
	if number == 0 {
		return "the empty target"
	}
	return fmt.Sprintf("release %d", number)
}

// LockedError says that another publisher holds the target's lock.
type LockedError struct {
	// Holder is who, or "" when that is not known.
	Holder string
	Since  time.Time
}

// Error implements error.
func (e *LockedError) Error() string {
	if e.Holder == "" {
		return "the target is locked by another process; try again when it is done"
	}
	return fmt.Sprintf("the target is locked: %s is publishing since %s; try again when that is done",
		e.Holder, e.Since.UTC().Format(time.RFC3339))
}
