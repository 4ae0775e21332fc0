package release

import (
	"context"
	"encoding/json"
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
	// Pins returns the key versions that go with a release, sorted by integration,
	// path and field; release 0 has none.
	Pins(ctx context.Context, number int) ([]Pin, error)
	// Begin takes the target's lock, checks that the intent's base is live and
	// records the intent, where others can read it at once. The error is a
	// *LockedError when another publisher holds the lock, and wraps ErrStale when
	// another release is live. The lock of a publisher that died is taken over.
	Begin(ctx context.Context, intent Intent) (Transaction, error)
	// Unfinished returns the number of the newest release that was committed with
	// Commit.Unfinished and not finished since, or 0.
	Unfinished(ctx context.Context) (int, error)
	// Finish closes the journal of every release up to a number.
	Finish(ctx context.Context, number int) error
	// Rebuild restores the projection from the truth and notes in the audit log
	// who did so.
	Rebuild(ctx context.Context, by Actor) error
	// Note adds an entry to the audit log that is not about a release.
	Note(ctx context.Context, by Actor, action string, detail map[string]any) error
	// Audit returns the audit log in the order it was written.
	Audit(ctx context.Context) ([]AuditEntry, error)
	// Inspect compares the projection with the truth, and the truth with its
	// digests. It returns at most limit differences, or all when limit is 0, in
	// order of tables and keys.
	Inspect(ctx context.Context, limit int) ([]Difference, error)
	// Close lets go of the target.
	Close() error
}

// Transaction holds the target's lock from Begin to Close.
type Transaction interface {
	// Commit writes a release: all of it, or none of it. When the outcome cannot
	// be known, because the connection was lost just then, the error wraps
	// ErrUncertain.
	Commit(ctx context.Context, c Commit) error
	// Close lets go of the lock. What was not committed is undone.
	Close() error
}

// Commit is what is written at once.
type Commit struct {
	Release Release
	Changes []plan.Change
	// Pins are all key versions that go with the release.
	Pins []Pin
	// Action is what the audit log calls it: publish when empty.
	Action string
	// Unfinished leaves the journal open for what comes after the commit: see
	// Store.Unfinished.
	Unfinished bool
	// Progress, when given, is told how many documents of the release are
	// written.
	Progress func(done, total int)
}

// Actor is who does something, and when.
type Actor struct {
	Name string
	At   time.Time
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

// AuditEntry is one entry of the audit log. Its Hash covers all other fields,
// PrevHash among them: whoever changes one entry has to change all that follow.
type AuditEntry struct {
	ID     int64     `json:"id"`
	At     time.Time `json:"at"`
	Actor  string    `json:"actor"`
	Action string    `json:"action"` // publish, rollback, rebuild, prune
	// Release is the release that came of it, or 0.
	Release  int             `json:"release,omitempty"`
	Detail   json.RawMessage `json:"detail"`
	PrevHash string          `json:"prev_hash"`
	Hash     string          `json:"hash"`
}

// Difference is something in a database that is not as it was published.
type Difference struct {
	Problem Problem `json:"problem"`
	Table   string  `json:"table"`
	// ID is the document that a row belongs to, where that is known.
	ID resource.ID `json:"-"`
	// Key is the row's primary key, by column in order, such as
	// [name=ideas] or [model=openai/gpt-4o position=0].
	Key []KeyColumn `json:"key,omitempty"`
	// Columns are those that differ, in order of the table.
	Columns []ColumnDifference `json:"columns,omitempty"`
}

// Problem is how something in a database differs from what was published.
type Problem string

// The problems that Store.Inspect finds.
const (
	RowChanged   Problem = "changed"       // a row has other values
	RowMissing   Problem = "missing"       // a row is gone
	RowExtra     Problem = "extra"         // a row was added
	TableMissing Problem = "table_missing" // a table, or a column of it, is gone
	TruthDamaged Problem = "truth_damaged" // a document does not have its digest, or a release not its documents
)

// KeyColumn is one column of a primary key.
type KeyColumn struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// ColumnDifference is one column of a row. Want and Got are nil (NULL), string,
// bool, json.Number or, in a JSON column, what such JSON decodes to.
type ColumnDifference struct {
	Column string `json:"column"`
	// Field is the field of the document that the column holds, or "" for one
	// that the store adds, such as digest.
	Field string `json:"field,omitempty"`
	Want  any    `json:"want"`
	Got   any    `json:"got"`
}
