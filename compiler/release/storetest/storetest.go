// Package storetest is the conformance suite of release.Store: every database
// that implements it runs the same tests.
package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

// Backend is a database under test.
type Backend struct {
	// Open connects to a target of the test's own: it is empty at the first call,
	// and the same at further calls with the same t. The store's kinds are all
	// kinds of catalogc.
	Open func(t *testing.T) release.Store
	// Execute runs SQL in the database of a test, as somebody would by hand.
	Execute func(t *testing.T, text string)
}

// Run runs the suite.
func Run(t *testing.T, backend Backend) {
	tests := []struct {
		name string
		run  func(*testing.T, func(*testing.T) release.Store)
	}{
		{"EmptyTarget", testEmptyTarget},
		{"Publish", testPublish},
		{"NoChange", testNoChange},
		{"SamePlanTwice", testSamePlanTwice},
		{"UpdateAndDelete", testUpdateAndDelete},
		{"Rollback", testRollback},
		{"Releases", testReleases},
		{"Show", testShow},
		{"UnknownRelease", testUnknownRelease},
		{"Contents", testContents},
		{"VersionNotRaised", testVersionNotRaised},
		{"VersionOfSavedPlan", testVersionOfSavedPlan},
		{"StalePlan", testStalePlan},
		{"DamagedPlan", testDamagedPlan},
		{"Locked", testLocked},
		{"ReadersWhilePublishing", testReadersWhilePublishing},
		{"GivenUp", testGivenUp},
		{"Cancelled", testCancelled},
		{"Concurrent", testConcurrent},
		{"Pins", testPins},
		{"Unfinished", testUnfinished},
		{"Audit", testAudit},
		{"Signature", testSignature},
		{"Progress", testProgress},
		{"Many", testMany},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { test.run(t, backend.Open) })
	}
	for name, run := range map[string]func(*testing.T, Backend){
		"AuditTampered": testAuditTampered, "Inspect": testInspect, "InspectTruth": testInspectTruth, "Rebuild": testRebuild,
	} {
		t.Run(name, func(t *testing.T) { run(t, backend) })
	}
}

// Start is when the first release of a test is published; each further one is a
// minute later.
func Start() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

// publisher returns a Publisher whose clock goes on a minute at each look.
func publisher(store release.Store) *release.Publisher {
	now := Start().Add(-time.Minute)
	return &release.Publisher{
		Store: store, By: "ada@build", Compiler: "1.2.3",
		Now: func() time.Time { now = now.Add(time.Minute); return now },
	}
}

// Bundle returns a bundle of some documents.
func Bundle(t testing.TB, documents ...map[string]any) *bundle.Bundle {
	t.Helper()
	entries := make([]bundle.Entry, len(documents))
	for i, content := range documents {
		body, err := bundle.AppendCanonical(nil, content)
		if err != nil {
			t.Fatal(err)
		}
		id := resource.ID{Kind: fmt.Sprint(content["kind"]), Name: fmt.Sprint(content["name"])}
		entries[i] = bundle.Entry{
			ID: id, Version: versionOf(content), Digest: bundle.DigestOf(body), Body: body,
			Source: fmt.Sprintf("%s/%s.yaml", id.Kind, id.Name),
		}
	}
	return bundle.New("shop", entries)
}

func versionOf(content map[string]any) int {
	if content["kind"] != "Prompt" {
		return 0
	}
	number, ok := content["version"].(json.Number)
	if !ok {
		return 1
	}
	n, _ := number.Int64()
	return int(n)
}

// Prompt returns the content of a prompt.
func Prompt(name string, version int, template string) map[string]any {
	content := map[string]any{"kind": "Prompt", "name": name, "type": "ideas", "template": template}
	if version != 1 {
		content["version"] = json.Number(fmt.Sprint(version))
	}
	return content
}

// Module returns the content of a module.
func Module(name string, enabled bool) map[string]any {
	content := map[string]any{"kind": "Module", "name": name}
	if enabled {
		content["enabled"] = true
	}
	return content
}

func with(content map[string]any, key string, value any) map[string]any {
	content[key] = value
	return content
}

func planned(t *testing.T, p *release.Publisher, want *bundle.Bundle) *plan.Plan {
	t.Helper()
	made, err := p.Plan(context.Background(), release.Wanted{Bundle: want}, plan.Context{
		Target:   "local",
		Revision: plan.Revision{Commit: "0123abcd", Author: "Ada <ada@example.com>", Message: "Better ideas"},
	})
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	if len(made.Conflicts) > 0 {
		t.Fatalf("plan: unexpected conflict: %v", made.Conflicts[0].Diagnostic())
	}
	return made.Plan
}

func publish(t *testing.T, p *release.Publisher, want *bundle.Bundle) *release.Release {
	t.Helper()
	r, err := p.Publish(context.Background(), planned(t, p, want))
	if err != nil {
		t.Fatalf("publish: %v", err)
	}
	return r
}

// expectLive checks the number of the live release and what is live with it.
func expectLive(t *testing.T, store release.Store, number int, want *bundle.Bundle) {
	t.Helper()
	live, entries, err := store.Live(context.Background())
	if err != nil {
		t.Fatalf("live: %v", err)
	}
	if live.Number != number {
		t.Errorf("release %d is live, want %d", live.Number, number)
	}
	got := bundle.New("", entries)
	if got.Digest != want.Digest {
		t.Errorf("live is %v, want %v", heads(got), heads(want))
	}
	sorted := slices.IsSortedFunc(entries, func(a, b bundle.Entry) int { return resource.Compare(a.ID, b.ID) })
	if !sorted {
		t.Errorf("live is not sorted: %v", heads(&bundle.Bundle{Entries: entries}))
	}
}

func heads(b *bundle.Bundle) []string {
	list := make([]string, len(b.Entries))
	for i, e := range b.Entries {
		list[i] = fmt.Sprintf("%s v%d %s", e.ID, e.Version, e.Digest)
	}
	return list
}
