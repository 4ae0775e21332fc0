package sqlstore

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
)

func TestOpenRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		// make prepares the file and returns the address.
		make  func(t *testing.T, path string) string
		modes []Mode
		want  error
		says  []string
	}{
		{"an unknown database", func(t *testing.T, path string) string { return "mysql://ada:secret@host/db" },
			[]Mode{ReadOnly, ReadWrite}, ErrAddress, []string{"sqlite:PATH"}},
		{"no path", func(t *testing.T, path string) string { return "sqlite:" },
			[]Mode{ReadOnly, ReadWrite}, ErrAddress, nil},
		{"a text file", func(t *testing.T, path string) string {
			writeFile(t, path, strings.Repeat("kind: Settings\n", 100))
			return "sqlite:" + path
		}, []Mode{ReadOnly, ReadWrite}, ErrNotDatabase, []string{"not a database of SQLite", "choose another path"}},
		{"a folder", func(t *testing.T, path string) string { return "sqlite:" + filepath.Dir(path) },
			[]Mode{ReadOnly, ReadWrite}, ErrCannotOpen, []string{"it is a folder"}},
		{"a path below a file", func(t *testing.T, path string) string {
			writeFile(t, path, "")
			return "sqlite:" + filepath.Join(path, "catalogc.db")
		}, []Mode{ReadOnly, ReadWrite}, ErrCannotOpen, nil},
		{"another program's database", func(t *testing.T, path string) string {
			foreign(t, path)
			return "sqlite:" + path
		}, []Mode{ReadOnly, ReadWrite}, ErrForeign, []string{`it has the table "users" and none of catalogc's`}},
		{"a newer schema", func(t *testing.T, path string) string {
			setVersion(t, path, "INSERT INTO catalogc_schema (version_id, is_applied) VALUES (99, 1)")
			return "sqlite:" + path
		}, []Mode{ReadOnly, ReadWrite}, ErrSchemaVersion, []string{"version 99", "up to version 2", "install a newer catalogc"}},
		{"an older schema", func(t *testing.T, path string) string {
			setVersion(t, path, "DELETE FROM catalogc_schema WHERE version_id > 0")
			return "sqlite:" + path
		}, []Mode{ReadOnly}, ErrSchemaVersion, []string{"version 0", "reads version 2", "catalogc rebuild"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			path := filepath.Join(folder, "target.db")
			address := test.make(t, path)
			before := snapshot(t, folder)
			for _, mode := range test.modes {
				store, err := Open(context.Background(), address, kinds.All(), mode)
				if err == nil {
					store.Close()
				}
				if !errors.Is(err, test.want) {
					t.Fatalf("got %v, want %v", err, test.want)
				}
				for _, says := range append(test.says, strings.TrimPrefix(address, "mysql://ada:secret@host/db")) {
					if !strings.Contains(err.Error(), strings.TrimPrefix(says, "sqlite:")) {
						t.Errorf("got %q, want it to say %q", err, says)
					}
				}
				if strings.Contains(err.Error(), "secret") {
					t.Errorf("got %q, which repeats the password", err)
				}
			}
			expectSame(t, before, snapshot(t, folder))
		})
	}
}

func TestDiskFull(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadWrite)
	store.db.SetMaxOpenConns(1) // the limit is that of a connection
	first := storetest.Bundle(t, storetest.Module("seo", true))
	publish(t, store, first)
	execute(t, store.db, "PRAGMA max_page_count = 1") // which means as many as there are
	second := storetest.Bundle(t, storetest.Module("seo", true), storetest.Prompt("ideas", 1, strings.Repeat("Ten ideas. ", 10_000)))
	made := planned(t, store, second)
	_, err := publisher(store).Publish(context.Background(), made)
	if !errors.Is(err, ErrFull) || !strings.Contains(err.Error(), store.path) {
		t.Fatalf("got %v, want ErrFull and the path", err)
	}
	if number := publishedNumber(t, store); number != 1 {
		t.Errorf("release %d is live, want 1", number)
	}
	execute(t, store.db, "PRAGMA max_page_count = 100000")
	if r, err := publisher(store).Publish(context.Background(), made); err != nil || r.Number != 2 {
		t.Errorf("with room again: got %v and %v, want release 2", r, err)
	}
}

func TestReadOnlyDatabase(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "catalogc.db")
	store := open(t, path, ReadWrite)
	made := planned(t, store, storetest.Bundle(t, storetest.Module("seo", true)))
	reader := open(t, path, ReadOnly)
	if _, err := publisher(reader).Publish(context.Background(), made); !errors.Is(err, ErrReadOnly) {
		t.Errorf("opened for reading: got %v, want ErrReadOnly", err)
	}
	if err := reader.Rebuild(context.Background(), release.Actor{}); !errors.Is(err, ErrReadOnly) {
		t.Errorf("rebuild: got %v, want ErrReadOnly", err)
	}
	store.db.SetMaxOpenConns(1)
	execute(t, store.db, "PRAGMA query_only = ON") // as if the file could not be written
	_, err := publisher(store).Publish(context.Background(), made)
	if !errors.Is(err, ErrReadOnly) || !strings.Contains(err.Error(), path) {
		t.Errorf("got %v, want ErrReadOnly and the path", err)
	}
	execute(t, store.db, "PRAGMA query_only = OFF")
}

// TestLockedByOtherProgram is a lock that the journal knows nothing of.
func TestLockedByOtherProgram(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadWrite)
	made := planned(t, store, storetest.Bundle(t, storetest.Module("seo", true)))
	tx, err := store.db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	_, err = publisher(store).Publish(context.Background(), made)
	var locked *release.LockedError
	if !errors.As(err, &locked) || locked.Holder != "" {
		t.Errorf("got %v, want a LockedError without a holder", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

func foreign(t *testing.T, path string) {
	t.Helper()
	db, err := sqliteDB(path, "rwc", nil)
	if err != nil {
		t.Fatal(err)
	}
	execute(t, db, "CREATE TABLE users (id INTEGER)")
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func setVersion(t *testing.T, path, statement string) {
	t.Helper()
	store, err := Open(context.Background(), "sqlite:"+path, kinds.All(), ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	execute(t, store.db, statement)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

func publishedNumber(t *testing.T, store *Store) int {
	t.Helper()
	live, _, err := store.Live(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return live.Number
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
