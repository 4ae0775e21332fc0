package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/release"
)

// audited publishes, rolls back, rebuilds and notes something.
func audited(t *testing.T, store release.Store) []release.AuditEntry {
	t.Helper()
	ctx := context.Background()
	p := publisher(store)
	publish(t, p, Bundle(t, Module("seo", true)))
	commit(t, store, planned(t, p, Bundle(t, Module("seo", false))), release.Commit{Action: "rollback", Pins: []release.Pin{pin("openai", 3, "")}})
	by := release.Actor{Name: "carol@laptop", At: Start().Add(-time.Hour)} // whose clock is late
	if err := store.Rebuild(ctx, by); err != nil {
		t.Fatal(err)
	}
	if err := store.Note(ctx, by, "prune", map[string]any{"path": "platform/openai", "versions": []any{json.Number("1"), json.Number("2")}}); err != nil {
		t.Fatal(err)
	}
	entries, err := store.Audit(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func testAudit(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	if entries, err := store.Audit(context.Background()); err != nil || len(entries) != 0 {
		t.Errorf("an empty target has the log %v (%v)", entries, err)
	}
	entries := audited(t, store)
	var got []string
	for _, e := range entries {
		got = append(got, fmt.Sprintf("%d %s %s %s %d", e.ID, e.At.Format(time.RFC3339), e.Actor, e.Action, e.Release))
	}
	if diff := cmp.Diff([]string{
		"1 2026-11-23T09:00:00Z ada@build publish 1", "2 2026-11-23T09:00:00Z bob@desk rollback 2",
		"3 2026-11-23T08:00:00Z carol@laptop rebuild 0", "4 2026-11-23T08:00:00Z carol@laptop prune 0",
	}, got); diff != "" {
		t.Errorf("the log (-want +got):\n%s", diff)
	}
	if err := release.VerifyAudit(entries); err != nil {
		t.Error(err)
	}
	var detail struct {
		Revision string `json:"git_revision"`
		Plan     string `json:"plan_digest"`
		Base     int    `json:"base_release"`
		Keys     []struct {
			Ref     string `json:"ref"`
			Version int    `json:"version"`
		} `json:"keys"`
	}
	if err := json.Unmarshal(entries[1].Detail, &detail); err != nil {
		t.Fatal(err)
	}
	if detail.Revision != "0123abcd" || !strings.HasPrefix(detail.Plan, "sha256:") || detail.Base != 1 || len(detail.Keys) != 1 ||
		detail.Keys[0].Ref != "vault:platform/openai#api_key" || detail.Keys[0].Version != 3 {
		t.Errorf("the detail is %s", entries[1].Detail)
	}
	if want := `{"path":"platform/openai","versions":[1,2]}`; string(entries[3].Detail) != want {
		t.Errorf("the detail is %s, want %s", entries[3].Detail, want)
	}
}

// testAuditTampered changes the log by hand, in every way that there is.
func testAuditTampered(t *testing.T, backend Backend) {
	for name, change := range map[string]string{
		"actor":   "UPDATE audit_log SET actor = 'nobody' WHERE id = 2",
		"time":    "UPDATE audit_log SET at = '2026-11-23T10:00:00Z' WHERE id = 3",
		"release": "UPDATE audit_log SET release = 1 WHERE id = 2",
		"detail":  "UPDATE audit_log SET detail = replace(detail, '3', '4') WHERE id = 2",
		"action":  "UPDATE audit_log SET action = 'publish' WHERE id = 2",
		"removed": "DELETE FROM audit_log WHERE id = 2",
		"added":   "INSERT INTO audit_log VALUES (5, '2026-11-23T10:00:00Z', 'eve', 'publish', 1, '{}', 'x', 'y')",
		"hash":    "UPDATE audit_log SET hash = 'x' WHERE id = 4",
	} {
		t.Run(name, func(t *testing.T) {
			store := backend.Open(t)
			audited(t, store)
			backend.Execute(t, change)
			entries, err := store.Audit(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if err := release.VerifyAudit(entries); !errors.Is(err, release.ErrAudit) {
				t.Errorf("got %v, want ErrAudit", err)
			}
		})
	}
}
