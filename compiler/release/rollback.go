package release

import (
	"context"
	"fmt"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
)

// Rollback plans to make live again what was live with an earlier release. The
// keys that went with it are pinned again where their versions still exist; the
// fates tell of each whether it does.
func (p *Publisher) Rollback(ctx context.Context, number int, context plan.Context) (*Planned, []KeyFate, error) {
	old, entries, err := p.Store.State(ctx, number)
	if err != nil {
		return nil, nil, err
	}
	live, _, err := p.Store.Live(ctx)
	if err != nil {
		return nil, nil, err
	}
	if live.Number == number {
		return nil, nil, fmt.Errorf("release %d: %w", number, ErrIsLive)
	}
	pins, err := p.Store.Pins(ctx, number)
	if err != nil {
		return nil, nil, err
	}
	context.Rollback, context.Signature = number, old.Signature
	planned, err := p.Plan(ctx, Wanted{Bundle: bundle.New(old.Catalog, entries), Pins: pins}, context)
	if err != nil {
		return nil, nil, err
	}
	fates := []KeyFate{}
	for i := range planned.Keys {
		s := &planned.Keys[i]
		if pin := pinOf(pins, s.KeyUse); pin.Version > 0 {
			fates = append(fates, KeyFate{Pin: pin, Exists: s.State.Usable(pin.Version), Latest: s.Latest})
		}
	}
	return planned, fates, nil
}

// KeyFate says what became of a key version that went with a release.
type KeyFate struct {
	Pin Pin
	// Exists tells that the version can still be used.
	Exists bool
	// Latest is the newest version that can be used, or 0.
	Latest int
}
