package sqlstore

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
)

const outcomes = "SELECT coalesce(outcome, 'open'), coalesce(release, 0) FROM publish_journal ORDER BY id"

// TestFailingStatement lets the last statements of a release fail.
func TestFailingStatement(t *testing.T) {
	t.Parallel()
	for _, table := range []string{"documents", "entries", "modules", "audit_log"} {
		t.Run(table, func(t *testing.T) {
			t.Parallel()
			store := open(t, filepath.Join(t.TempDir(), "catalogc.db"), ReadWrite)
			history(t, store)
			before := dump(t, store)
			execute(t, store.db, "CREATE TRIGGER broken BEFORE INSERT ON "+table+" BEGIN SELECT RAISE(ABORT, 'broken on purpose'); END")
			want := storetest.Bundle(t, storetest.Module("seo", false))
			made := planned(t, store, want)
			_, err := publisher(store).Publish(context.Background(), made)
			if err == nil || !strings.Contains(err.Error(), "broken on purpose") || !strings.Contains(err.Error(), store.path) {
				t.Fatalf("got %v, want the failure and the path", err)
			}
			if number := publishedNumber(t, store); number != 2 {
				t.Errorf("release %d is live, want 2", number)
			}
			if diff := cmp.Diff(before, dump(t, store)); diff != "" {
				t.Errorf("the projection changed (-before +after):\n%s", diff)
			}
			execute(t, store.db, "DROP TRIGGER broken")
			if r, err := publisher(store).Publish(context.Background(), made); err != nil || r.Number != 3 {
				t.Errorf("again: got %v and %v, want release 3", r, err)
			}
			journal := []string{"published | 1", "published | 2", "failed | 0", "published | 3"}
			if diff := cmp.Diff(journal, rowsOf(t, store.db, outcomes)); diff != "" {
				t.Errorf("the journal differs (-want +got):\n%s", diff)
			}
		})
	}
}

// killedPath tells a process that this test starts which target to publish to.
const killedPath = "CATALOGC_TEST_KILLED_PATH"

// TestKilled kills a publisher that has written its release but not committed.
func TestKilled(t *testing.T) {
	if path := os.Getenv(killedPath); path != "" {
		publishUntilKilled(t, path)
		return
	}
	t.Parallel()
	path := filepath.Join(t.TempDir(), "catalogc.db")
	store := open(t, path, ReadWrite)
	history(t, store)
	before := dump(t, store)

	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	process := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestKilled$")
	process.Env = append(os.Environ(), killedPath+"="+path)
	output, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := output.Read(make([]byte, 1)); err != nil { // it holds the lock
		t.Fatal(err)
	}
	want := storetest.Bundle(t, storetest.Module("seo", false))
	_, err = publisher(store).Publish(context.Background(), planned(t, store, want))
	var locked *release.LockedError
	if !errors.As(err, &locked) || locked.Holder != "bob@desk (process "+strconv.Itoa(process.Process.Pid)+")" {
		t.Errorf("got %v, want the lock to be held by bob@desk and its process", err)
	}
	if err := process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = process.Wait() // it says that it was killed

	if number := publishedNumber(t, store); number != 2 {
		t.Errorf("release %d is live, want 2", number)
	}
	if diff := cmp.Diff(before, dump(t, store)); diff != "" {
		t.Errorf("the projection changed (-before +after):\n%s", diff)
	}
	if r := publish(t, store, want); r.Number != 3 {
		t.Errorf("got release %d, want 3", r.Number)
	}
	journal := []string{"published | 1", "published | 2", "abandoned | 0", "published | 3"}
	if diff := cmp.Diff(journal, rowsOf(t, store.db, outcomes)); diff != "" {
		t.Errorf("the journal differs (-want +got):\n%s", diff)
	}
}

func publishUntilKilled(t *testing.T, path string) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	store, err := Open(ctx, "sqlite:"+path, kinds.All(), ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	made := planned(t, store, storetest.Bundle(t, storetest.Module("seo", false)))
	begun, err := store.Begin(ctx, release.Intent{Base: made.Base, Plan: made.Digest, Holder: "bob@desk", At: storetest.Start()})
	if err != nil {
		t.Fatal(err)
	}
	next := release.Release{Number: 3, Digest: made.Bundle, PlanDigest: made.Digest}
	c := release.Commit{Release: next, Changes: made.Changes}
	if err := store.publish(ctx, begun.(*transaction).x, begun.(*transaction).intent, &c); err != nil {
		t.Fatal(err)
	}
	os.Stdout.WriteString("written, not committed\n")
	<-ctx.Done()
}
