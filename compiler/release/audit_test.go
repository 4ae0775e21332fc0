package release

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
)

func auditLog(t *testing.T) []AuditEntry {
	t.Helper()
	at := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	entries := []AuditEntry{
		{ID: 1, At: at, Actor: "ada@build", Action: "publish", Release: 1, Detail: json.RawMessage(`{"created":3}`)},
		// The clock went back.
		{ID: 2, At: at.Add(-time.Hour), Actor: "bob@desk", Action: "rebuild", Detail: json.RawMessage(`{}`)},
		{ID: 3, At: at, Actor: "ada@build", Action: "rollback", Release: 2, Detail: json.RawMessage(`{"deleted":3}`)},
	}
	chain(t, entries)
	return entries
}

// chain gives entries the hashes that fit their content.
func chain(t *testing.T, entries []AuditEntry) {
	t.Helper()
	previous := ""
	for i := range entries {
		entries[i].PrevHash = previous
		digest, err := entries[i].Digest()
		if err != nil {
			t.Fatal(err)
		}
		entries[i].Hash, previous = digest, digest
	}
}

func TestVerifyAudit(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(entries []AuditEntry) []AuditEntry
		want   string // the beginning of the error, or "" for none
	}{
		"as written": {func(e []AuditEntry) []AuditEntry { return e }, ""},
		"empty":      {func([]AuditEntry) []AuditEntry { return nil }, ""},
		"actor":      {func(e []AuditEntry) []AuditEntry { e[1].Actor = "eve"; return e }, "entry 2 has the hash"},
		"action":     {func(e []AuditEntry) []AuditEntry { e[2].Action = "publish"; return e }, "entry 3 has the hash"},
		"release":    {func(e []AuditEntry) []AuditEntry { e[0].Release = 7; return e }, "entry 1 has the hash"},
		"detail":     {func(e []AuditEntry) []AuditEntry { e[0].Detail = json.RawMessage(`{"created":4}`); return e }, "entry 1 has the hash"},
		"part of a second": {func(e []AuditEntry) []AuditEntry { e[0].At = e[0].At.Add(time.Millisecond); return e },
			"entry 1 has the hash"},
		"other zone":    {func(e []AuditEntry) []AuditEntry { e[0].At = e[0].At.In(time.FixedZone("", 3600)); return e }, ""},
		"one removed":   {func(e []AuditEntry) []AuditEntry { return append(e[:1], e[2]) }, "entry 2 is missing; 3 stands in its place"},
		"first removed": {func(e []AuditEntry) []AuditEntry { return e[1:] }, "entry 1 is missing; 2 stands in its place"},
		"renumbered": {func(e []AuditEntry) []AuditEntry { e[2].ID = 2; return append(e[:1], e[2]) },
			"entry 2 follows one with the hash"},
		"swapped": {func(e []AuditEntry) []AuditEntry { e[0], e[1] = e[1], e[0]; return e }, "entry 1 is missing"},
		"hashed anew": {func(e []AuditEntry) []AuditEntry {
			e[0].Actor = "eve"
			e[0].Hash, _ = e[0].Digest()
			return e
		}, "entry 2 follows one with the hash"},
		"no text": {func(e []AuditEntry) []AuditEntry { e[0].Actor = "\xff"; return e }, "hash entry 1 of the audit log"},
	} {
		err := VerifyAudit(test.change(auditLog(t)))
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		if !errors.Is(err, ErrAudit) || !strings.HasPrefix(err.Error(), ErrAudit.Error()+": "+test.want) {
			t.Errorf("%s: got %v, want %q", name, err, test.want)
		}
	}
}
