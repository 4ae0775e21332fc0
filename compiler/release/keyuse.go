package release

import (
	"context"
	"fmt"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/resource"
)

// KeyUse is an API key that a document needs.
type KeyUse struct {
	// Integration is the name of the document.
	Integration string
	Ref         resource.KeyRef
}

// KeyUses returns the API keys that the active documents of a bundle need, in
// order of their names. The bundle holds the bodies of all documents whose kind
// can have keys; without a registry no kind can.
func KeyUses(registry *resource.Registry, b *bundle.Bundle) ([]KeyUse, error) {
	var uses []KeyUse
	if registry == nil {
		return nil, nil
	}
	for i := range b.Entries {
		entry := &b.Entries[i]
		kind := registry.Get(entry.ID.Kind)
		if kind == nil || !kind.HasKeys() {
			continue
		}
		content, err := decode(entry.Body)
		if err != nil {
			return nil, fmt.Errorf("content of %s: %w", entry.ID, err)
		}
		uses = append(uses, KeyUsesOf(kind, content)...)
	}
	return uses, nil
}

// KeyUsesOf returns the API keys that a document needs, from its canonical
// content. One that is switched off needs none.
func KeyUsesOf(kind *resource.Kind, content map[string]any) []KeyUse {
	if active, given := content["active"].(bool); given && !active {
		return nil
	}
	name, _ := content["name"].(string)
	var uses []KeyUse
	for _, ref := range kind.KeysIn(content) {
		uses = append(uses, KeyUse{Integration: name, Ref: ref})
	}
	return uses
}

// KeyStatus is what is known of a key that a document needs.
type KeyStatus struct {
	KeyUse
	State KeyState
	// Pin is the version that the live release goes with; its Version is 0 when it
	// goes with none.
	Pin Pin
	// Latest is the newest version that holds the field, or 0.
	Latest int
}

// Missing reports whether no version can be used at all.
func (s *KeyStatus) Missing() bool { return s.Latest == 0 }

// Gone reports whether the pinned version is no longer there.
func (s *KeyStatus) Gone() bool { return s.Pin.Version > 0 && !s.State.Usable(s.Pin.Version) }

// Foreign reports whether somebody else has marked the path as theirs.
func (s *KeyStatus) Foreign(catalog, target string) bool {
	owner := s.State.Owner
	return !owner.IsZero() && (owner.Catalog != catalog || owner.Target != target)
}

// KeyStatuses asks the key store for the state of some keys, in their order. No
// value is read.
func (p *Publisher) KeyStatuses(ctx context.Context, uses []KeyUse, pins []Pin) ([]KeyStatus, error) {
	list := make([]KeyStatus, 0, len(uses))
	states := map[string]KeyState{}
	for _, use := range uses {
		status := KeyStatus{KeyUse: use, Pin: pinOf(pins, use)}
		if p.Keys != nil {
			state, known := states[use.Ref.Path]
			if !known {
				var err error
				if state, err = p.Keys.State(ctx, use.Ref.Path); err != nil {
					return nil, fmt.Errorf("key of %s: %w", use.Integration, err)
				}
				states[use.Ref.Path] = state
			}
			status.State = state
			latest, err := p.latest(ctx, use.Ref, &status.State)
			if err != nil {
				return nil, fmt.Errorf("key of %s: %w", use.Integration, err)
			}
			status.Latest = latest
		}
		list = append(list, status)
	}
	return list, nil
}

// latest returns the newest version of a path that holds a field, or 0. An
// older one does not count when a newer one can be read and lacks the field:
// whoever removed the field meant it.
func (p *Publisher) latest(ctx context.Context, ref resource.KeyRef, state *KeyState) (int, error) {
	for i := len(state.Versions) - 1; i >= 0; i-- {
		number := state.Versions[i].Number
		if !state.Usable(number) {
			continue
		}
		fields, err := p.Keys.Fields(ctx, ref.Path, number)
		if err != nil {
			return 0, err
		}
		for _, field := range fields {
			if field == ref.Field {
				return number, nil
			}
		}
		return 0, nil
	}
	return 0, nil
}

func pinOf(pins []Pin, use KeyUse) Pin {
	for _, pin := range pins {
		if pin.Integration == use.Integration && pin.Ref == use.Ref {
			return pin
		}
	}
	return Pin{Integration: use.Integration, Ref: use.Ref}
}
