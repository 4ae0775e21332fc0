package storetest

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

func intent(made *plan.Plan) release.Intent {
	return release.Intent{Base: made.Base, Plan: made.Digest, Holder: "bob@desk", At: Start()}
}

func begin(t *testing.T, store release.Store, made *plan.Plan) release.Transaction {
	t.Helper()
	transaction, err := store.Begin(context.Background(), intent(made))
	if err != nil {
		t.Fatalf("begin: %v", err)
	}
	return transaction
}

func testLocked(t *testing.T, open func(*testing.T) release.Store) {
	holder, other := open(t), open(t)
	want := Bundle(t, Module("seo", true))
	made := planned(t, publisher(other), want)
	transaction := begin(t, holder, made)
	_, err := publisher(other).Publish(context.Background(), made)
	var locked *release.LockedError
	if !errors.As(err, &locked) {
		t.Fatalf("got %v, want a LockedError", err)
	}
	if !strings.HasPrefix(locked.Holder, "bob@desk") || !locked.Since.Equal(Start()) {
		t.Errorf("got holder %q since %s, want bob@desk since %s", locked.Holder, locked.Since, Start())
	}
	if err := transaction.Close(); err != nil {
		t.Fatal(err)
	}
	publish(t, publisher(other), want)
	expectLive(t, holder, 1, want)
}

func testReadersWhilePublishing(t *testing.T, open func(*testing.T) release.Store) {
	store, reader := open(t), open(t)
	p := publisher(store)
	first, second := Bundle(t, Module("seo", true)), Bundle(t, Module("seo", false))
	publish(t, p, first)
	made := planned(t, p, second)
	transaction := begin(t, store, made)
	expectLive(t, reader, 1, first)
	next := release.Release{
		Number: 2, Digest: made.Bundle, PlanDigest: made.Digest, PublishedAt: Start(), PublishedBy: "bob@desk", Updated: 1, Documents: 1,
	}
	if err := transaction.Commit(context.Background(), release.Commit{Release: next, Changes: made.Changes}); err != nil {
		t.Fatal(err)
	}
	expectLive(t, reader, 2, second)
	if err := transaction.Close(); err != nil {
		t.Errorf("close after commit: %v", err)
	}
	expectLive(t, reader, 2, second)
}

// testGivenUp is a publisher that fails after it took the lock.
func testGivenUp(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	first, second := Bundle(t, Module("seo", true)), Bundle(t, Module("seo", false))
	publish(t, p, first)
	made := planned(t, p, second)
	transaction := begin(t, store, made)
	// A change of a document that is not there.
	wrong := plan.Change{Op: plan.Delete, Kind: "Module", Name: "nowhere", From: made.Bundle}
	next := release.Release{Number: 2, Digest: made.Bundle, PlanDigest: made.Digest, PublishedAt: Start(), PublishedBy: "bob@desk"}
	if err := transaction.Commit(context.Background(), release.Commit{Release: next, Changes: append(made.Changes, wrong)}); err == nil {
		t.Error("a change that does not fit was committed")
	}
	if err := transaction.Close(); err != nil {
		t.Fatal(err)
	}
	expectLive(t, store, 1, first)
	if _, err := p.Show(context.Background(), 2); !errors.Is(err, release.ErrNoRelease) {
		t.Errorf("show 2: got %v, want ErrNoRelease", err)
	}
	publish(t, p, second)
	expectLive(t, store, 2, second)
}

func testCancelled(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	first, second := Bundle(t, Module("seo", true)), Bundle(t, Module("seo", false))
	publish(t, p, first)
	made := planned(t, p, second)
	ctx, cancel := context.WithCancel(context.Background())
	transaction, err := store.Begin(ctx, intent(made))
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	next := release.Release{Number: 2, Digest: made.Bundle, PlanDigest: made.Digest, PublishedAt: Start(), PublishedBy: "bob@desk"}
	if err := transaction.Commit(ctx, release.Commit{Release: next, Changes: made.Changes}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if err := transaction.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if _, err := p.Publish(ctx, made); !errors.Is(err, context.Canceled) {
		t.Errorf("publish: got %v, want context.Canceled", err)
	}
	expectLive(t, store, 1, first)
	publish(t, p, second)
	expectLive(t, store, 2, second)
}
