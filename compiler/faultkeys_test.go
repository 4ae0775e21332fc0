package compiler

import (
	"context"
	"errors"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/secret"
)

var openaiKey = resource.KeyRef{Path: "platform/openai", Field: "api_key"}

func set(t *testing.T, keys release.Keys, key string) int {
	t.Helper()
	value, err := secret.NewValue([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	version, _, err := keys.Set(context.Background(), openaiKey, value, release.AnyVersion)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

// TestFaultKeyRace stores a key by hand between a plan and its publish.
func TestFaultKeyRace(t *testing.T) {
	t.Parallel()
	for name, open := range places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			publisher := p.publisher(t)
			mustPublish(t, publisher, planEdition(t, publisher, 1, p.sealed(t, "key-1")))
			pl := planEdition(t, publisher, 2, p.sealed(t, "key-2"))
			set(t, publisher.Keys, "key-of-somebody-else")
			if _, err := publisher.Publish(context.Background(), pl); !errors.Is(err, release.ErrKeyConflict) {
				t.Fatalf("got %v, want ErrKeyConflict", err)
			}
			expectLiveRelease(t, publisher, 1, 1)
			// Planned again, with what somebody else did in sight, it goes through.
			mustPublish(t, publisher, planEdition(t, publisher, 2, p.sealed(t, "key-2")))
			expectLiveRelease(t, publisher, 2, 3)
		})
	}
}

func expectLiveRelease(t *testing.T, publisher *release.Publisher, number, keyVersion int) {
	t.Helper()
	_, base, err := publisher.Live(context.Background())
	if err != nil || base.Release != number {
		t.Fatalf("release %d is live (%v), want %d", base.Release, err, number)
	}
	pins, err := publisher.Store.Pins(context.Background(), number)
	if err != nil || len(pins) != 1 || pins[0].Version != keyVersion {
		t.Errorf("release %d goes with %v (%v), want version %d of the key", number, pins, err, keyVersion)
	}
}

// TestRotation lives through the whole life of a key: stored, live, replaced
// while the old one serves, live again, rolled back, pruned.
func TestRotation(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, open := range places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			publisher := open(t).publisher(t)
			mustPublish(t, publisher, planEdition(t, publisher, 1, nil))
			if pins, err := publisher.Store.Pins(ctx, 1); err != nil || len(pins) != 0 {
				t.Errorf("without a key release 1 goes with %v (%v)", pins, err)
			}
			set(t, publisher.Keys, "key-1")
			if pl := planEdition(t, publisher, 1, nil); len(pl.Changes) != 0 || len(pl.Keys) != 1 || pl.IsEmpty() {
				t.Errorf("a key that was stored gives the plan %+v", pl)
			}
			mustPublish(t, publisher, planEdition(t, publisher, 1, nil))
			expectLiveRelease(t, publisher, 2, 1)
			set(t, publisher.Keys, "key-2")
			drift, err := publisher.Drift(ctx, 0)
			if err != nil || len(drift.Keys) != 1 || drift.Keys[0].Problem != release.KeyNewer {
				t.Errorf("a newer key is the drift %+v (%v)", drift, err)
			}
			mustPublish(t, publisher, planEdition(t, publisher, 2, nil))
			expectLiveRelease(t, publisher, 3, 2)

			back, fates, err := publisher.Rollback(ctx, 2, planContext())
			if err != nil || len(fates) != 1 || !fates[0].Exists || fates[0].Pin.Version != 1 {
				t.Fatalf("the key of release 2 has the fates %+v (%v)", fates, err)
			}
			mustPublish(t, publisher, back.Plan)
			expectLiveRelease(t, publisher, 4, 1)

			mustPublish(t, publisher, planEdition(t, publisher, 2, nil))
			if err := publisher.Keys.Destroy(ctx, openaiKey.Path, []int{1}); err != nil {
				t.Fatal(err)
			}
			back, fates, err = publisher.Rollback(ctx, 2, planContext())
			if err != nil || len(fates) != 1 || fates[0].Exists || fates[0].Latest != 2 {
				t.Fatalf("a destroyed key has the fates %+v (%v)", fates, err)
			}
			mustPublish(t, publisher, back.Plan)
			expectLiveRelease(t, publisher, 6, 2)
			if _, _, err := publisher.Rollback(ctx, 6, planContext()); !errors.Is(err, release.ErrIsLive) {
				t.Errorf("back to what is live: got %v, want ErrIsLive", err)
			}

			if err := publisher.Keys.Destroy(ctx, openaiKey.Path, []int{2}); err != nil {
				t.Fatal(err)
			}
			drift, err = publisher.Drift(ctx, 0)
			if err != nil || len(drift.Keys) != 1 || drift.Keys[0].Problem != release.KeyGone {
				t.Errorf("a key that is gone is the drift %+v (%v)", drift, err)
			}
		})
	}
}

// TestForeignKey is a key that another catalogue's target has marked.
func TestForeignKey(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, open := range places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			publisher := p.publisher(t)
			set(t, publisher.Keys, "key-1")
			theirs := release.KeyOwner{Catalog: "bakery", Target: "production", Release: 7}
			if err := publisher.Keys.Mark(ctx, openaiKey.Path, theirs); err != nil {
				t.Fatal(err)
			}
			if _, err := publisher.Publish(ctx, planEdition(t, publisher, 1, p.sealed(t, "key-2"))); !errors.Is(err, release.ErrForeignKey) {
				t.Errorf("writing it: got %v, want ErrForeignKey", err)
			}
			// Going with it is sharing it, and leaves the mark.
			mustPublish(t, publisher, planEdition(t, publisher, 1, nil))
			expectLiveRelease(t, publisher, 1, 1)
			state, err := publisher.Keys.State(ctx, openaiKey.Path)
			if err != nil || state.Owner != theirs || state.Current != 1 {
				t.Errorf("the key is %+v (%v), want one version marked as theirs", state, err)
			}
			drift, err := publisher.Drift(ctx, 0)
			if err != nil || len(drift.Keys) != 1 || drift.Keys[0].Problem != release.KeyForeign {
				t.Errorf("a foreign key is the drift %+v (%v)", drift, err)
			}
		})
	}
}
