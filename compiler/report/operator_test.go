package report

import (
	"encoding/json"
	"io"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

// TestOperatorPages renders what an operator reads: keys, drift, the audit log.
func TestOperatorPages(t *testing.T) {
	t.Parallel()
	keys, now := exampleKeys()
	drift := exampleDrift()
	whole := &release.Drift{Release: drift.Release, Differences: []release.Difference{}, Keys: []release.KeyDrift{}}
	entries := []release.AuditEntry{
		{ID: 2, At: now, Actor: "carol@laptop", Action: "prune", Detail: json.RawMessage(`{"path":"platform/openai"}`), PrevHash: "sha256:one", Hash: "sha256:two"},
		{ID: 1, At: now.Add(-time.Hour), Actor: "release-bot", Action: "publish", Release: 1, Detail: json.RawMessage(`{"git_revision":"5f3c2a1b9c2d4e5f60718293a4b5c6d7e8f90a1b","plan_digest":"sha256:0123456789abcdef"}`), Hash: "sha256:one"},
	}
	for name, write := range map[string]func(io.Writer) error{
		"keys.txt":        func(w io.Writer) error { return Keys(w, Text, keys, now, Style{}) },
		"keys.md":         func(w io.Writer) error { return Keys(w, Markdown, keys, now, Style{}) },
		"keys.json":       func(w io.Writer) error { return Keys(w, JSON, keys, now, Style{}) },
		"drift.txt":       func(w io.Writer) error { return Drift(w, Text, drift, "production", Style{}) },
		"drift.color.txt": func(w io.Writer) error { return Drift(w, Text, drift, "production", Style{Color: true}) },
		"drift.md":        func(w io.Writer) error { return Drift(w, Markdown, drift, "production", Style{}) },
		"drift.json":      func(w io.Writer) error { return Drift(w, JSON, drift, "production", Style{}) },
		"drift.none.txt":  func(w io.Writer) error { return Drift(w, Text, whole, "production", Style{}) },
		"drift.none.md":   func(w io.Writer) error { return Drift(w, Markdown, whole, "production", Style{}) },
		"drift.none.json": func(w io.Writer) error { return Drift(w, JSON, whole, "production", Style{}) },
		"audit.txt":       func(w io.Writer) error { return Audit(w, Text, entries, Style{}) },
		"audit.md":        func(w io.Writer) error { return Audit(w, Markdown, entries, Style{}) },
		"audit.json":      func(w io.Writer) error { return Audit(w, JSON, entries, Style{}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, name, render(t, write))
		})
	}
}

func exampleKeys() ([]Key, time.Time) {
	now := time.Date(2026, 11, 23, 13, 0, 5, 0, time.UTC)
	ours := release.KeyOwner{Catalog: "igny8", Target: "production", Release: 3}
	status := func(name string, pinned, latest int, owner release.KeyOwner, gone ...int) release.KeyStatus {
		s := release.KeyStatus{
			KeyUse: release.KeyUse{Integration: name, Ref: resource.KeyRef{Path: "platform/" + name, Field: "api_key"}},
			Pin:    release.Pin{Version: pinned}, Latest: latest, State: release.KeyState{Current: latest, Owner: owner},
		}
		for n := 1; n <= latest; n++ {
			s.State.Versions = append(s.State.Versions, release.KeyVersion{Number: n, Created: now.AddDate(0, -n, 0)})
		}
		for _, n := range gone {
			s.State.Versions[n-1].Destroyed = true
		}
		return s
	}
	var keys []Key
	for _, s := range []release.KeyStatus{
		status("anthropic", 2, 2, ours), status("bakery", 0, 1, release.KeyOwner{Catalog: "bakery", Target: "live"}),
		status("openai", 1, 3, ours, 1), status("runware", 0, 0, release.KeyOwner{}),
	} {
		keys = append(keys, KeyOf(&s, "igny8", "production"))
	}
	return keys, now
}

func exampleDrift() *release.Drift {
	id := func(kind, name string) resource.ID { return resource.ID{Kind: kind, Name: name} }
	key := func(pairs ...string) (columns []release.KeyColumn) {
		for i := 0; i < len(pairs); i += 2 {
			columns = append(columns, release.KeyColumn{Name: pairs[i], Value: pairs[i+1]})
		}
		return columns
	}
	return &release.Drift{
		Release: release.Release{Number: 3},
		Differences: []release.Difference{
			{Problem: release.TruthDamaged, Table: "documents", ID: id("Module", "seo"), Key: key("digest", "sha256:0123")},
			{Problem: release.RowChanged, Table: "model_prices", ID: id("Model", "openai/gpt"), Key: key("model", "openai/gpt", "position", "1"),
				Columns: []release.ColumnDifference{{Column: "input", Want: "2.5", Got: "3"}, {Column: "rates", Field: "rates", Want: map[string]any{"a": "1"}, Got: nil}}},
			{Problem: release.RowMissing, Table: "modules", ID: id("Module", "linker"), Key: key("name", "linker")},
			{Problem: release.RowChanged, Table: "prompts", ID: id("Prompt", "ideas"), Key: key("name", "ideas"),
				Columns: []release.ColumnDifference{{Column: "template", Field: "template", Want: "Write ten ideas about {keyword}.\nNo lists.\n", Got: "Write <b>ten</b> good ideas about {keyword}.\nNo lists.\n"},
					{Column: "active", Field: "active", Want: true, Got: false}}},
			{Problem: release.RowExtra, Table: "prompts", ID: id("Prompt", "\x1b[31mred"), Key: key("name", "\x1b[31mred")},
			{Problem: release.TableMissing, Table: "settings"},
			{Problem: release.TableMissing, Table: "strategies", Columns: []release.ColumnDifference{{Column: "profile"}, {Column: "category"}}},
		},
		Keys: []release.KeyDrift{
			{Problem: release.KeyNewer, Integration: "openai", Ref: "vault:platform/openai#api_key", Pinned: 1, Latest: 3},
			{Problem: release.KeyGone, Integration: "anthropic", Ref: "vault:platform/anthropic#api_key", Pinned: 2},
			{Problem: release.KeyGone, Integration: "bria", Ref: "vault:platform/bria#api_key", Pinned: 2, Latest: 4},
			{Problem: release.KeyUnpinned, Integration: "runware", Ref: "vault:platform/runware#api_key", Latest: 1},
			{Problem: release.KeyForeign, Integration: "runware", Ref: "vault:platform/runware#api_key", Latest: 1, Owner: "bakery/live"},
		},
	}
}
