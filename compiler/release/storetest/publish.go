package storetest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

func testEmptyTarget(t *testing.T, open func(*testing.T) release.Store) {
	p := publisher(open(t))
	live, base, err := p.Live(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	empty := Bundle(t)
	if want := (plan.Base{Release: 0, Digest: empty.Digest}); base != want || len(live.Entries) != 0 {
		t.Errorf("got base %v and %v, want %v and nothing", base, heads(live), want)
	}
	if r := publish(t, p, empty); r.Number != 0 {
		t.Errorf("publishing nothing to an empty target made release %d", r.Number)
	}
}

func testPublish(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	want := Bundle(t, Prompt("ideas", 1, "Ten ideas"), Prompt("titles", 3, "Ten titles"), Module("seo", true))
	made := planned(t, publisher(store), want)
	got, err := publisher(store).Publish(context.Background(), made)
	if err != nil {
		t.Fatal(err)
	}
	expected := &release.Release{
		Number: 1, Digest: want.Digest, PlanDigest: made.Digest, Catalog: "shop", Target: "local",
		Revision:    plan.Revision{Commit: "0123abcd", Author: "Ada <ada@example.com>", Message: "Better ideas"},
		PublishedAt: Start(), PublishedBy: "ada@build", Compiler: "1.2.3", Created: 3, Documents: 3,
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Errorf("the release differs (-want +got):\n%s", diff)
	}
	// Another connection sees the same.
	other := open(t)
	expectLive(t, other, 1, want)
	live, entries, err := other.Live(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(*expected, live); diff != "" {
		t.Errorf("the stored release differs (-want +got):\n%s", diff)
	}
	for i, e := range entries {
		if w := want.Entries[i]; e.Version != w.Version || e.Source != w.Source || e.Body != nil {
			t.Errorf("%s has version %d, source %q and body %q; want %d, %q and none", e.ID, e.Version, e.Source, e.Body, w.Version, w.Source)
		}
	}
}

func testNoChange(t *testing.T, open func(*testing.T) release.Store) {
	p := publisher(open(t))
	want := Bundle(t, Prompt("ideas", 1, "Ten ideas"))
	first := publish(t, p, want)
	made := planned(t, p, want)
	if !made.IsEmpty() {
		t.Fatalf("the plan changes %v", made.Changes)
	}
	again, err := p.Publish(context.Background(), made)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("publishing nothing gave another release (-first +second):\n%s", diff)
	}
}

// testSamePlanTwice is the pipeline that was killed after the commit and runs
// again with its saved plan.
func testSamePlanTwice(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	want := Bundle(t, Prompt("ideas", 1, "Ten ideas"))
	made := planned(t, p, want)
	var saved bytes.Buffer
	if err := made.Write(&saved); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Publish(context.Background(), made); err != nil {
		t.Fatal(err)
	}
	read, err := plan.Read(&saved)
	if err != nil {
		t.Fatal(err)
	}
	again, err := p.Publish(context.Background(), read)
	if err != nil {
		t.Fatal(err)
	}
	if again.Number != 1 {
		t.Errorf("got release %d, want 1", again.Number)
	}
	expectLive(t, store, 1, want)
}

func testUpdateAndDelete(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	publish(t, p, Bundle(t, Prompt("ideas", 1, "Ten ideas"), Module("seo", true), Module("shop", true)))
	want := Bundle(t, Prompt("ideas", 2, "Twelve ideas"), Module("shop", true), Module("blog", false))
	r := publish(t, p, want)
	if r.Number != 2 || r.Created != 1 || r.Updated != 1 || r.Deleted != 1 || r.Documents != 3 {
		t.Errorf("got %+v, want release 2 with one created, updated and deleted, and 3 documents", r)
	}
	expectLive(t, store, 2, want)
	if r := publish(t, p, Bundle(t)); r.Documents != 0 || r.Deleted != 3 {
		t.Errorf("got %+v, want all 3 documents deleted", r)
	}
	expectLive(t, store, 3, Bundle(t))
}

// testRollback publishes old content again, with the version it had.
func testRollback(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	first := Bundle(t, Prompt("ideas", 1, "Ten ideas"), Module("seo", true))
	publish(t, p, first)
	publish(t, p, Bundle(t, Prompt("ideas", 2, "Twelve ideas")))
	old, err := p.At(context.Background(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if old.Digest != first.Digest || string(old.Entries[1].Body) != string(first.Entries[1].Body) {
		t.Errorf("release 1 was %v, want %v", heads(old), heads(first))
	}
	if r := publish(t, p, old); r.Number != 3 || r.Digest != first.Digest {
		t.Errorf("got release %d with %s, want 3 with %s", r.Number, r.Digest, first.Digest)
	}
	expectLive(t, store, 3, first)
}

func testStalePlan(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	late := planned(t, p, Bundle(t, Module("late", true)))
	winner := Bundle(t, Module("early", true))
	publish(t, p, winner)
	_, err := p.Publish(context.Background(), late)
	if !errors.Is(err, release.ErrStale) {
		t.Fatalf("got %v, want ErrStale", err)
	}
	want := "the plan is stale: it was made against the empty target, but release 1 is live; plan again"
	if err.Error() != want {
		t.Errorf("got %q, want %q", err, want)
	}
	// The store checks again when it has the lock.
	_, err = store.Begin(context.Background(), release.Intent{Base: late.Base, Plan: late.Digest, Holder: "bob@desk", At: Start()})
	if !errors.Is(err, release.ErrStale) {
		t.Errorf("begin: got %v, want ErrStale", err)
	}
	expectLive(t, store, 1, winner)
}

func testDamagedPlan(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	made := planned(t, p, Bundle(t, Module("seo", true), Module("shop", true)))
	made.Changes = made.Changes[:1]
	if r, err := p.Publish(context.Background(), made); err == nil {
		t.Errorf("a plan without one of its changes made release %d", r.Number)
	}
	expectLive(t, store, 0, Bundle(t))
}

func testConcurrent(t *testing.T, open func(*testing.T) release.Store) {
	const publishers = 4
	stores := make([]release.Store, publishers)
	plans := make([]*plan.Plan, publishers)
	for i := range stores {
		stores[i] = open(t)
		plans[i] = planned(t, publisher(stores[i]), Bundle(t, Module("seo", true), Module(string(rune('a'+i)), true)))
	}
	results := make(chan error, publishers)
	for i := range stores {
		go func() {
			_, err := publisher(stores[i]).Publish(context.Background(), plans[i])
			results <- err
		}()
	}
	won := 0
	for range stores {
		err := <-results
		var locked *release.LockedError
		switch {
		case err == nil:
			won++
		case !errors.Is(err, release.ErrStale) && !errors.As(err, &locked):
			t.Errorf("a loser got %v, want ErrStale or a LockedError", err)
		}
	}
	if won != 1 {
		t.Errorf("%d publishers won, want 1", won)
	}
	live, _, err := stores[0].Live(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if live.Number != 1 || !live.PublishedAt.Equal(Start().Truncate(time.Second)) {
		t.Errorf("got %+v, want release 1", live)
	}
}
