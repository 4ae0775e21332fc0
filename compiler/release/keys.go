package release

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/secret"
)

// ErrKeyConflict says that somebody else wrote a key at the same time.
var ErrKeyConflict = errors.New("the key was changed by somebody else")

// ErrKeysSealed says that the key store is there but does not answer: Vault is
// sealed, or the key file's identity is missing.
var ErrKeysSealed = errors.New("the key store is sealed")

// ErrKeysDenied says that the login may not do what was asked.
var ErrKeysDenied = errors.New("the key store denies it")

// ErrKeysUnreachable says that the key store does not answer at all.
var ErrKeysUnreachable = errors.New("the key store cannot be reached")

// Keys is where the API keys of one target live. A path holds fields with
// values, and every write to it is a new version of all its fields, numbered
// from 1, as in Vault's KV v2. Errors wrap one of the errors above where the
// caller can do something about it, and never hold a value.
type Keys interface {
	// String says where the keys are, for people, such as
	// "Vault at https://vault.example.com (secret/catalogc)". It holds no secret.
	String() string
	// State returns what is known of a path without reading a value. A path that
	// was never written has no versions.
	State(ctx context.Context, path string) (KeyState, error)
	// Fields returns the names of the fields that one version of a path has,
	// sorted, without their values as far as the store can. A version that is not
	// there or was deleted has none.
	Fields(ctx context.Context, path string, version int) ([]string, error)
	// Set makes value the current value of a field and returns the version that
	// holds it. Where the current version holds it already nothing is written.
	// Otherwise the current version must be expect, or any when expect is
	// AnyVersion, and is replaced by check-and-set: other fields of the path keep
	// their values, and the error wraps ErrKeyConflict when somebody else was
	// faster. Version 0 is a path that was never written.
	Set(ctx context.Context, ref resource.KeyRef, value secret.Value, expect int) (version int, written bool, err error)
	// Mark notes in a path's metadata to whom it belongs. It keeps other metadata,
	// and a note of a later release.
	Mark(ctx context.Context, path string, owner KeyOwner) error
	// Destroy destroys versions of a path for good. Versions that are gone already
	// are passed over.
	Destroy(ctx context.Context, path string, versions []int) error
	// Close lets go of the store.
	Close() error
}

// AnyVersion lets Set replace whatever is current.
const AnyVersion = -1

// KeyState is what is known of a path of a key store.
type KeyState struct {
	// Current is the number of the newest version, or 0 when there is none. It may
	// have been deleted.
	Current int
	// Versions are those the store still knows, in ascending order.
	Versions []KeyVersion
	Owner    KeyOwner
}

// KeyVersion is one version of a path.
type KeyVersion struct {
	Number  int
	Created time.Time
	// Deleted versions can be brought back in the store, Destroyed ones cannot.
	Deleted, Destroyed bool
}

// KeyOwner says which catalogue's target a path belongs to, and the release
// that pinned its version. The zero KeyOwner is nobody.
type KeyOwner struct {
	Catalog, Target string
	Release         int
	Commit          string
}

// IsZero reports whether nobody has marked the path.
func (o KeyOwner) IsZero() bool { return o == KeyOwner{} }

// Version returns a version by its number.
func (s *KeyState) Version(number int) (KeyVersion, bool) {
	for _, v := range s.Versions {
		if v.Number == number {
			return v, true
		}
	}
	return KeyVersion{}, false
}

// Usable reports whether a version is there and can be read.
func (s *KeyState) Usable(number int) bool {
	v, ok := s.Version(number)
	return ok && !v.Deleted && !v.Destroyed
}

// Pin is the version of an API key that goes with a release.
type Pin struct {
	Integration string
	Ref         resource.KeyRef
	Version     int
	// Sealed is the digest of the sealed key file in the catalogue that the
	// version was written from, or "" when it was stored by hand.
	Sealed string
}

// ComparePins orders pins by integration, path and field.
func ComparePins(a, b Pin) int {
	return cmp.Or(cmp.Compare(a.Integration, b.Integration), cmp.Compare(a.Ref.Path, b.Ref.Path), cmp.Compare(a.Ref.Field, b.Ref.Field))
}

// Conflict returns an error that wraps ErrKeyConflict and tells both versions.
func Conflict(path string, expect, current int) error {
	return fmt.Errorf("%w: %s has version %d, not %d; look at what happened and try again", ErrKeyConflict, path, current, expect)
}
