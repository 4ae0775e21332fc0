package keystest

import (
	"context"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/secret"
)

// owner returns the owner that a release's publisher notes.
func owner(number int) release.KeyOwner {
	return release.KeyOwner{Catalog: "igny8", Target: "production", Release: number, Commit: strings.Repeat("0a", 20)}
}

func testFields(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	set(t, keys, ref(), "one", 0, 1, true)
	set(t, keys, resource.KeyRef{Path: ref().Path, Field: "organization"}, "other", 1, 2, true)
	set(t, keys, resource.KeyRef{Path: ref().Path, Field: "Z.1"}, "third", 2, 3, true)
	expectFields(t, keys, ref().Path, 1, "api_key")
	expectFields(t, keys, ref().Path, 2, "api_key", "organization")
	expectFields(t, keys, ref().Path, 3, "Z.1", "api_key", "organization")
	for _, version := range []int{-1, 0, 4} {
		expectFields(t, keys, ref().Path, version)
	}
}

func testDestroy(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	for version, text := range []string{"one", "two", "three"} {
		set(t, keys, ref(), text, version, version+1, true)
	}
	destroy := func(versions ...int) {
		t.Helper()
		if err := keys.Destroy(context.Background(), ref().Path, versions); err != nil {
			t.Fatalf("destroy %v: %v", versions, err)
		}
	}
	destroy()
	expectState(t, keys, ref().Path, "1 2 3")
	destroy(1, 2)
	state := expectState(t, keys, ref().Path, "1(destroyed) 2(destroyed) 3")
	if state.Usable(1) || !state.Usable(3) {
		t.Errorf("got %+v, want only version 3 to be usable", state.Versions)
	}
	destroy(2, 1, 9, 0, -1)
	expectState(t, openFor(t, open), ref().Path, "1(destroyed) 2(destroyed) 3")
	expectFields(t, keys, ref().Path, 1)
	expectFields(t, keys, ref().Path, 3, "api_key")
	expectHeld(t, keys, ref(), "three", 3)
}

// testSetAfterDestroy writes over a current version that is gone: its fields
// are lost, and its number is not used again.
func testSetAfterDestroy(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	set(t, keys, resource.KeyRef{Path: ref().Path, Field: "organization"}, "other", 0, 1, true)
	set(t, keys, ref(), "one", 1, 2, true)
	if err := keys.Destroy(context.Background(), ref().Path, []int{2}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := keys.Set(context.Background(), ref(), Value(t, "one"), 0); err == nil {
		t.Error("expect 0 of a destroyed version 2: got no error")
	}
	set(t, keys, ref(), "one", 2, 3, true)
	expectState(t, keys, ref().Path, "1 2(destroyed) 3")
	expectFields(t, keys, ref().Path, 3, "api_key")
	expectFields(t, keys, ref().Path, 1, "organization")
}

func testMark(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	set(t, keys, ref(), "one", 0, 1, true)
	for _, want := range []release.KeyOwner{
		owner(3), owner(3), owner(12),
		{Catalog: "igny8", Target: "staging", Release: 2, Commit: "abc"},
		{Catalog: "other", Target: "staging", Release: 1},
	} {
		if err := keys.Mark(context.Background(), ref().Path, want); err != nil {
			t.Fatal(err)
		}
		if state := expectState(t, openFor(t, open), ref().Path, "1"); state.Owner != want {
			t.Errorf("got owner %+v, want %+v", state.Owner, want)
		}
	}
	// A new version leaves the note.
	set(t, keys, ref(), "two", 1, 2, true)
	if state := expectState(t, keys, ref().Path, "1 2"); state.Owner.Catalog != "other" {
		t.Errorf("got owner %+v, want the one from before", state.Owner)
	}
}

func testMarkKeepsLaterRelease(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	set(t, keys, ref(), "one", 0, 1, true)
	for _, number := range []int{10, 9} {
		if err := keys.Mark(context.Background(), ref().Path, owner(number)); err != nil {
			t.Fatal(err)
		}
	}
	if state := expectState(t, keys, ref().Path, "1"); state.Owner != owner(10) {
		t.Errorf("got owner %+v, want release 10", state.Owner)
	}
}

func testNames(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	for _, path := range []string{
		"a", "a/b/c/d/e/f", "UPPER.lower-1_2", "..a/b..", "with space/and  two", "50%/25%2F5", "question?version=1", "hash#field", "a&b=c", "ключ/é", "data/metadata/destroy",
		strings.Repeat("long/", 30) + "name",
	} {
		for i, field := range []string{"api_key", "Field.With-Signs_1", "with space", "ключ", "version", "cas"} {
			set(t, keys, resource.KeyRef{Path: path, Field: field}, path, i, i+1, true)
		}
		expectState(t, keys, path, "1 2 3 4 5 6")
		expectFields(t, keys, path, 3, "Field.With-Signs_1", "api_key", "with space")
		if err := keys.Mark(context.Background(), path, owner(1)); err != nil {
			t.Errorf("mark %q: %v", path, err)
		}
		if err := keys.Destroy(context.Background(), path, []int{1}); err != nil {
			t.Errorf("destroy %q: %v", path, err)
		}
		expectState(t, keys, path, "1(destroyed) 2 3 4 5 6")
	}
}

// testWrongPaths gives paths that lead elsewhere.
func testWrongPaths(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	for _, path := range []string{"", "/", "/a", "a/", "a//b", "../a", "a/../../b", ".", "a\nb"} {
		_, stateErr := keys.State(context.Background(), path)
		_, fieldsErr := keys.Fields(context.Background(), path, 1)
		_, _, setErr := keys.Set(context.Background(), resource.KeyRef{Path: path, Field: "api_key"}, Value(t, "one"), release.AnyVersion)
		for name, err := range map[string]error{
			"state": stateErr, "fields": fieldsErr, "set": setErr,
			"mark": keys.Mark(context.Background(), path, owner(1)), "destroy": keys.Destroy(context.Background(), path, []int{1}),
		} {
			if err == nil {
				t.Errorf("%s of %q: got no error", name, path)
			}
		}
	}
}

func testValues(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	values := []string{
		`"quoted" \back\slash/ <tag> & 'single'`, "ключ-é-\U0001F511", " spaces at both ends ", "1", "null", "{}",
		strings.Repeat("x", secret.MaxSize-len(Canary)),
	}
	for i, text := range values {
		set(t, keys, ref(), text, i, i+1, true)
		expectHeld(t, keys, ref(), text, i+1)
	}
}
