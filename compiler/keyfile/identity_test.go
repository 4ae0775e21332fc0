package keyfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
)

func TestGivenIdentity(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "keys.age")
	old, _ := newIdentity(t)
	identity, recipient := newIdentity(t)
	file := filepath.Join(folder, "mine.txt")
	if err := os.WriteFile(file, []byte("# mine\r\n\n"+identity+"\r\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	mustSet(t, openFile(t, path, old), "one", 1)
	if _, err := os.Stat(filepath.Join(folder, "identity.txt")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v: an identity was made although one was given", err)
	}
	expectErrors(t, openFile(t, path, file), release.ErrKeysSealed, path, recipient, "CATALOGC_AGE_IDENTITY")
	// Both together rewrite it for both.
	mustSet(t, openFile(t, path, "  "+old+"\n"+identity+"\n"), "two", 2)
	for _, one := range []string{old, identity, file} {
		mustSet(t, openFile(t, path, one), "two", 2)
	}
}

func TestWrongIdentities(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "keys.age")
	mustSet(t, openFile(t, path, ""), "one", 1)
	identity, recipient := newIdentity(t)
	for name, text := range map[string]string{
		"cut off": identity[:40], "changed": strings.Replace(identity, "Q", "P", 1) + "Q", "public": recipient, "no file": filepath.Join(folder, "none"),
		"folder": folder, "lines": "a\nb", "space": " ",
	} {
		t.Run(name, func(t *testing.T) { expectErrors(t, openFile(t, path, text), release.ErrKeysSealed, path) })
	}
	file := filepath.Join(folder, "identity.txt")
	if runtime.GOOS != "windows" {
		if err := os.Chmod(file, 0o640); err != nil {
			t.Fatal(err)
		}
		expectErrors(t, openFile(t, path, ""), release.ErrKeysSealed, "others may read", "chmod 600 "+file)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	expectErrors(t, openFile(t, path, ""), release.ErrKeysSealed, "its identity is missing", file, "CATALOGC_AGE_IDENTITY")
	if _, err := os.Stat(file); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v: a new identity was made although the file has another", err)
	}
	if _, err := Open(Options{}); err == nil {
		t.Error("no path is taken")
	}
}

func TestNothingShowsTheIdentity(t *testing.T) {
	identity, _ := newIdentity(t)
	keys := openFile(t, "keys.age", identity)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q"} {
		if text := fmt.Sprintf(verb, keys); strings.Contains(text, secretKeyMark) {
			t.Errorf("%s shows it: %s", verb, text)
		}
	}
}
