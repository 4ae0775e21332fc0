package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
	"github.com/igny8/catalogc/compiler/resource"
)

const (
	manyDocuments = 300
	manyReleases  = 1000
)

// TestThousandReleases publishes a thousand releases that change a document each.
// The database grows with what they change, and any of them is found without
// looking through the others.
func TestThousandReleases(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadWrite)
	live := publishMany(t, store)

	// The first release has every document, each further one a new content of one;
	// every hundredth goes with a new version of a key.
	got := rowsOf(t, store.db, `SELECT 'documents', count(*) FROM documents UNION ALL SELECT 'entries', count(*) FROM entries
		UNION ALL SELECT 'live', count(*) FROM entries WHERE to_release IS NULL UNION ALL SELECT 'prompts', count(*) FROM prompts
		UNION ALL SELECT 'key_pins', count(*) FROM key_pins UNION ALL SELECT 'releases', count(*) FROM releases
		UNION ALL SELECT 'audit_log', count(*) FROM audit_log UNION ALL SELECT 'publish_journal', count(*) FROM publish_journal`)
	contents := manyDocuments + manyReleases - 1
	want := []string{
		fmt.Sprintf("documents | %d", contents), fmt.Sprintf("entries | %d", contents), fmt.Sprintf("live | %d", manyDocuments),
		fmt.Sprintf("prompts | %d", manyDocuments), fmt.Sprintf("key_pins | %d", manyReleases/100+1), fmt.Sprintf("releases | %d", manyReleases),
		fmt.Sprintf("audit_log | %d", manyReleases), fmt.Sprintf("publish_journal | %d", manyReleases),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	for _, number := range []int{1, 2, manyReleases / 2, manyReleases} {
		expectRelease(t, store, number, live[number-1])
	}
	expectLookups(t, store.db)
}

// expectLookups checks that releases are read through indexes. Only what was live
// with a release is a range of all entries; the documents never are.
func expectLookups(t *testing.T, db *sql.DB) {
	t.Helper()
	for condition, scanned := range map[string]string{endedBy: "", begunBy: "", "e.to_release IS NULL": "", liveWith: "SCAN e"} {
		how := planOf(t, db, entriesQuery(true, strings.ReplaceAll(condition, "$1", "500")))
		for _, step := range how {
			if strings.HasPrefix(step, "SCAN ") && (scanned == "" || !strings.HasPrefix(step, scanned)) {
				t.Errorf("%s looks through a whole table:\n%s", condition, strings.Join(how, "\n"))
			}
		}
	}
}

// publishMany publishes the releases and returns the digest of each.
func publishMany(t *testing.T, store *Store) []string {
	t.Helper()
	ctx := context.Background()
	documents := make([]map[string]any, manyDocuments)
	for i := range documents {
		documents[i] = storetest.Prompt(fmt.Sprintf("prompt_%03d", i), 1, "First")
	}
	entries := storetest.Bundle(t, documents...).Entries
	before := []bundle.Entry{}
	base := (&release.Release{}).Base()
	var digests []string
	for number := 1; number <= manyReleases; number++ {
		if number > 1 {
			changed := storetest.Prompt(fmt.Sprintf("prompt_%03d", number%manyDocuments), number, fmt.Sprintf("Edition %d", number))
			entries = slices.Clone(entries)
			entries[number%manyDocuments] = storetest.Bundle(t, changed).Entries[0]
		}
		after := bundle.New("shop", entries)
		r := release.Release{Number: number, Digest: after.Digest, Catalog: "shop", Target: "local", PublishedAt: storetest.Start(), Documents: manyDocuments}
		transaction, err := store.Begin(ctx, release.Intent{Base: base, At: r.PublishedAt})
		if err != nil {
			t.Fatal(err)
		}
		err = transaction.Commit(ctx, release.Commit{
			Release: r, Changes: changesOf(before, entries),
			Pins: []release.Pin{{Integration: "openai", Ref: resource.KeyRef{Path: "platform/openai", Field: "api_key"}, Version: 1 + number/100}},
		})
		if err != nil {
			t.Fatal(err)
		}
		base, before, digests = r.Base(), entries, append(digests, after.Digest)
	}
	return digests
}

// changesOf returns the changes between two states with the same documents, or
// from none. Planning each release would ask more of the test than of the store.
func changesOf(before, after []bundle.Entry) []plan.Change {
	var changes []plan.Change
	for i, entry := range after {
		change := plan.Change{Op: plan.Create, Kind: entry.ID.Kind, Name: entry.ID.Name, Version: entry.Version, Digest: entry.Digest, Body: entry.Body}
		if len(before) > 0 {
			if before[i].Digest == entry.Digest {
				continue
			}
			change.Op, change.From = plan.Update, before[i].Digest
		}
		changes = append(changes, change)
	}
	return changes
}

// expectRelease reads what a release changed, what was live with it and its key
// versions.
func expectRelease(t *testing.T, store *Store, number int, digest string) {
	t.Helper()
	ctx := context.Background()
	_, before, after, err := store.Changed(ctx, number)
	want := [2]int{1, 1}
	if number == 1 {
		want = [2]int{0, manyDocuments}
	}
	if got := [2]int{len(before), len(after)}; err != nil || got != want {
		t.Errorf("release %d ended and began %v documents (%v), want %v", number, got, err, want)
	}
	_, state, err := store.State(ctx, number)
	if got := bundle.New("shop", state).Digest; err != nil || got != digest {
		t.Errorf("with release %d %d documents were live, whose digest is %s (%v), want %s", number, len(state), got, err, digest)
	}
	pins, err := store.Pins(ctx, number)
	if err != nil || len(pins) != 1 || pins[0].Version != 1+number/100 {
		t.Errorf("release %d goes with the keys %v (%v)", number, pins, err)
	}
}

// planOf returns how SQLite goes about a statement.
func planOf(t *testing.T, db *sql.DB, statement string) []string {
	t.Helper()
	rows, err := db.Query("EXPLAIN QUERY PLAN " + statement)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		steps = append(steps, detail)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return steps
}
