package sqlstore

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
	"github.com/igny8/catalogc/compiler/testserver"
)

func TestMain(m *testing.M) { testserver.Main(m) }

func TestConformance(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	path := func(t *testing.T) string {
		return filepath.Join(root, strings.ReplaceAll(t.Name(), "/", "_"), "catalogc.db")
	}
	storetest.Run(t, storetest.Backend{
		Open: func(t *testing.T) release.Store { return open(t, path(t), ReadWrite) },
		Execute: func(t *testing.T, text string) {
			db, err := sqliteDB(path(t), "rw", url.Values{"_foreign_keys": {"off"}})
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			execute(t, db, text)
		},
	})
}

func open(t testing.TB, path string, mode Mode) *Store {
	t.Helper()
	return openAddress(t, "sqlite:"+path, mode)
}

func openAddress(t testing.TB, address string, mode Mode) *Store {
	t.Helper()
	store, err := Open(context.Background(), address, kinds.All(), mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return store
}

// publisher publishes at nine in the morning.
func publisher(store release.Store) *release.Publisher {
	return &release.Publisher{Store: store, Now: storetest.Start, By: "ada@build", Compiler: "1.2.3"}
}

func planned(t testing.TB, store *Store, want *bundle.Bundle) *plan.Plan {
	t.Helper()
	made, err := publisher(store).Plan(context.Background(), release.Wanted{Bundle: want}, plan.Context{Target: "local", Revision: plan.Revision{Commit: "0123abcd"}})
	if err != nil {
		t.Fatal(err)
	}
	return made.Plan
}

func publish(t testing.TB, store *Store, want *bundle.Bundle) *release.Release {
	t.Helper()
	r, err := publisher(store).Publish(context.Background(), planned(t, store, want))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// rowsOf returns the rows of a query as text, values parted by " | ".
func rowsOf(t testing.TB, db *sql.DB, query string, args ...any) []string {
	t.Helper()
	rows, err := db.Query(query, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for rows.Next() {
		values := make([]sql.NullString, len(columns))
		targets := make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		texts := make([]string, len(columns))
		for i, value := range values {
			texts[i] = value.String
		}
		list = append(list, strings.Join(texts, " | "))
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

func execute(t testing.TB, db *sql.DB, statement string, args ...any) {
	t.Helper()
	if _, err := db.Exec(statement, args...); err != nil {
		t.Fatalf("%v\n%s", err, statement)
	}
}

// timeout is how long a test waits for another process.
const timeout = 20 * time.Second
