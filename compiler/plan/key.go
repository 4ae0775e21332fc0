package plan

import (
	"cmp"

	"github.com/igny8/catalogc/compiler/resource"
)

// KeyAction is what happens to an API key.
type KeyAction string

// The actions on API keys.
const (
	// PinKey lets the release go with a version that the key store has.
	PinKey KeyAction = "pin"
	// WriteKey writes the key that is sealed in the catalogue as a new version,
	// which the release then goes with.
	WriteKey KeyAction = "write"
	// UnpinKey ends what the release before went with: nothing uses the key any
	// more.
	UnpinKey KeyAction = "unpin"
)

// Key is what happens to one API key. It never holds the key's value: Sealed
// can be opened only by who has the identity it was encrypted for.
type Key struct {
	Action      KeyAction `json:"action"`
	Integration string    `json:"integration"`
	Path        string    `json:"path"`
	Field       string    `json:"field"`
	// From is the version that the base release goes with, or 0.
	From int `json:"from,omitempty"`
	// Version is the version that the release will go with. That of a key to be
	// written is not known yet.
	Version int `json:"version,omitempty"`
	// Current is the newest version in the store when the plan was made: a sealed
	// key is written on top of just that.
	Current int `json:"current,omitempty"`
	// Sealed is the encrypted key as the catalogue has it, SealedDigest its digest.
	Sealed       string `json:"sealed,omitempty"`
	SealedDigest string `json:"sealed_digest,omitempty"`
}

// Ref returns the reference to the key.
func (k *Key) Ref() resource.KeyRef { return resource.KeyRef{Path: k.Path, Field: k.Field} }

// CompareKeys orders keys by integration, path and field.
func CompareKeys(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Integration, b.Integration), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Field, b.Field))
}
