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
// release: a run that was cut short can be run again. Either way what such a run
// left undone after its commit is done.
//
// The error wraps ErrStale when another release is live than the plan was made
// against or another version of catalogc made it, and ErrKeyConflict when a key was changed meanwhile; it is a
// *LockedError when another publisher is at work, a *VersionError when content
// changed without its version, a *DeletesError when too much would be removed, a
// *CatalogError when another catalogue is live,
// and an *UnfinishedError, beside the release, when the release is live and
// only the key store could not be told.
func (p *Publisher) Publish(ctx context.Context, pl *plan.Plan) (*Release, error) {
	live, entries, err := p.Store.Live(ctx)
	if err != nil {
		return nil, err
	}
	if again := live.Number > 0 && live.PlanDigest == pl.Digest; again || live.Base() == pl.Base && pl.IsEmpty() {
		return &live, p.finish(ctx)
	}
	if live.Base() != pl.Base {
		return nil, Stale(pl.Base, live.Base())
	}
	if pl.Compiler != p.Compiler {
		// Another version may hold other things to be the same, or different.
		return nil, fmt.Errorf("%w: it was made by catalogc %s, and this is catalogc %s; plan again", ErrStale, pl.Compiler, p.Compiler)
	}
	documents, err := p.check(ctx, &live, entries, pl)
	if err != nil {
		return nil, err
	}
	if err := p.finish(ctx); err != nil { // of the release before
		return nil, err
	}
	p.reportStep(StepCheck)
	next := p.next(pl, documents)
	if err := p.commit(ctx, next, pl); err != nil {
		return nil, err
	}
	p.reportStep(StepCommit)
	if len(pl.Keys) == 0 {
		p.reportStep(StepDone) // the journal was closed by the commit
		return &next, nil
	}
	if err := p.finish(ctx); err != nil {
		var unfinished *UnfinishedError
		if !errors.As(err, &unfinished) {
			err = &UnfinishedError{Release: next.Number, Err: err}
		}
		return &next, err
	}
	p.reportStep(StepDone)
	return &next, nil
}

// check refuses a plan that must not be published, without holding the lock:
// what it compares with is what Begin then finds to be live still. It returns
// how many documents the release will have.
func (p *Publisher) check(ctx context.Context, live *Release, entries []bundle.Entry, pl *plan.Plan) (int, error) {
	documents, err := outcome(entries, pl)
	if err != nil {
		return 0, err
	}
	if !p.AllowDeletes {
		if err := checkCatalog(live, pl); err != nil {
			return 0, err
		}
		if err := CheckDeletes(entries, pl.Changes); err != nil {
			return 0, err
		}
	}
	conflicts, err := p.versionConflicts(ctx, pl.Changes)
	if err != nil {
		return 0, err
	}
	if len(conflicts) > 0 {
		return 0, &VersionError{Conflicts: conflicts}
	}
	return documents, nil
}

// commit writes the keys and then, in one transaction, everything else.
func (p *Publisher) commit(ctx context.Context, next Release, pl *plan.Plan) (err error) {
	pins, err := p.Store.Pins(ctx, pl.Base.Release)
	if err != nil {
		return err
	}
	transaction, err := p.Store.Begin(ctx, Intent{Base: pl.Base, Plan: pl.Digest, Holder: p.By, At: next.PublishedAt})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, transaction.Close()) }()
	p.reportStep(StepLock)
	if pins, err = p.writeKeys(ctx, pl, pins); err != nil {
		return err
	}
	commit := Commit{
		Release: next, Changes: pl.Changes, Pins: pins, Unfinished: len(pl.Keys) > 0,
		Progress: func(done, total int) { p.report(Progress{Step: StepWrite, Done: done, Total: total}) },
	}
	if pl.Rollback > 0 {
		commit.Action = "rollback"
	}
	return transaction.Commit(ctx, commit)
}

func (p *Publisher) next(pl *plan.Plan, documents int) Release {
	changes := pl.ChangeSet()
	return Release{
		Number: pl.Base.Release + 1, Digest: pl.Bundle, PlanDigest: pl.Digest,
		Catalog: pl.Catalog, Target: pl.Target, Revision: pl.Revision,
		// The second is as fine as times are stored.
		PublishedAt: p.Now().UTC().Truncate(time.Second), PublishedBy: p.By, Compiler: p.Compiler,
		Created: changes.Count(plan.Create), Updated: changes.Count(plan.Update), Deleted: changes.Count(plan.Delete),
		Documents: documents, Signature: pl.Signature,
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
