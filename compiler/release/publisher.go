package release

import (
	"context"
	"fmt"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/resource"
)

// Publisher plans and publishes to one target.
type Publisher struct {
	Store Store
	// Now is the clock.
	Now func() time.Time
	// By is who publishes, such as user@host.
	By string
	// Compiler is the version of catalogc.
	Compiler string
}

// Live returns what is live, without bodies, and the base of a plan against it.
func (p *Publisher) Live(ctx context.Context) (*bundle.Bundle, plan.Base, error) {
	live, entries, err := p.Store.Live(ctx)
	if err != nil {
		return nil, plan.Base{}, err
	}
	return bundle.New(live.Catalog, entries), live.Base(), nil
}

// Plan compares the wanted bundle with what is live. It returns the plan with
// its base filled in, and the documents that publishing would refuse.
func (p *Publisher) Plan(ctx context.Context, want *bundle.Bundle, context plan.Context) (*plan.Plan, []VersionConflict, error) {
	live, base, err := p.Live(ctx)
	if err != nil {
		return nil, nil, err
	}
	if err := p.fill(ctx, live, plan.Differing(live, want)); err != nil {
		return nil, nil, err
	}
	set, err := plan.Diff(live, want)
	if err != nil {
		return nil, nil, fmt.Errorf("plan: %w", err)
	}
	conflicts, err := p.versionConflicts(ctx, set.Changes)
	if err != nil {
		return nil, nil, err
	}
	context.Base = base
	if context.Compiler == "" {
		context.Compiler = p.Compiler
	}
	made, err := plan.New(set, want, context)
	if err != nil {
		return nil, nil, err
	}
	return made, conflicts, nil
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

// Show returns a release and what it changed.
func (p *Publisher) Show(ctx context.Context, number int) (*Release, plan.ChangeSet, error) {
	r, before, after, err := p.Store.Changed(ctx, number)
	if err != nil {
		return nil, plan.ChangeSet{}, err
	}
	set, err := plan.Diff(bundle.New(r.Catalog, before), bundle.New(r.Catalog, after))
	if err != nil {
		return nil, plan.ChangeSet{}, fmt.Errorf("show release %d: %w", number, err)
	}
	return &r, set, nil
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
