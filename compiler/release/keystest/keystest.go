// Package keystest is the conformance suite of release.Keys: every key store
// runs the same tests.
package keystest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/secret"
)

// Canary begins every value that the suite stores. It must be found nowhere.
const Canary = "canary-4711"

// Run runs the suite. In each test open connects to a key store of the test's
// own: it is empty at the first call, and the same at further calls with the
// same t.
func Run(t *testing.T, open func(t *testing.T) release.Keys) {
	tests := []struct {
		name string
		run  func(*testing.T, func(*testing.T) release.Keys)
	}{
		{"NeverWritten", testNeverWritten},
		{"Set", testSet},
		{"SetAgain", testSetAgain},
		{"OtherFieldsStay", testOtherFieldsStay},
		{"Expect", testExpect},
		{"Concurrent", testConcurrent},
		{"ConcurrentFields", testConcurrentFields},
		{"ConcurrentSame", testConcurrentSame},
		{"Fields", testFields},
		{"Destroy", testDestroy},
		{"SetAfterDestroy", testSetAfterDestroy},
		{"Mark", testMark},
		{"MarkKeepsLaterRelease", testMarkKeepsLaterRelease},
		{"Names", testNames},
		{"WrongPaths", testWrongPaths},
		{"Values", testValues},
		{"Cancelled", testCancelled},
		{"ShowsNothing", testShowsNothing},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, open) })
	}
}

// ref is the key that most tests use.
func ref() resource.KeyRef { return resource.KeyRef{Path: "platform/openai", Field: "api_key"} }

// Value returns a value that begins with the canary.
func Value(t testing.TB, text string) secret.Value {
	t.Helper()
	value, err := secret.NewValue([]byte(Canary + text))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func openFor(t *testing.T, open func(*testing.T) release.Keys) release.Keys {
	t.Helper()
	keys := open(t)
	t.Cleanup(func() {
		if err := keys.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return keys
}

// set sets a key and expects a certain outcome.
func set(t *testing.T, keys release.Keys, ref resource.KeyRef, text string, expect, wantVersion int, wantWritten bool) {
	t.Helper()
	version, written, err := keys.Set(context.Background(), ref, Value(t, text), expect)
	if err != nil {
		t.Fatalf("set %s to %s: %v", ref, text, err)
	}
	if version != wantVersion || written != wantWritten {
		t.Fatalf("set %s to %s: got version %d, written %t; want %d, %t", ref, text, version, written, wantVersion, wantWritten)
	}
}

// expectState checks the versions of a path, written as in "1 2(destroyed)".
func expectState(t *testing.T, keys release.Keys, path, want string) release.KeyState {
	t.Helper()
	state, err := keys.State(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	var parts []string
	for _, v := range state.Versions {
		part := fmt.Sprint(v.Number)
		if v.Deleted {
			part += "(deleted)"
		}
		if v.Destroyed {
			part += "(destroyed)"
		}
		parts = append(parts, part)
		if v.Created.IsZero() || v.Created.Location() != time.UTC {
			t.Errorf("version %d was created at %v, want a time in UTC", v.Number, v.Created)
		}
	}
	if got := strings.Join(parts, " "); got != want {
		t.Errorf("%s has versions %q, want %q", path, got, want)
	}
	if current := len(state.Versions); state.Current != current {
		t.Errorf("%s: current version is %d, want %d", path, state.Current, current)
	}
	return state
}

func expectFields(t *testing.T, keys release.Keys, path string, version int, want ...string) {
	t.Helper()
	got, err := keys.Fields(context.Background(), path, version)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got, want) {
		t.Errorf("version %d of %s has fields %q, want %q", version, path, got, want)
	}
}

// expectHeld checks that the current version has a value, by setting it again.
func expectHeld(t *testing.T, keys release.Keys, ref resource.KeyRef, text string, version int) {
	t.Helper()
	set(t, keys, ref, text, release.AnyVersion, version, false)
}

func testNeverWritten(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	state := expectState(t, keys, "platform/openai", "")
	if !state.Owner.IsZero() || state.Usable(1) || state.Usable(0) {
		t.Errorf("got %+v, want nothing", state)
	}
	for _, version := range []int{-1, 0, 1} {
		expectFields(t, keys, "platform/openai", version)
	}
	if err := keys.Destroy(context.Background(), "platform/openai", []int{1}); err != nil {
		t.Errorf("destroy: %v", err)
	}
	if err := keys.Mark(context.Background(), "platform/openai", owner(1)); err == nil {
		t.Error("mark: got no error")
	}
	expectState(t, keys, "platform/openai", "")
}

func testCancelled(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	set(t, keys, ref(), "one", 0, 1, true)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, stateErr := keys.State(ctx, ref().Path)
	_, fieldsErr := keys.Fields(ctx, ref().Path, 1)
	_, _, setErr := keys.Set(ctx, ref(), Value(t, "two"), release.AnyVersion)
	for name, err := range map[string]error{
		"state": stateErr, "fields": fieldsErr, "set": setErr,
		"mark": keys.Mark(ctx, ref().Path, owner(1)), "destroy": keys.Destroy(ctx, ref().Path, []int{1}),
	} {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%s: got %v, want context.Canceled", name, err)
		}
	}
	if state := expectState(t, keys, ref().Path, "1"); !state.Owner.IsZero() {
		t.Errorf("the owner is %v, want nobody", state.Owner)
	}
}

// testShowsNothing looks for the canary in all that a store tells.
func testShowsNothing(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	set(t, keys, ref(), "one", 0, 1, true)
	_, _, err := keys.Set(context.Background(), ref(), Value(t, "two"), 7)
	state := expectState(t, keys, ref().Path, "1")
	fields, _ := keys.Fields(context.Background(), ref().Path, 1)
	for name, text := range map[string]string{
		"error": fmt.Sprintf("%v %+v %#v", err, err, err), "state": fmt.Sprintf("%+v %#v", state, state),
		"fields": fmt.Sprint(fields), "string": keys.String(), "store": fmt.Sprintf("%v %+v", keys, keys),
	} {
		if strings.Contains(text, Canary) {
			t.Errorf("the %s shows a value", name)
		}
	}
}
