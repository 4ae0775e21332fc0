package release

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/plan"
)

// ErrForeignKey says that a key belongs to another catalogue or target.
var ErrForeignKey = errors.New("the key belongs to somebody else")

// ErrNoKeys says that a plan is about keys and there is no key store.
var ErrNoKeys = errors.New("there is no key store")

// writeKeys does what a plan says about keys, short of anything that a reader
// sees: it writes sealed keys as new versions, and checks that versions to be
// pinned are still there. It returns what goes with the release. Running it
// again writes nothing twice: a version that holds the value is found again.
func (p *Publisher) writeKeys(ctx context.Context, pl *plan.Plan, live []Pin) ([]Pin, error) {
	pins := slices.Clone(live)
	for i := range pl.Keys {
		key := &pl.Keys[i]
		use := KeyUse{Integration: key.Integration, Ref: key.Ref()}
		pins = slices.DeleteFunc(pins, func(pin Pin) bool { return pin.Integration == use.Integration && pin.Ref == use.Ref })
		if key.Action != plan.UnpinKey {
			version, err := p.writeKey(ctx, pl, key)
			if err != nil {
				return nil, fmt.Errorf("key of %s: %w", key.Integration, err)
			}
			pins = append(pins, Pin{Integration: use.Integration, Ref: use.Ref, Version: version, Sealed: key.SealedDigest})
		}
		p.report(Progress{Step: StepKeys, Done: i + 1, Total: len(pl.Keys)})
	}
	return pins, nil
}

func (p *Publisher) writeKey(ctx context.Context, pl *plan.Plan, key *plan.Key) (int, error) {
	if p.Keys == nil {
		return 0, fmt.Errorf("%w at hand, and the plan is about %s; plan again", ErrNoKeys, key.Ref())
	}
	state, err := p.Keys.State(ctx, key.Path)
	if err != nil {
		return 0, err
	}
	if key.Action == plan.PinKey {
		if !state.Usable(key.Version) {
			return 0, fmt.Errorf("%w: version %d of %s is gone since it was made; plan again", ErrStale, key.Version, key.Ref())
		}
		return key.Version, nil
	}
	status := KeyStatus{State: state}
	if status.Foreign(pl.Catalog, pl.Target) {
		return 0, fmt.Errorf("%w: %s is marked as that of the catalogue %q and its target %q; use another path, or store it there with `catalogc keys set`",
			ErrForeignKey, key.Ref(), state.Owner.Catalog, state.Owner.Target)
	}
	if p.Unseal == nil {
		return 0, errors.New("the sealed key cannot be opened: no identity is set")
	}
	value, err := p.Unseal(key.Sealed)
	if err != nil {
		return 0, err
	}
	version, _, err := p.Keys.Set(ctx, key.Ref(), value, key.Current)
	return version, err
}

// finish does what is left of a release that was committed: it notes in the key
// store which release goes with the versions that it pinned, and closes the
// journal. Without a key store that is left to who has one.
func (p *Publisher) finish(ctx context.Context) error {
	if p.Keys == nil {
		return nil
	}
	number, err := p.Store.Unfinished(ctx)
	if err != nil || number == 0 {
		return err
	}
	if err := p.markKeys(ctx, number); err != nil {
		return &UnfinishedError{Release: number, Err: err}
	}
	return p.Store.Finish(ctx, number)
}

func (p *Publisher) markKeys(ctx context.Context, number int) error {
	r, _, _, err := p.Store.Changed(ctx, number)
	if err != nil {
		return err
	}
	before, err := p.Store.Pins(ctx, number-1)
	if err != nil {
		return err
	}
	after, err := p.Store.Pins(ctx, number)
	if err != nil {
		return err
	}
	owner := KeyOwner{Catalog: r.Catalog, Target: r.Target, Release: number, Commit: r.Revision.Commit}
	changed := slices.DeleteFunc(after, func(pin Pin) bool { return slices.Contains(before, pin) })
	for i, pin := range changed {
		state, err := p.Keys.State(ctx, pin.Ref.Path)
		if err != nil {
			return fmt.Errorf("key of %s: %w", pin.Integration, err)
		}
		status := KeyStatus{State: state}
		if !status.Foreign(r.Catalog, r.Target) { // a shared key stays that of who marked it first
			if err := p.Keys.Mark(ctx, pin.Ref.Path, owner); err != nil {
				return fmt.Errorf("key of %s: %w", pin.Integration, err)
			}
		}
		p.report(Progress{Step: StepMark, Done: i + 1, Total: len(changed)})
	}
	return nil
}

// UnfinishedError says that a release is live, but what comes after the commit
// is not done. The next publish does it.
type UnfinishedError struct {
	Release int
	Err     error
}

// Error implements error.
func (e *UnfinishedError) Error() string {
	return fmt.Sprintf("release %d is live, but the key store could not be told so: %v; publish again to do it", e.Release, e.Err)
}

// Unwrap returns what went wrong.
func (e *UnfinishedError) Unwrap() error { return e.Err }
