package release

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/secret"
)

// Publisher plans and publishes to one target.
type Publisher struct {
	Store Store
	// Keys is where the target's API keys live. When it is nil nothing is planned
	// or written about keys, and a release goes with what the one before went with.
	Keys Keys
	// Registry has the kinds of documents, some of which refer to keys.
	Registry *resource.Registry
	// Unseal opens an encrypted key of the catalogue. It is nil when no identity
	// is set.
	Unseal func(sealed string) (secret.Value, error)
	// Now is the clock.
	Now func() time.Time
	// By is who publishes, such as user@host.
	By string
	// Compiler is the version of catalogc.
	Compiler string
	// AllowDeletes publishes plans that remove much of a kind, or replace another
	// catalogue.
	AllowDeletes bool
	// Progress, when given, is told how far publishing is.
	Progress func(Progress)
}

// Actor is who acts, and now.
func (p *Publisher) Actor() Actor { return Actor{Name: p.By, At: p.Now().UTC()} }

// Live returns what is live, without bodies, and the base of a plan against it.
func (p *Publisher) Live(ctx context.Context) (*bundle.Bundle, plan.Base, error) {
	live, entries, err := p.Store.Live(ctx)
	if err != nil {
		return nil, plan.Base{}, err
	}
	return bundle.New(live.Catalog, entries), live.Base(), nil
}

// Wanted is what is to be live.
type Wanted struct {
	Bundle *bundle.Bundle
	// Sealed are the encrypted keys of the catalogue, by integration.
	Sealed map[string]string
	// Pins are the key versions to go back to, where they still exist.
	Pins []Pin
}

// Planned is a plan and what its reader should know besides.
type Planned struct {
	*plan.Plan
	// Live is the release that the plan was made against.
	Live Release
	// Unfinished tells that a run that was cut short left something to do, which
	// publishing does even where there is nothing else.
	Unfinished bool
	// Conflicts are the documents that publishing would refuse.
	Conflicts []VersionConflict
	// Uses are the keys that are needed, and Keys what is known of them when the
	// target has a key store.
	Uses []KeyUse
	Keys []KeyStatus
	// Deletes is not nil when the plan removes so much of a kind, or replaces
	// another catalogue, that publishing it wants AllowDeletes.
	Deletes error
}

// Plan compares what is wanted with what is live. context needs no base and no
// keys: they are filled in.
func (p *Publisher) Plan(ctx context.Context, want Wanted, context plan.Context) (*Planned, error) {
	now, entries, err := p.Store.Live(ctx)
	if err != nil {
		return nil, err
	}
	live, base := bundle.New(now.Catalog, entries), now.Base()
	if err := p.fill(ctx, live, plan.Differing(live, want.Bundle)); err != nil {
		return nil, err
	}
	set, err := plan.Diff(live, want.Bundle)
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	planned := &Planned{Live: now, Deletes: CheckDeletes(live.Entries, set.Changes)}
	if planned.Conflicts, err = p.versionConflicts(ctx, set.Changes); err != nil {
		return nil, err
	}
	context.Base = base
	if context.Compiler == "" {
		context.Compiler = p.Compiler
	}
	number, err := p.Store.Unfinished(ctx)
	if err != nil {
		return nil, err
	}
	planned.Unfinished = number > 0
	if planned.Uses, err = KeyUses(p.Registry, want.Bundle); err != nil {
		return nil, err
	}
	if p.Keys != nil {
		pins, err := p.Store.Pins(ctx, base.Release)
		if err != nil {
			return nil, err
		}
		if planned.Keys, err = p.KeyStatuses(ctx, planned.Uses, pins); err != nil {
			return nil, err
		}
		context.Keys = planKeys(planned.Keys, want.Sealed, pins, want.Pins)
	}
	if planned.Plan, err = plan.New(set, want.Bundle, context); err != nil {
		return nil, err
	}
	if other := checkCatalog(&now, planned.Plan); other != nil {
		planned.Deletes = other
	}
	return planned, nil
}

// fill gives some of the live entries their bodies.
func (p *Publisher) fill(ctx context.Context, live *bundle.Bundle, ids []resource.ID) error {
	wanted := make(map[resource.ID]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	var digests []string
	for i := range live.Entries {
		if wanted[live.Entries[i].ID] {
			digests = append(digests, live.Entries[i].Digest)
		}
	}
	bodies, err := p.Store.Bodies(ctx, digests)
	if err != nil {
		return err
	}
	for i := range live.Entries {
		live.Entries[i].Body = bodies[live.Entries[i].Digest]
	}
	return nil
}

// Releases returns the newest releases first, at most limit of them, or all
// when limit is 0.
func (p *Publisher) Releases(ctx context.Context, limit int) ([]Release, error) {
	return p.Store.Releases(ctx, limit)
}

// Shown is a release and what it changed.
type Shown struct {
	Release
	Changes plan.ChangeSet
	// Keys are the API keys whose version changed.
	Keys []plan.Key
}

// Show returns a release and what it changed.
func (p *Publisher) Show(ctx context.Context, number int) (*Shown, error) {
	r, before, after, err := p.Store.Changed(ctx, number)
	if err != nil {
		return nil, err
	}
	shown := &Shown{Release: r}
	if shown.Changes, err = plan.Diff(bundle.New(r.Catalog, before), bundle.New(r.Catalog, after)); err != nil {
		return nil, fmt.Errorf("show release %d: %w", number, err)
	}
	old, err := p.Store.Pins(ctx, number-1)
	if err != nil {
		return nil, err
	}
	now, err := p.Store.Pins(ctx, number)
	if err != nil {
		return nil, err
	}
	shown.Keys = keyChanges(old, now)
	return shown, nil
}

// keyChanges returns what happened to API keys between two releases.
func keyChanges(before, after []Pin) []plan.Key {
	var keys []plan.Key
	for _, pin := range after {
		if old := pinOf(before, KeyUse{pin.Integration, pin.Ref}); old.Version != pin.Version {
			keys = append(keys, plan.Key{
				Action: plan.PinKey, Integration: pin.Integration, Path: pin.Ref.Path, Field: pin.Ref.Field, From: old.Version, Version: pin.Version,
			})
		}
	}
	for _, pin := range before {
		if now := pinOf(after, KeyUse{pin.Integration, pin.Ref}); now.Version == 0 {
			keys = append(keys, plan.Key{
				Action: plan.UnpinKey, Integration: pin.Integration, Path: pin.Ref.Path, Field: pin.Ref.Field, From: pin.Version,
			})
		}
	}
	slices.SortStableFunc(keys, plan.CompareKeys)
	return keys
}

// At returns what was live with a release, with bodies: the bundle to plan
// towards when rolling back to it.
func (p *Publisher) At(ctx context.Context, number int) (*bundle.Bundle, error) {
	r, entries, err := p.Store.State(ctx, number)
	if err != nil {
		return nil, err
	}
	return bundle.New(r.Catalog, entries), nil
}
