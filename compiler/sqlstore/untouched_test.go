package sqlstore

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/release/storetest"
)

// snapshot returns the digests of all files below a folder.
func snapshot(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		files[filepath.Base(path)] = bundle.DigestOf(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func expectSame(t *testing.T, before, after map[string]string) {
	t.Helper()
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("the files changed (-before +after):\n%s", diff)
	}
}

// inSession opens a store, does something and closes it.
func inSession(t *testing.T, path string, mode Mode, f func(*Store)) {
	t.Helper()
	store, err := Open(context.Background(), "sqlite:"+path, kinds.All(), mode)
	if err != nil {
		t.Fatal(err)
	}
	f(store)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnlyCreatesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "not", "there", "catalogc.db")
	inSession(t, path, ReadOnly, func(store *Store) {
		if number := publishedNumber(t, store); number != 0 {
			t.Errorf("a missing file has release %d", number)
		}
		if list, err := store.Releases(context.Background(), 0); err != nil || len(list) != 0 {
			t.Errorf("got %v and %v, want no releases", list, err)
		}
		if made := planned(t, store, storetest.Bundle(t, storetest.Module("seo", true))); len(made.Changes) != 1 {
			t.Errorf("got %v, want one change", made.Changes)
		}
	})
	if _, err := os.Stat(filepath.Join(folder, "not")); err == nil {
		t.Error("the folder was created")
	}
	empty := filepath.Join(folder, "empty.db")
	writeFile(t, empty, "")
	before := snapshot(t, folder)
	inSession(t, empty, ReadOnly, func(store *Store) { publishedNumber(t, store) })
	expectSame(t, before, snapshot(t, folder))
}

func TestReadOnlyChangesNothing(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "a folder? 100% #1")
	path := filepath.Join(folder, "catalogc.db")
	inSession(t, path, ReadWrite, func(store *Store) {
		publish(t, store, storetest.Bundle(t, storetest.Module("seo", true)))
	})
	before := snapshot(t, folder)
	read := func(store *Store) {
		if number := publishedNumber(t, store); number != 1 {
			t.Errorf("release %d is live, want 1", number)
		}
	}
	inSession(t, path, ReadOnly, read)
	expectSame(t, before, snapshot(t, folder))

	link := filepath.Join(t.TempDir(), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	inSession(t, link, ReadOnly, read)
	expectSame(t, before, snapshot(t, folder))

	// Where the user may not write. For the superuser it is as before.
	for name, mode := range map[string]fs.FileMode{path: 0o444, folder: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(folder, 0o755) })
	inSession(t, path, ReadOnly, read)
	expectSame(t, before, snapshot(t, folder))
}

// TestReadOnlyAfterKill reads a release that a killed publisher left in the
// write-ahead log, and leaves it there.
func TestReadOnlyAfterKill(t *testing.T) {
	t.Parallel()
	live, left := t.TempDir(), t.TempDir()
	store := open(t, filepath.Join(live, "catalogc.db"), ReadWrite)
	publish(t, store, storetest.Bundle(t, storetest.Module("seo", true)))
	for _, name := range []string{"catalogc.db", "catalogc.db-wal"} {
		data, err := os.ReadFile(filepath.Join(live, name))
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(left, name), string(data))
	}
	before := snapshot(t, left)
	inSession(t, filepath.Join(left, "catalogc.db"), ReadOnly, func(store *Store) {
		if number := publishedNumber(t, store); number != 1 {
			t.Errorf("release %d is live, want 1", number)
		}
	})
	after := snapshot(t, left)
	delete(after, "catalogc.db-shm") // SQLite's index of the log, which holds no data
	expectSame(t, before, after)
}

func TestNoChangeWritesNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	path := filepath.Join(folder, "catalogc.db")
	want := storetest.Bundle(t, storetest.Module("seo", true), storetest.Prompt("ideas", 1, "Ten ideas"))
	inSession(t, path, ReadWrite, func(store *Store) { publish(t, store, want) })
	before := snapshot(t, folder)
	inSession(t, path, ReadWrite, func(store *Store) {
		if r := publish(t, store, want); r.Number != 1 {
			t.Errorf("got release %d, want 1", r.Number)
		}
		log, err := os.Stat(path + "-wal")
		if err == nil && log.Size() > 0 {
			t.Errorf("%d bytes were written to the log", log.Size())
		}
	})
	expectSame(t, before, snapshot(t, folder))
}
