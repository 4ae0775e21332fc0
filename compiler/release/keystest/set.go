package keystest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/secret"
)

func testSet(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	set(t, keys, ref(), "one", 0, 1, true)
	expectState(t, keys, ref().Path, "1")
	set(t, keys, ref(), "two", 1, 2, true)
	set(t, keys, ref(), "one", release.AnyVersion, 3, true)
	state := expectState(t, keys, ref().Path, "1 2 3")
	if !state.Usable(1) || !state.Usable(3) || state.Usable(4) {
		t.Errorf("got %+v, want versions 1 to 3 to be usable", state.Versions)
	}
	if state.Versions[2].Created.Before(state.Versions[0].Created) {
		t.Error("version 3 was created before version 1")
	}
	// A handle that was opened later sees the same.
	expectState(t, openFor(t, open), ref().Path, "1 2 3")
	expectState(t, keys, "platform", "")
	expectState(t, keys, "platform/openai/more", "")
}

func testSetAgain(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	set(t, keys, ref(), "one", 0, 1, true)
	// What is there already need not be expected.
	for _, expect := range []int{release.AnyVersion, 0, 1, 7} {
		set(t, keys, ref(), "one", expect, 1, false)
		set(t, openFor(t, open), ref(), "one", expect, 1, false)
	}
	expectState(t, keys, ref().Path, "1")
}

func testOtherFieldsStay(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	other := resource.KeyRef{Path: ref().Path, Field: "organization"}
	set(t, keys, ref(), "one", 0, 1, true)
	set(t, keys, other, "other", 1, 2, true)
	set(t, keys, ref(), "two", 2, 3, true)
	expectHeld(t, keys, other, "other", 3)
	expectHeld(t, keys, ref(), "two", 3)
	expectState(t, keys, ref().Path, "1 2 3")
}

func testExpect(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	for _, expect := range []int{1, 2} {
		_, written, err := keys.Set(context.Background(), ref(), Value(t, "one"), expect)
		if !errors.Is(err, release.ErrKeyConflict) || written {
			t.Errorf("expect %d of nothing: got %v, want ErrKeyConflict", expect, err)
		}
	}
	set(t, keys, ref(), "one", 0, 1, true)
	for _, expect := range []int{0, 2} {
		_, written, err := keys.Set(context.Background(), ref(), Value(t, "two"), expect)
		if !errors.Is(err, release.ErrKeyConflict) || written {
			t.Errorf("expect %d of version 1: got %v, want ErrKeyConflict", expect, err)
		} else if text := err.Error(); !strings.Contains(text, ref().Path) || !strings.Contains(text, fmt.Sprintf("version 1, not %d", expect)) {
			t.Errorf("the error does not tell path and versions: %v", err)
		}
	}
	expectState(t, keys, ref().Path, "1")
	expectHeld(t, keys, ref(), "one", 1)
}

// outcome is what one of several writers at once met.
type outcome struct {
	version int
	written bool
	err     error
}

// atOnce lets several handles set a key at the same time.
func atOnce(t *testing.T, open func(*testing.T) release.Keys, writers, expect int, ref func(int) resource.KeyRef, value func(int) secret.Value) []outcome {
	t.Helper()
	handles := make([]release.Keys, writers)
	for i := range handles {
		handles[i] = openFor(t, open)
	}
	outcomes := make([]outcome, writers)
	var wait sync.WaitGroup
	for i, keys := range handles {
		key, v := ref(i), value(i)
		wait.Go(func() {
			version, written, err := keys.Set(context.Background(), key, v, expect)
			outcomes[i] = outcome{version, written, err}
		})
	}
	wait.Wait()
	return outcomes
}

// testConcurrent lets several writers replace version 1: one of them may.
func testConcurrent(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	set(t, keys, ref(), "one", 0, 1, true)
	outcomes := atOnce(t, open, 4, 1,
		func(int) resource.KeyRef { return ref() },
		func(i int) secret.Value { return Value(t, fmt.Sprint("writer", i)) })
	winner := -1
	for i, o := range outcomes {
		switch {
		case o.err == nil && o.written && o.version == 2 && winner < 0:
			winner = i
		case !errors.Is(o.err, release.ErrKeyConflict):
			t.Errorf("writer %d: got version %d, written %t, %v; want ErrKeyConflict", i, o.version, o.written, o.err)
		}
	}
	if winner < 0 {
		t.Fatal("nobody won")
	}
	expectState(t, keys, ref().Path, "1 2")
	expectHeld(t, keys, ref(), fmt.Sprint("writer", winner), 2)
}

// testConcurrentFields lets writers set different fields of one path: whoever
// succeeds has a version of his own and loses nobody's field.
func testConcurrentFields(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	field := func(i int) resource.KeyRef {
		return resource.KeyRef{Path: ref().Path, Field: fmt.Sprint("field", i)}
	}
	outcomes := atOnce(t, open, 4, release.AnyVersion, field, func(i int) secret.Value { return Value(t, fmt.Sprint("writer", i)) })
	versions := map[int]bool{}
	for i, o := range outcomes {
		if o.err != nil {
			if !errors.Is(o.err, release.ErrKeyConflict) {
				t.Errorf("writer %d: got %v, want ErrKeyConflict", i, o.err)
			}
			continue
		}
		if !o.written || versions[o.version] {
			t.Errorf("writer %d: got version %d, written %t; want a version of his own", i, o.version, o.written)
		}
		versions[o.version] = true
	}
	if len(versions) == 0 {
		t.Fatal("nobody succeeded")
	}
	state, err := keys.State(context.Background(), ref().Path)
	if err != nil || state.Current != len(versions) {
		t.Errorf("got version %d and %v, want one version for each of %d writes", state.Current, err, len(versions))
	}
	for i, o := range outcomes {
		if o.err == nil {
			expectHeld(t, keys, field(i), fmt.Sprint("writer", i), len(versions))
		}
	}
}

// testConcurrentSame lets writers set the same value: it is stored once.
func testConcurrentSame(t *testing.T, open func(*testing.T) release.Keys) {
	keys := openFor(t, open)
	outcomes := atOnce(t, open, 4, 0,
		func(int) resource.KeyRef { return ref() },
		func(int) secret.Value { return Value(t, "same") })
	written := 0
	for i, o := range outcomes {
		if o.err != nil || o.version != 1 {
			t.Errorf("writer %d: got version %d and %v, want version 1", i, o.version, o.err)
		}
		if o.written {
			written++
		}
	}
	if written != 1 {
		t.Errorf("%d writers say that they wrote, want one", written)
	}
	expectState(t, keys, ref().Path, "1")
}
