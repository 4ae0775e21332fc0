package keyfile

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/keystest"
	"github.com/igny8/catalogc/compiler/secret"
)

func TestSeal(t *testing.T) {
	one, oneRecipient := newIdentity(t)
	two, twoRecipient := newIdentity(t)
	other, otherRecipient := newIdentity(t)
	value := keystest.Value(t, "sealed")
	sealed, err := Seal(value, []string{oneRecipient, " " + twoRecipient + "\n"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(sealed, "-----BEGIN AGE ENCRYPTED FILE-----\n") || strings.Contains(sealed, keystest.Canary) {
		t.Errorf("got %q, want armored text", sealed)
	}
	file := filepath.Join(t.TempDir(), "identity.txt")
	if err := os.WriteFile(file, []byte(other+"\n"+two+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, identity := range map[string]string{"first": one, "second": two, "both": other + "\n" + one, "file": file} {
		if got, err := Unseal(sealed, identity); err != nil || !got.Equal(value) {
			t.Errorf("%s: got %v, want the value", name, err)
		}
	}
	_, err = Unseal(sealed, other)
	expectError(t, "other identity", err, release.ErrKeysSealed, otherRecipient, "CATALOGC_AGE_IDENTITY")
	_, err = Unseal(sealed, "")
	expectError(t, "no identity", err, release.ErrKeysSealed)
	for name, text := range map[string]string{
		"nothing": "", "plain": keystest.Canary, "half": sealed[:len(sealed)/2], "changed": strings.Replace(sealed, "Y", "Z", 2), "more": sealed + keystest.Canary,
	} {
		_, err := Unseal(text, one)
		expectError(t, name, err, nil, "unseal the key")
	}
}

func TestSealedTextMustBeAKey(t *testing.T) {
	identity, recipient := newIdentity(t)
	recipients, err := age.ParseRecipients(strings.NewReader(recipient))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing": "", "lines": keystest.Canary + "\n" + keystest.Canary, "too much": strings.Repeat(keystest.Canary, secret.MaxSize),
	} {
		var sealed strings.Builder
		if err := encrypt(&sealed, []byte(text), recipients); err != nil {
			t.Fatal(err)
		}
		_, err := Unseal(sealed.String(), identity)
		expectError(t, name, err, nil, "unseal the key: the key ")
	}
}

func TestRecipients(t *testing.T) {
	one, oneRecipient := newIdentity(t)
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	for identity, recipient := range map[string]string{one: oneRecipient, hybrid.String(): hybrid.Recipient().String()} {
		sealed, err := Seal(keystest.Value(t, "sealed"), []string{recipient})
		if err != nil {
			t.Fatal(err)
		}
		if value, err := Unseal(sealed, identity); err != nil || !value.Equal(keystest.Value(t, "sealed")) {
			t.Errorf("got %v, want the value", err)
		}
	}
}

func TestWrongRecipients(t *testing.T) {
	identity, good := newIdentity(t)
	for text, want := range map[string]string{
		identity: "this is an identity, which is secret", strings.ToLower(identity): "this is an identity",
		"ssh-ed25519 AAAA": "keys of SSH", keystest.Canary: "no public key of age", "": "no public key of age", good[:30]: `"` + good[:30] + `" is no public key`,
		good + "\n" + good: "is one line",
	} {
		_, err := Seal(keystest.Value(t, "sealed"), []string{good, text})
		expectError(t, text, err, nil, "recipient 2: ", want)
	}
	if _, err := Seal(keystest.Value(t, "sealed"), nil); err == nil {
		t.Error("no recipient is taken")
	}
	if _, err := Seal(secret.Value{}, []string{good}); err == nil {
		t.Error("no value is taken")
	}
}
