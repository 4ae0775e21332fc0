package release

import (
	"context"

	"github.com/igny8/catalogc/compiler/bundle"
)

// Drift is how a target differs from its live release.
type Drift struct {
	Release     Release      `json:"release"`
	Differences []Difference `json:"differences"`
	Keys        []KeyDrift   `json:"keys"`
}

// IsEmpty reports whether everything is as it was published.
func (d *Drift) IsEmpty() bool { return len(d.Differences) == 0 && len(d.Keys) == 0 }

// KeyProblem is how a key differs from what the live release goes with.
type KeyProblem string

// The problems of keys.
const (
	// KeyNewer is a key of which a newer version was stored since.
	KeyNewer KeyProblem = "newer"
	// KeyGone is a pinned version that was deleted or destroyed.
	KeyGone KeyProblem = "gone"
	// KeyUnpinned is a key that was stored after the release, which goes with none.
	KeyUnpinned KeyProblem = "unpinned"
	// KeyForeign is a key that is marked as that of another catalogue or target.
	KeyForeign KeyProblem = "foreign"
)

// KeyDrift is one key that is not as the live release has it.
type KeyDrift struct {
	Problem     KeyProblem `json:"problem"`
	Integration string     `json:"integration"`
	Ref         string     `json:"ref"`
	// Pinned is the version of the release, Latest the newest that can be used; 0
	// is none.
	Pinned int `json:"pinned,omitempty"`
	Latest int `json:"latest,omitempty"`
	// Owner names the catalogue and target of a foreign key.
	Owner string `json:"owner,omitempty"`
}

// Drift compares a target with its live release: the tables that applications
// read, the truth they come from, and the keys. It returns at most limit
// differences of rows, or all when limit is 0.
func (p *Publisher) Drift(ctx context.Context, limit int) (*Drift, error) {
	live, entries, err := p.Store.Live(ctx)
	if err != nil {
		return nil, err
	}
	drift := &Drift{Release: live, Differences: []Difference{}, Keys: []KeyDrift{}}
	if live.Number == 0 {
		return drift, nil
	}
	differences, err := p.Store.Inspect(ctx, limit)
	if err != nil {
		return nil, err
	}
	drift.Differences = append(drift.Differences, differences...)
	if p.Keys == nil {
		return drift, nil
	}
	statuses, err := p.liveKeys(ctx, live, entries)
	if err != nil {
		return nil, err
	}
	for i := range statuses {
		drift.Keys = append(drift.Keys, keyDrift(&statuses[i], live.Catalog, live.Target)...)
	}
	return drift, nil
}

// liveKeys returns the state of the keys that the live release needs.
func (p *Publisher) liveKeys(ctx context.Context, live Release, entries []bundle.Entry) ([]KeyStatus, error) {
	pins, err := p.Store.Pins(ctx, live.Number)
	if err != nil {
		return nil, err
	}
	b, err := p.withKeys(ctx, bundle.New(live.Catalog, entries))
	if err != nil {
		return nil, err
	}
	uses, err := KeyUses(p.Registry, b)
	if err != nil {
		return nil, err
	}
	return p.KeyStatuses(ctx, uses, pins)
}

// withKeys gives the documents that may refer to keys their bodies, and leaves
// the others out.
func (p *Publisher) withKeys(ctx context.Context, b *bundle.Bundle) (*bundle.Bundle, error) {
	var entries []bundle.Entry
	var digests []string
	for _, entry := range b.Entries {
		if kind := p.Registry.Get(entry.ID.Kind); kind != nil && kind.HasKeys() {
			entries = append(entries, entry)
			digests = append(digests, entry.Digest)
		}
	}
	bodies, err := p.Store.Bodies(ctx, digests)
	if err != nil {
		return nil, err
	}
	for i := range entries {
		entries[i].Body = bodies[entries[i].Digest]
	}
	return bundle.New(b.Catalog, entries), nil
}

func keyDrift(s *KeyStatus, catalog, target string) []KeyDrift {
	drift := KeyDrift{Integration: s.Integration, Ref: s.Ref.String(), Pinned: s.Pin.Version, Latest: s.Latest}
	var list []KeyDrift
	add := func(problem KeyProblem) {
		drift.Problem = problem
		list = append(list, drift)
	}
	switch {
	case s.Gone():
		add(KeyGone)
	case s.Pin.Version == 0 && s.Latest > 0:
		add(KeyUnpinned)
	case s.Pin.Version > 0 && s.Latest > s.Pin.Version:
		add(KeyNewer)
	}
	if s.Foreign(catalog, target) {
		drift.Owner = s.State.Owner.Catalog + "/" + s.State.Owner.Target
		add(KeyForeign)
	}
	return list
}
