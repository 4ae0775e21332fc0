package release

import (
	"context"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/resource"
)

// Store keeps the releases of one target. Each method that reads sees one
// release whole, never a part of one that is being published.
type Store interface {
	// Live returns the current release and what is live, sorted by identity and
	// without bodies. A target that was never published to has the zero Release.
	Live(ctx context.Context) (Release, []bundle.Entry, error)
	// Releases returns the newest releases first, at most limit of them, or all
	// when limit is 0.
	Releases(ctx context.Context, limit int) ([]Release, error)
	// State returns a release and what was live with it, with bodies; or
	// ErrNoRelease.
	State(ctx context.Context, number int) (Release, []bundle.Entry, error)
	// Changed returns a release and the documents it changed, with bodies, as
	// they were before and after it; or ErrNoRelease.
	Changed(ctx context.Context, number int) (r Release, before, after []bundle.Entry, err error)
	// Contents returns every content of some documents that was ever published,
	// in order of name and first release.
	Contents(ctx context.Context, ids []resource.ID) ([]Content, error)
	// Bodies returns contents by their digests, as far as they were published.
	Bodies(ctx context.Context, digests []string) (map[string][]byte, error)
	// Begin takes the target's lock, checks that the intent's base is live and
	// records the intent. The error is a *LockedError when another publisher
	// holds the lock, and wraps ErrStale when another release is live.
	Begin(ctx context.Context, intent Intent) (Transaction, error)
	// Close lets go of the target.
	Close() error
}

// Transaction holds the target's lock from Begin to Close.
type Transaction interface {
	// Commit writes a release with its changes: all of it, or none of it.
	Commit(ctx context.Context, r Release, changes []plan.Change) error
	// Close lets go of the lock. What was not committed is undone.
	Close() error
}

// Intent is what a publisher is about to do. It is recorded before anything is
// changed, so that others are told who holds the lock.
type Intent struct {
	Base   plan.Base
	Plan   string // the digest of the plan
	Holder string // who publishes
	At     time.Time
}

// Content is one content of a document that was published.
type Content struct {
	ID      resource.ID
	Version int
	Digest  string
	// Release is the first release that had the content.
	Release int
}
