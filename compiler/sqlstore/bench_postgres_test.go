package sqlstore

import (
	"bytes"
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/release/storetest"
	"github.com/igny8/catalogc/compiler/testserver"
)

func BenchmarkPostgresPublishFirst(b *testing.B) {
	want := generated(b, 1)
	b.SetBytes(size(want))
	for b.Loop() {
		b.StopTimer()
		store := openAddress(b, testserver.Postgres(b), ReadWrite)
		made := planned(b, store, want)
		b.StartTimer()
		if _, err := publisher(store).Publish(context.Background(), made); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPostgresPublishAll changes every document.
func BenchmarkPostgresPublishAll(b *testing.B) {
	store := openAddress(b, testserver.Postgres(b), ReadWrite)
	for edition := 1; b.Loop(); edition++ {
		b.StopTimer()
		made := planned(b, store, generated(b, edition))
		b.StartTimer()
		if _, err := publisher(store).Publish(context.Background(), made); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPostgresPublishOne changes one document of many.
func BenchmarkPostgresPublishOne(b *testing.B) {
	store := openAddress(b, testserver.Postgres(b), ReadWrite)
	want := generated(b, 1)
	publish(b, store, want)
	for edition := 2; b.Loop(); edition++ {
		b.StopTimer()
		one := storetest.Bundle(b, storetest.Prompt("prompt_0000", edition, "Changed"))
		made := planned(b, store, replaced(want, one.Entries[0]))
		b.StartTimer()
		if _, err := publisher(store).Publish(context.Background(), made); err != nil {
			b.Fatal(err)
		}
	}
}

// replaced returns a bundle with another content of one of its documents.
func replaced(b *bundle.Bundle, entry bundle.Entry) *bundle.Bundle {
	list := make([]bundle.Entry, len(b.Entries))
	for i := range b.Entries {
		list[i] = b.Entries[i]
		if list[i].ID == entry.ID {
			list[i] = entry
		}
	}
	return bundle.New("shop", list)
}

// BenchmarkPostgresBareCopy is what publishing is measured by: the same bytes,
// copied into one table in one transaction.
func BenchmarkPostgresBareCopy(b *testing.B) {
	ctx := context.Background()
	want := generated(b, 1)
	b.SetBytes(size(want))
	for b.Loop() {
		b.StopTimer()
		conn, err := pgx.Connect(ctx, testserver.Postgres(b))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := conn.Exec(ctx, "CREATE TABLE bare (digest TEXT PRIMARY KEY, body TEXT)"); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		var text bytes.Buffer
		for i := range want.Entries {
			text.WriteString(want.Entries[i].Digest)
			text.WriteByte('\t')
			writeEscaped(&text, string(want.Entries[i].Body))
			text.WriteByte('\n')
		}
		tx, err := conn.Begin(ctx)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := conn.PgConn().CopyFrom(ctx, &text, "COPY bare FROM STDIN"); err != nil {
			b.Fatal(err)
		}
		if err := tx.Commit(ctx); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := conn.Close(ctx); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}
