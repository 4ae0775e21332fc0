// Package keyfile implements release.Keys over one file encrypted with age: the
// keys of targets that need nothing installed. The file mirrors Vault's KV
// version 2. The package also seals single keys as text for a catalogue.
package keyfile

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/secret"
)

var _ release.Keys = (*Keys)(nil)

// Options say where the keys are and how they are opened.
type Options struct {
	// Path is the encrypted file. It is made when the first key is set.
	Path string
	// Identity is an age identity or several, or the path to a file with them.
	// When it is "" the identity is the file identity.txt beside the keys, which is
	// made together with them.
	Identity string
	// Now tells the time; time.Now when nil.
	Now func() time.Time
}

// Keys is release.Keys in a file. Nothing of the file is kept in memory from
// one call to the next.
type Keys struct {
	path, identity string
	now            func() time.Time
}

// Open returns the keys in a file. It reads nothing yet.
func Open(options Options) (*Keys, error) {
	if options.Path == "" {
		return nil, errors.New("the key file has no path; write keys: file:.catalogc/keys.age")
	}
	k := &Keys{path: options.Path, identity: options.Identity, now: options.Now}
	if k.now == nil {
		k.now = time.Now
	}
	return k, nil
}

// String says where the keys are.
func (k *Keys) String() string { return "key file " + k.path }

// GoString is String: the identity must not be printed.
func (k *Keys) GoString() string { return k.String() }

// Close implements release.Keys.
func (k *Keys) Close() error { return nil }

// State implements release.Keys.
func (k *Keys) State(ctx context.Context, path string) (release.KeyState, error) {
	found, err := k.look(ctx, path)
	if found == nil || err != nil {
		return release.KeyState{}, err
	}
	state := release.KeyState{Current: len(found.Versions), Owner: release.KeyOwner(found.Owner)}
	for i, v := range found.Versions {
		state.Versions = append(state.Versions, release.KeyVersion{
			Number: i + 1, Created: v.Created, Deleted: v.Deleted, Destroyed: v.Destroyed,
		})
	}
	return state, nil
}

// Fields implements release.Keys.
func (k *Keys) Fields(ctx context.Context, path string, version int) ([]string, error) {
	found, err := k.look(ctx, path)
	if found == nil || err != nil || version < 1 || version > len(found.Versions) {
		return nil, err
	}
	return slices.Sorted(maps.Keys(found.Versions[version-1].readable())), nil
}

// look reads the entry of a path, or nil when it was never written.
func (k *Keys) look(ctx context.Context, path string) (*entry, error) {
	if err := check(ctx, path); err != nil {
		return nil, err
	}
	content, err := k.read()
	if err != nil {
		return nil, err
	}
	return content.Paths[path], nil
}

// Set implements release.Keys.
func (k *Keys) Set(ctx context.Context, ref resource.KeyRef, value secret.Value, expect int) (version int, written bool, err error) {
	err = k.change(ctx, ref.Path, func(content *content) (bool, error) {
		found := content.Paths[ref.Path]
		if found == nil {
			found = &entry{}
		}
		version = len(found.Versions)
		var fields map[string]string
		if version > 0 {
			fields = found.Versions[version-1].readable()
		}
		if text, ok := fields[ref.Field]; ok && holds(text, value) {
			return false, nil
		}
		if expect != release.AnyVersion && expect != version {
			return false, release.Conflict(ref.Path, expect, version)
		}
		next := maps.Clone(fields)
		if next == nil {
			next = map[string]string{}
		}
		next[ref.Field] = value.Reveal()
		found.Versions = append(found.Versions, &revision{Created: k.now().UTC().Truncate(time.Second), Fields: next})
		content.Paths[ref.Path] = found
		version, written = version+1, true
		return true, nil
	})
	if err != nil {
		return 0, false, err
	}
	return version, written, nil
}

// holds reports whether a stored text is a value.
func holds(text string, value secret.Value) bool {
	stored, err := secret.NewValue([]byte(text))
	return err == nil && stored.Equal(value)
}

// Mark implements release.Keys.
func (k *Keys) Mark(ctx context.Context, path string, by release.KeyOwner) error {
	if found, err := k.look(ctx, path); err != nil {
		return err
	} else if found == nil {
		return fmt.Errorf("mark key %s: it was never written", path)
	}
	return k.change(ctx, path, func(content *content) (bool, error) {
		found := content.Paths[path]
		current := release.KeyOwner(found.Owner)
		if current == by || current.Supersedes(by) {
			return false, nil
		}
		found.Owner = owner(by)
		return true, nil
	})
}

// Destroy implements release.Keys.
func (k *Keys) Destroy(ctx context.Context, path string, versions []int) error {
	if found, err := k.look(ctx, path); found == nil || err != nil {
		return err
	}
	return k.change(ctx, path, func(content *content) (changed bool, err error) {
		found := content.Paths[path]
		for _, number := range versions {
			if number < 1 || number > len(found.Versions) || found.Versions[number-1].Destroyed {
				continue
			}
			version := found.Versions[number-1]
			version.Destroyed, version.Fields = true, nil
			changed = true
		}
		return changed, nil
	})
}

// check refuses a call before anything is read.
func check(ctx context.Context, path string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return release.CheckKeyPath(path)
}
