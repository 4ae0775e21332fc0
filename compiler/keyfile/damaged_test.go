package keyfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/igny8/catalogc/compiler/release/keystest"
)

func TestDamagedFiles(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "keys.age")
	identity, recipient := newIdentity(t)
	mustSet(t, openFile(t, path, identity), "one", 1)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	seal := func(text string) string {
		recipients, err := age.ParseRecipients(strings.NewReader(recipient))
		if err != nil {
			t.Fatal(err)
		}
		var sealed strings.Builder
		if err := encrypt(&sealed, []byte(text), recipients); err != nil {
			t.Fatal(err)
		}
		return sealed.String()
	}
	for name, text := range map[string]string{
		"empty": "", "torn": string(whole[:len(whole)/2]), "torn at the end": string(whole[:len(whole)-60]), "plain": keystest.Canary + "\n",
		"plain after": string(whole) + keystest.Canary, "changed": strings.Replace(string(whole), "A", "B", 3),
		"foreign": seal(keystest.Canary), "other JSON": seal(`{"api_key":"` + keystest.Canary + `"}`), "later": seal(`{"format":2,"paths":{"` + keystest.Canary + `":1}}`),
		"unknown field": seal(`{"format":1,"more":"` + keystest.Canary + `"}`), "null path": seal(`{"format":1,"paths":{"a":null}}`),
		"no versions": seal(`{"format":1,"paths":{"a":{}}}`), "null version": seal(`{"format":1,"paths":{"a":{"versions":[null]}}}`),
	} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			expectErrors(t, openFile(t, path, identity), nil, "open "+path)
			if after, _ := os.ReadFile(path); string(after) != text {
				t.Error("the file was changed")
			}
		})
	}
	if err := os.WriteFile(path, []byte(seal(`{"format":1}`)), 0o600); err != nil {
		t.Fatal(err)
	}
	mustSet(t, openFile(t, path, identity), "one", 1)
}
