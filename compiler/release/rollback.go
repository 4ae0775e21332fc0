package release

import (
	"context"
	"fmt"

	"github.com/igny8/catalogc/compiler/plan"
)

// Rollback plans to make live again what was live with an earlier release. The
// keys that went with it are pinned again where their versions still exist;
// Lost tells where they do not.
func (p *Publisher) Rollback(ctx context.Context, number int, context plan.Context) (*Planned, []LostKey, error) {
	want, err := p.At(ctx, number)
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
	context.Rollback = number
	planned, err := p.Plan(ctx, Wanted{Bundle: want, Pins: pins}, context)
	if err != nil {
		return nil, nil, err
	}
	return planned, lost(planned.Keys, pins), nil
}

// LostKey is a key version that went with a release and is gone.
type LostKey struct {
	Pin Pin
	// Instead is the version that a rollback goes with, or 0 when there is none.
	Instead int
}

func lost(statuses []KeyStatus, pins []Pin) []LostKey {
	var list []LostKey
	for i := range statuses {
		s := &statuses[i]
		if old := pinOf(pins, s.KeyUse); old.Version > 0 && !s.State.Usable(old.Version) {
			list = append(list, LostKey{Pin: old, Instead: s.Latest})
		}
	}
	return list
}
