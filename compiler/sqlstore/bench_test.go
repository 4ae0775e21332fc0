package sqlstore

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
)

const benchDocuments = 5000

// generated returns documents of about the size that real ones have: every
// third is a prompt, the others are models with a price.
func generated(t testing.TB, edition int) *bundle.Bundle {
	documents := make([]map[string]any, benchDocuments)
	text := strings.Repeat("Write about {keyword} for people who know nothing of it.\n", 30)
	for i := range documents {
		if i%3 == 0 {
			documents[i] = storetest.Prompt(fmt.Sprintf("prompt_%04d", i), edition, fmt.Sprintf("%d %d %s", edition, i, text))
			continue
		}
		documents[i] = map[string]any{
			"kind": "Model", "name": fmt.Sprintf("provider/model-%04d", i), "title": fmt.Sprintf("Model %d, edition %d", i, edition),
			"type": "text", "integration": "provider", "context_window": json.Number("128000"), "capabilities": []any{"tools", "vision"},
			"prices": []any{map[string]any{
				"from": "2026-01-01", "source": "https://example.com/pricing",
				"rates": map[string]any{"input": []any{map[string]any{"amount": "2.5"}}, "output": []any{map[string]any{"amount": "10"}}},
			}},
		}
	}
	return storetest.Bundle(t, documents...)
}

func BenchmarkPublishFirst(b *testing.B) {
	want := generated(b, 1)
	b.SetBytes(size(want))
	for b.Loop() {
		b.StopTimer()
		store := open(b, filepath.Join(b.TempDir(), "catalogc.db"), ReadWrite)
		made := planned(b, store, want)
		b.StartTimer()
		if _, err := publisher(store).Publish(context.Background(), made); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPublishAll changes every document.
func BenchmarkPublishAll(b *testing.B) {
	store := open(b, filepath.Join(b.TempDir(), "catalogc.db"), ReadWrite)
	for edition := 1; b.Loop(); edition++ {
		b.StopTimer()
		made := planned(b, store, generated(b, edition))
		b.StartTimer()
		if _, err := publisher(store).Publish(context.Background(), made); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPublishOne changes one document of many.
func BenchmarkPublishOne(b *testing.B) {
	store := open(b, filepath.Join(b.TempDir(), "catalogc.db"), ReadWrite)
	want := generated(b, 1)
	publish(b, store, want)
	for edition := 2; b.Loop(); edition++ {
		b.StopTimer()
		one := storetest.Bundle(b, storetest.Prompt("prompt_0000", edition, "Changed")).Entries[0]
		entries := append([]bundle.Entry{one}, want.Entries[:len(want.Entries)-1]...)
		for i := range entries[1:] {
			if entries[i+1].ID == one.ID {
				entries[i+1] = want.Entries[len(want.Entries)-1]
			}
		}
		made := planned(b, store, bundle.New("shop", entries))
		b.StartTimer()
		if _, err := publisher(store).Publish(context.Background(), made); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPlan(b *testing.B) {
	store := open(b, filepath.Join(b.TempDir(), "catalogc.db"), ReadWrite)
	want := generated(b, 1)
	publish(b, store, want)
	for b.Loop() {
		if _, err := publisher(store).Plan(context.Background(), release.Wanted{Bundle: want}, plan.Context{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBareInsert is what publishing is measured by: the same bytes, put
// into one table in one transaction.
func BenchmarkBareInsert(b *testing.B) {
	want := generated(b, 1)
	b.SetBytes(size(want))
	for b.Loop() {
		b.StopTimer()
		store := open(b, filepath.Join(b.TempDir(), "catalogc.db"), ReadWrite)
		execute(b, store.db, "CREATE TABLE bare (digest TEXT PRIMARY KEY, body TEXT) STRICT")
		b.StartTimer()
		tx, err := store.db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		insert, err := tx.Prepare("INSERT INTO bare VALUES ($1, $2)")
		if err != nil {
			b.Fatal(err)
		}
		for i := range want.Entries {
			if _, err := insert.Exec(want.Entries[i].Digest, string(want.Entries[i].Body)); err != nil {
				b.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
}

func size(b *bundle.Bundle) int64 {
	n := 0
	for i := range b.Entries {
		n += len(b.Entries[i].Body)
	}
	return int64(n)
}
