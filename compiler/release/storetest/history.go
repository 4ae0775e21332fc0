package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

func testReleases(t *testing.T, open func(*testing.T) release.Store) {
	p := publisher(open(t))
	if list, err := p.Releases(context.Background(), 0); err != nil || len(list) != 0 {
		t.Errorf("got %v and %v, want no release", list, err)
	}
	for version := 1; version <= 3; version++ {
		publish(t, p, Bundle(t, Prompt("ideas", version, "Ideas"), Module("seo", version%2 == 0)))
	}
	for _, test := range []struct {
		limit int
		want  []int
	}{{0, []int{3, 2, 1}}, {2, []int{3, 2}}, {9, []int{3, 2, 1}}} {
		list, err := p.Releases(context.Background(), test.limit)
		if err != nil {
			t.Fatal(err)
		}
		var got []int
		for _, r := range list {
			got = append(got, r.Number)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("limit %d (-want +got):\n%s", test.limit, diff)
		}
	}
}

func testShow(t *testing.T, open func(*testing.T) release.Store) {
	p := publisher(open(t))
	publish(t, p, Bundle(t, Prompt("ideas", 1, "Ten ideas"), Module("seo", true), Module("shop", true)))
	made := planned(t, p, Bundle(t, Prompt("ideas", 2, "Twelve ideas"), Module("shop", true), Module("blog", false)))
	if _, err := p.Publish(context.Background(), made); err != nil {
		t.Fatal(err)
	}
	publish(t, p, Bundle(t, Module("blog", true)))
	shown, err := p.Show(context.Background(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if shown.Number != 2 {
		t.Errorf("got release %d, want 2", shown.Number)
	}
	// What a release changed is what its plan said.
	if diff := cmp.Diff(made.Changes, shown.Changes.Changes); diff != "" {
		t.Errorf("changes differ (-planned +shown):\n%s", diff)
	}
	want := []plan.Field{
		{Path: "/template", Old: "Ten ideas", New: "Twelve ideas"},
		{Path: "/version", New: json.Number("2")},
	}
	if diff := cmp.Diff(want, shown.Changes.Changes[2].Fields); diff != "" {
		t.Errorf("fields differ (-want +got):\n%s", diff)
	}
}

func testUnknownRelease(t *testing.T, open func(*testing.T) release.Store) {
	p := publisher(open(t))
	publish(t, p, Bundle(t, Module("seo", true)))
	for _, number := range []int{-1, 0, 2} {
		if _, err := p.Show(context.Background(), number); !errors.Is(err, release.ErrNoRelease) {
			t.Errorf("show %d: got %v, want ErrNoRelease", number, err)
		}
		if _, err := p.At(context.Background(), number); !errors.Is(err, release.ErrNoRelease) {
			t.Errorf("at %d: got %v, want ErrNoRelease", number, err)
		}
	}
}

func testContents(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	one, two := Bundle(t, Prompt("ideas", 1, "Ten ideas"), Module("seo", true)), Bundle(t, Prompt("ideas", 2, "Twelve ideas"))
	publish(t, p, one)
	publish(t, p, two)
	publish(t, p, one)
	got, err := store.Contents(context.Background(), []resource.ID{{Kind: "Prompt", Name: "ideas"}, {Kind: "Prompt", Name: "none"}})
	if err != nil {
		t.Fatal(err)
	}
	id := resource.ID{Kind: "Prompt", Name: "ideas"}
	want := []release.Content{
		{ID: id, Version: 1, Digest: one.Entries[1].Digest, Release: 1},
		{ID: id, Version: 2, Digest: two.Entries[0].Digest, Release: 2},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("contents differ (-want +got):\n%s", diff)
	}
	bodies, err := store.Bodies(context.Background(), []string{two.Entries[0].Digest, "sha256:none"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string][]byte{two.Entries[0].Digest: two.Entries[0].Body}, bodies); diff != "" {
		t.Errorf("bodies differ (-want +got):\n%s", diff)
	}
}

func testVersionNotRaised(t *testing.T, open func(*testing.T) release.Store) {
	p := publisher(open(t))
	publish(t, p, Bundle(t, Prompt("ideas", 1, "Ten ideas")))
	publish(t, p, Bundle(t, Prompt("ideas", 2, "Twelve ideas")))
	for name, content := range map[string]map[string]any{
		"the live version":   Prompt("ideas", 2, "Thirteen ideas"),
		"an earlier version": Prompt("ideas", 1, "Thirteen ideas"),
	} {
		conflicts := conflictsOf(t, p, Bundle(t, content))
		if len(conflicts) != 1 || conflicts[0].Latest != 2 || conflicts[0].Release != conflicts[0].Version {
			t.Errorf("%s: got %+v, want one conflict with the release that had the version", name, conflicts)
		}
	}
	// A module has no version; operational fields need no new one.
	for name, content := range map[string]map[string]any{
		"active":  with(Prompt("ideas", 2, "Twelve ideas"), "active", false),
		"default": with(Prompt("ideas", 2, "Twelve ideas"), "default", true),
		"title":   with(Prompt("ideas", 2, "Twelve ideas"), "title", "Ideas"),
		"raised":  Prompt("ideas", 3, "Thirteen ideas"),
		"old":     Prompt("ideas", 1, "Ten ideas"),
	} {
		conflicts := conflictsOf(t, p, Bundle(t, content, Module("seo", true)))
		if len(conflicts) != 0 {
			t.Errorf("%s: got %+v, want no conflict", name, conflicts)
		}
	}
	// A document that was deleted comes back with other content.
	publish(t, p, Bundle(t))
	conflicts := conflictsOf(t, p, Bundle(t, Prompt("ideas", 2, "Thirteen ideas")))
	if len(conflicts) != 1 {
		t.Fatalf("got %+v, want a conflict with the deleted document", conflicts)
	}
	got := conflicts[0].Diagnostic().String()
	want := `Prompt/ideas.yaml: error: version 2 of "Prompt/ideas" was published in release 2 with other content (/template) [PRM010 version-not-raised]`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func testVersionOfSavedPlan(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	first := Bundle(t, Prompt("ideas", 1, "Ten ideas"))
	publish(t, p, first)
	made, err := p.Plan(context.Background(), release.Wanted{Bundle: Bundle(t, Prompt("ideas", 1, "Twelve ideas"))}, plan.Context{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.Publish(context.Background(), made.Plan)
	var refused *release.VersionError
	if !errors.As(err, &refused) || len(refused.Conflicts) != 1 {
		t.Errorf("got %v, want a VersionError about one document", err)
	}
	expectLive(t, store, 1, first)
}

// conflictsOf returns the documents of a plan that publishing would refuse.
func conflictsOf(t *testing.T, p *release.Publisher, want *bundle.Bundle) []release.VersionConflict {
	t.Helper()
	made, err := p.Plan(context.Background(), release.Wanted{Bundle: want}, plan.Context{})
	if err != nil {
		t.Fatal(err)
	}
	return made.Conflicts
}
