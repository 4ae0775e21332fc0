package storetest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

// commit publishes a change with key versions, below the protocol.
func commit(t *testing.T, store release.Store, made *plan.Plan, c release.Commit) {
	t.Helper()
	transaction := begin(t, store, made)
	changes := plan.ChangeSet{Changes: made.Changes}
	c.Changes = made.Changes
	c.Release = release.Release{
		Number: made.Base.Release + 1, Digest: made.Bundle, PlanDigest: made.Digest, Catalog: made.Catalog, Target: made.Target,
		Revision: made.Revision, PublishedAt: Start(), PublishedBy: "bob@desk",
		Created: changes.Count(plan.Create), Updated: changes.Count(plan.Update), Deleted: changes.Count(plan.Delete),
		Signature: c.Release.Signature,
	}
	if err := transaction.Commit(context.Background(), c); err != nil {
		t.Fatal(err)
	}
	if err := transaction.Close(); err != nil {
		t.Fatal(err)
	}
}

func pin(integration string, version int, sealed string) release.Pin {
	return release.Pin{
		Integration: integration, Ref: resource.KeyRef{Path: "platform/" + integration, Field: "api_key"}, Version: version, Sealed: sealed,
	}
}

// testPins publishes releases whose keys come, change, stay, go and come back.
func testPins(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	releases := [][]release.Pin{
		{},
		{pin("openai", 1, "")},
		{pin("anthropic", 4, "sha256:a"), pin("openai", 1, "")},
		{pin("anthropic", 4, "sha256:b"), pin("openai", 2, "")},
		{pin("anthropic", 4, "sha256:b"), pin("openai", 2, "")},
		{pin("openai", 2, "")},
		{pin("anthropic", 4, "sha256:b"), pin("openai", 1, "")},
	}
	for i, pins := range releases {
		commit(t, store, planned(t, p, Bundle(t, Module("seo", i%2 == 0))), release.Commit{Pins: pins})
	}
	for i, want := range releases {
		got, err := store.Pins(context.Background(), i+1)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, append([]release.Pin{}, got...)); diff != "" {
			t.Errorf("release %d (-want +got):\n%s", i+1, diff)
		}
	}
	if got, err := store.Pins(context.Background(), 0); err != nil || len(got) != 0 {
		t.Errorf("release 0 goes with %v (%v)", got, err)
	}
}

// testUnfinished leaves the journal open after the commit.
func testUnfinished(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	unfinished := func() int {
		t.Helper()
		number, err := store.Unfinished(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		return number
	}
	if number := unfinished(); number != 0 {
		t.Errorf("an empty target has the unfinished release %d", number)
	}
	commit(t, store, planned(t, p, Bundle(t, Module("seo", true))), release.Commit{Unfinished: true})
	if number := unfinished(); number != 1 {
		t.Errorf("the unfinished release is %d, want 1", number)
	}
	// It holds no lock: the next publisher goes on.
	commit(t, store, planned(t, p, Bundle(t, Module("seo", false))), release.Commit{Unfinished: true})
	commit(t, store, planned(t, p, Bundle(t, Module("shop", false))), release.Commit{})
	if number := unfinished(); number != 2 {
		t.Errorf("the unfinished release is %d, want 2", number)
	}
	if err := store.Finish(context.Background(), 2); err != nil {
		t.Fatal(err)
	}
	if number := unfinished(); number != 0 {
		t.Errorf("when finished the unfinished release is %d", number)
	}
}

func testSignature(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	const envelope = `{"payload":"e30=","signatures":[{"sig":"eA=="}]}`
	commit(t, store, planned(t, p, Bundle(t, Module("seo", true))), release.Commit{Release: release.Release{Signature: []byte(envelope)}})
	commit(t, store, planned(t, p, Bundle(t, Module("seo", false))), release.Commit{})
	list, err := store.Releases(context.Background(), 0)
	if err != nil {
		t.Fatal(err)
	}
	if len(list) != 2 || list[0].Signature != nil || string(list[1].Signature) != envelope {
		t.Errorf("got the signatures %q and %q, want none and %q", list[0].Signature, list[1].Signature, envelope)
	}
}
