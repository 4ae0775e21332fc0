package compiler

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	_ "modernc.org/sqlite" // for the bare insert

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/sqlstore"
	"github.com/igny8/catalogc/compiler/testserver"
)

// BenchmarkPublish publishes a catalogue to an empty database, and beside it
// does the least that the same bytes take: an INSERT or a COPY of digest and body
// into one table in one transaction.
func BenchmarkPublish(b *testing.B) {
	tree, _ := benchTree(b)
	result, err := Compile(context.Background(), tree, Options{})
	if err != nil {
		b.Fatal(err)
	}
	want, err := bundle.Build(result.Catalog)
	if err != nil {
		b.Fatal(err)
	}
	var size int64
	for i := range want.Entries {
		size += int64(len(want.Entries[i].Body))
	}
	b.Run("sqlite/bare", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			bareInsert(b, want)
		}
	})
	b.Run("sqlite/publish", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			publishBench(b, "sqlite:"+filepath.Join(b.TempDir(), "catalogc.db"), want)
		}
	})
	b.Run("postgres/bare", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			bareCopy(b, want)
		}
	})
	b.Run("postgres/publish", func(b *testing.B) {
		b.SetBytes(size)
		for b.Loop() {
			b.StopTimer()
			address := testserver.Postgres(b)
			b.StartTimer()
			publishBench(b, address, want)
		}
	})
}

// publishBench measures Plan and Publish, which is what publishing takes beyond
// compiling.
func publishBench(b *testing.B, address string, want *bundle.Bundle) {
	b.Helper()
	b.StopTimer()
	store, err := sqlstore.Open(context.Background(), address, kinds.All(), sqlstore.ReadWrite)
	if err != nil {
		b.Fatal(err)
	}
	publisher := &release.Publisher{Store: store, Registry: kinds.All(), Now: time.Now, By: "bench", Compiler: "test"}
	b.StartTimer()
	planned, err := publisher.Plan(context.Background(), release.Wanted{Bundle: want}, plan.Context{Target: "local"})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := publisher.Publish(context.Background(), planned.Plan); err != nil {
		b.Fatal(err)
	}
	b.StopTimer()
	if err := store.Close(); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
}

func bareInsert(b *testing.B, want *bundle.Bundle) {
	b.Helper()
	b.StopTimer()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.TempDir(), "bare.db")+"?_pragma=journal_mode(WAL)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE bare (digest TEXT PRIMARY KEY, body TEXT) STRICT"); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
	tx, err := db.Begin()
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

func bareCopy(b *testing.B, want *bundle.Bundle) {
	b.Helper()
	b.StopTimer()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, testserver.Postgres(b))
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, "CREATE TABLE bare (digest TEXT PRIMARY KEY, body TEXT)"); err != nil {
		b.Fatal(err)
	}
	b.StartTimer()
	var text bytes.Buffer
	for i := range want.Entries {
		body := bytes.ReplaceAll(want.Entries[i].Body, []byte(`\`), []byte(`\\`))
		fmt.Fprintf(&text, "%s\t%s\n", want.Entries[i].Digest, body)
	}
	if _, err := conn.PgConn().CopyFrom(ctx, &text, "COPY bare FROM STDIN"); err != nil {
		b.Fatal(err)
	}
}
