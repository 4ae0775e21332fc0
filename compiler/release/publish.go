package release

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/resource"
)

// Publish makes a plan the next release. A plan without changes writes nothing
// and returns the release that is live. So does the plan that made the live
// release: a run that was cut short can be run again.
//
// The error wraps ErrStale when another release is live than the plan was made
// against; it is a *LockedError when another publisher is at work, and a
// *VersionError when content changed without its version.
func (p *Publisher) Publish(ctx context.Context, pl *plan.Plan) (*Release, error) {
	live, entries, err := p.Store.Live(ctx)
	if err != nil {
		return nil, err
	}
	if live.Number > 0 && live.PlanDigest == pl.Digest {
		return &live, nil
	}
	if live.Base() != pl.Base {
		return nil, Stale(pl.Base, live.Base())
	}
	if pl.IsEmpty() {
		return &live, nil
	}
	documents, err := outcome(entries, pl)
	if err != nil {
		return nil, err
	}
	// What was published before can only grow by a release, and Begin checks
	// that there was none since: no need to hold the lock while comparing.
	conflicts, err := p.versionConflicts(ctx, pl.Changes)
	if err != nil {
		return nil, err
	}
	if len(conflicts) > 0 {
		return nil, &VersionError{Conflicts: conflicts}
	}
	next := p.next(pl, documents)
	if err := p.commit(ctx, next, pl); err != nil {
		return nil, err
	}
	return &next, nil
}

func (p *Publisher) commit(ctx context.Context, next Release, pl *plan.Plan) (err error) {
	transaction, err := p.Store.Begin(ctx, Intent{Base: pl.Base, Plan: pl.Digest, Holder: p.By, At: next.PublishedAt})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, transaction.Close()) }()
	return transaction.Commit(ctx, Commit{Release: next, Changes: pl.Changes})
}

func (p *Publisher) next(pl *plan.Plan, documents int) Release {
	changes := pl.ChangeSet()
	return Release{
		Number: pl.Base.Release + 1, Digest: pl.Bundle, PlanDigest: pl.Digest,
		Catalog: pl.Catalog, Target: pl.Target, Revision: pl.Revision,
		// The second is as fine as times are stored.
		PublishedAt: p.Now().UTC().Truncate(time.Second), PublishedBy: p.By, Compiler: p.Compiler,
		Created: changes.Count(plan.Create), Updated: changes.Count(plan.Update), Deleted: changes.Count(plan.Delete),
		Documents: documents,
	}
}

// outcome applies a plan to the heads of what is live, checks that the result
// is the bundle that the plan names, and returns how many documents it has. A
// plan that was tampered with fails here.
func outcome(live []bundle.Entry, pl *plan.Plan) (int, error) {
	changes := make(map[resource.ID]*plan.Change, len(pl.Changes))
	for i := range pl.Changes {
		changes[pl.Changes[i].ID()] = &pl.Changes[i]
	}
	after := make([]bundle.Entry, 0, len(live)+len(pl.Changes))
	for _, entry := range live {
		change := changes[entry.ID]
		if change == nil {
			after = append(after, entry)
		} else if change.Op == plan.Create || change.From != entry.Digest {
			return 0, fmt.Errorf("the plan does not fit what is live: %s has other content than the plan says; plan again", entry.ID)
		}
	}
	untouched := len(after)
	for i := range pl.Changes {
		if c := &pl.Changes[i]; c.Op != plan.Delete {
			if got := bundle.DigestOf(c.Body); got != c.Digest {
				return 0, fmt.Errorf("the plan is damaged: the content of %s has the digest %s, the plan says %s", c.ID(), got, c.Digest)
			}
			after = append(after, bundle.Entry{ID: c.ID(), Digest: c.Digest})
		}
	}
	if len(live)-untouched != pl.ChangeSet().Count(plan.Update)+pl.ChangeSet().Count(plan.Delete) {
		return 0, errors.New("the plan does not fit what is live: it changes documents that are not there; plan again")
	}
	if got := bundle.New(pl.Catalog, after).Digest; got != pl.Bundle {
		return 0, fmt.Errorf("the plan is damaged: its changes lead to the bundle %s, it says %s", got, pl.Bundle)
	}
	return len(after), nil
}
