package release

import (
	"slices"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
)

// planKeys returns what happens to the API keys when the keys of statuses are
// needed, sealed are the encrypted keys of the catalogue by integration, and
// pins go with the live release. A rollback passes the pins of the release it
// goes back to as wanted: their versions are taken where they still exist.
func planKeys(statuses []KeyStatus, sealed map[string]string, pins, wanted []Pin) []plan.Key {
	var keys []plan.Key
	for i := range statuses {
		if key, changes := planKey(&statuses[i], sealed[statuses[i].Integration], wanted); changes {
			keys = append(keys, key)
		}
	}
	for _, pin := range pins {
		needed := slices.ContainsFunc(statuses, func(s KeyStatus) bool { return s.Integration == pin.Integration && s.Ref == pin.Ref })
		if !needed {
			keys = append(keys, plan.Key{
				Action: plan.UnpinKey, Integration: pin.Integration, Path: pin.Ref.Path, Field: pin.Ref.Field, From: pin.Version,
			})
		}
	}
	slices.SortStableFunc(keys, plan.CompareKeys)
	return keys
}

// planKey returns what happens to one key, and false when nothing does.
func planKey(s *KeyStatus, sealed string, wanted []Pin) (plan.Key, bool) {
	key := plan.Key{Integration: s.Integration, Path: s.Ref.Path, Field: s.Ref.Field, From: s.Pin.Version}
	pin := func(version int, sealedDigest string) (plan.Key, bool) {
		key.Action, key.Version, key.SealedDigest = plan.PinKey, version, sealedDigest
		return key, version != s.Pin.Version || sealedDigest != s.Pin.Sealed
	}
	if old := pinOf(wanted, s.KeyUse); old.Version > 0 && s.State.Usable(old.Version) {
		return pin(old.Version, old.Sealed)
	}
	if sealed != "" {
		digest := bundle.DigestOf([]byte(sealed))
		if digest == s.Pin.Sealed && !s.Gone() {
			// It was written already, and the catalogue decides: what somebody stored
			// by hand since then is drift.
			return key, false
		}
		key.Action, key.Current, key.Sealed, key.SealedDigest = plan.WriteKey, s.State.Current, sealed, digest
		return key, true
	}
	if s.Missing() {
		// The live release keeps what it goes with: there is nothing better.
		return key, false
	}
	return pin(s.Latest, "")
}
