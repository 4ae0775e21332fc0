package keyfile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/keystest"
	"github.com/igny8/catalogc/compiler/resource"
)

var openai = resource.KeyRef{Path: "platform/openai", Field: "api_key"}

func noon() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 5, time.FixedZone("CET", 3600)) }

func openFile(t testing.TB, path, identity string) *Keys {
	t.Helper()
	keys, err := Open(Options{Path: path, Identity: identity, Now: noon})
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

func mustSet(t testing.TB, keys *Keys, text string, wantVersion int) {
	t.Helper()
	version, _, err := keys.Set(context.Background(), openai, keystest.Value(t, text), release.AnyVersion)
	if err != nil {
		t.Fatal(err)
	}
	if version != wantVersion {
		t.Fatalf("got version %d, want %d", version, wantVersion)
	}
}

// newIdentity returns an identity and its public half.
func newIdentity(t testing.TB) (identity, recipient string) {
	t.Helper()
	made, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return made.String(), made.Recipient().String()
}

// expectErrors checks that all that Keys can do fails alike.
func expectErrors(t testing.TB, keys *Keys, sentinel error, texts ...string) {
	t.Helper()
	ctx := context.Background()
	_, stateErr := keys.State(ctx, openai.Path)
	_, fieldsErr := keys.Fields(ctx, openai.Path, 1)
	_, _, setErr := keys.Set(ctx, openai, keystest.Value(t, "secret"), release.AnyVersion)
	for name, err := range map[string]error{
		"state": stateErr, "fields": fieldsErr, "set": setErr,
		"mark":    keys.Mark(ctx, openai.Path, release.KeyOwner{Release: 1}),
		"destroy": keys.Destroy(ctx, openai.Path, []int{1}),
	} {
		expectError(t, name, err, sentinel, texts...)
	}
}

func expectError(t testing.TB, name string, err, sentinel error, texts ...string) {
	t.Helper()
	if err == nil || sentinel != nil && !errors.Is(err, sentinel) {
		t.Errorf("%s: got %v, want %v", name, err, sentinel)
		return
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %q does not contain %q", name, err, text)
		}
	}
	for _, text := range []string{keystest.Canary, secretKeyMark + "1", "\n"} {
		if strings.Contains(err.Error(), text) {
			t.Errorf("%s: the error contains %q: %v", name, text, err)
		}
	}
}

func TestConformance(t *testing.T) {
	folders := map[string]string{}
	keystest.Run(t, func(t *testing.T) release.Keys {
		if folders[t.Name()] == "" {
			folders[t.Name()] = t.TempDir()
		}
		keys, err := Open(Options{Path: filepath.Join(folders[t.Name()], ".catalogc", "keys.age")})
		if err != nil {
			t.Fatal(err)
		}
		return keys
	})
}

func TestReadingMakesNothing(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "none")
	keys := openFile(t, filepath.Join(folder, "keys.age"), "not an identity\nat all")
	if state, err := keys.State(context.Background(), openai.Path); err != nil || state.Current != 0 {
		t.Errorf("got %+v and %v, want nothing", state, err)
	}
	if fields, err := keys.Fields(context.Background(), openai.Path, 1); err != nil || fields != nil {
		t.Errorf("got %q and %v, want nothing", fields, err)
	}
	if err := keys.Destroy(context.Background(), openai.Path, []int{1}); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want no folder", err)
	}
}

func TestFirstSetMakesAnIdentity(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "one", "two")
	keys := openFile(t, filepath.Join(folder, "keys.age"), "")
	mustSet(t, keys, "one", 1)
	identity := filepath.Join(folder, "identity.txt")
	before, err := os.ReadFile(identity)
	if err != nil {
		t.Fatal(err)
	}
	mustSet(t, keys, "two", 2)
	if after, _ := os.ReadFile(identity); string(after) != string(before) {
		t.Error("the second Set made another identity")
	}
	data, err := os.ReadFile(filepath.Join(folder, "keys.age"))
	if err != nil || !strings.HasPrefix(string(data), "-----BEGIN AGE ENCRYPTED FILE-----\n") {
		t.Errorf("got %.40q and %v, want an armored file", data, err)
	}
	state, err := keys.State(context.Background(), openai.Path)
	if want := time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC); err != nil || !state.Versions[0].Created.Equal(want) {
		t.Errorf("got %+v and %v, want a version of %s", state.Versions, err, want)
	}
	entries, _ := os.ReadDir(folder)
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
		info, err := entry.Info()
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(entry.Name(), ".lock") || runtime.GOOS == "windows" {
			continue
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %04o, want 0600", entry.Name(), info.Mode().Perm())
		}
	}
	if got := strings.Join(names, " "); got != "identity.txt keys.age keys.age.lock" {
		t.Errorf("the folder has %s", got)
	}
}

// TestDestroyedValuesAreGone looks into the file itself.
func TestDestroyedValuesAreGone(t *testing.T) {
	identity, _ := newIdentity(t)
	keys := openFile(t, filepath.Join(t.TempDir(), "keys.age"), identity)
	mustSet(t, keys, "one", 1)
	mustSet(t, keys, "two", 2)
	if err := keys.Destroy(context.Background(), openai.Path, []int{1}); err != nil {
		t.Fatal(err)
	}
	found, err := keys.read()
	if err != nil {
		t.Fatal(err)
	}
	versions := found.Paths[openai.Path].Versions
	if versions[0].Fields != nil || versions[1].Fields["api_key"] != keystest.Canary+"two" {
		t.Errorf("got %v and %v, want only the second value", versions[0].Fields, versions[1].Fields)
	}
}

func TestDeletedVersion(t *testing.T) {
	identity, _ := newIdentity(t)
	keys := openFile(t, filepath.Join(t.TempDir(), "keys.age"), identity)
	mustSet(t, keys, "one", 1)
	err := keys.change(context.Background(), openai.Path, func(c *content) (bool, error) {
		c.Paths[openai.Path].Versions[0].Deleted = true
		return true, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if state, err := keys.State(context.Background(), openai.Path); err != nil || state.Usable(1) || !state.Versions[0].Deleted {
		t.Errorf("got %+v and %v, want version 1 to be deleted", state, err)
	}
	if fields, err := keys.Fields(context.Background(), openai.Path, 1); err != nil || fields != nil {
		t.Errorf("got %q and %v, want none", fields, err)
	}
	mustSet(t, keys, "one", 2)
}

// TestLockIsWaitedFor has another process that holds the lock.
func TestLockIsWaitedFor(t *testing.T) {
	identity, _ := newIdentity(t)
	keys := openFile(t, filepath.Join(t.TempDir(), "keys.age"), identity)
	mustSet(t, keys, "one", 1)
	unlock, err := keys.lock(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, _, err := keys.Set(ctx, openai, keystest.Value(t, "two"), 1); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want context.DeadlineExceeded", err)
	}
	// Readers do not wait.
	if state, err := keys.State(context.Background(), openai.Path); err != nil || state.Current != 1 {
		t.Errorf("got %+v and %v, want version 1", state, err)
	}
	unlock()
	mustSet(t, keys, "two", 2)
}
