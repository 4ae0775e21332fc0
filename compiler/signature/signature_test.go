package signature

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"slices"
	"strings"
	"testing"
)

func newKey(t *testing.T) PrivateKey {
	t.Helper()
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ParsePrivateKey(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

var shop = Subject{Catalog: "shop", Digest: "sha256:" + strings.Repeat("ab", 32)}

func TestVerify(t *testing.T) {
	ci, release, stranger := newKey(t), newKey(t), newKey(t)
	pemOfRelease := "-----BEGIN PUBLIC KEY-----\n" + release.Public() + "\n-----END PUBLIC KEY-----\n"
	listed := map[string]string{"ci": ci.Public(), "release": pemOfRelease, "also-ci": ci.Public()}
	sign := func(s Subject, keys ...PrivateKey) json.RawMessage {
		var envelope json.RawMessage
		for _, key := range keys {
			var err error
			if envelope, err = Sign(s, key, envelope); err != nil {
				t.Fatal(err)
			}
		}
		return envelope
	}
	other := shop
	other.Digest = "sha256:" + strings.Repeat("cd", 32)
	otherName := shop
	otherName.Catalog = "bakery"
	tests := map[string]struct {
		envelope json.RawMessage
		signers  map[string]string
		want     []string
		failure  error
	}{
		"one signer":                   {sign(shop, release), listed, []string{"release"}, nil},
		"two names of a key":           {sign(shop, ci), listed, []string{"also-ci", "ci"}, nil},
		"two signers":                  {sign(shop, release, ci), listed, []string{"also-ci", "ci", "release"}, nil},
		"signed twice":                 {sign(shop, release, release), listed, []string{"release"}, nil},
		"a stranger beside":            {sign(shop, stranger, release), listed, []string{"release"}, nil},
		"a stranger":                   {sign(shop, stranger), listed, nil, ErrNotAccepted},
		"nobody listed":                {sign(shop, ci), nil, nil, ErrNotAccepted},
		"no signature":                 {nil, listed, nil, ErrUnsigned},
		"another bundle":               {sign(other, ci), listed, nil, ErrNotAccepted},
		"another catalogue":            {sign(otherName, ci), listed, nil, ErrNotAccepted},
		"another bundle's are dropped": {sign(shop, stranger), listed, nil, ErrNotAccepted},
		"no JSON":                      {json.RawMessage("{"), listed, nil, ErrNotAccepted},
		"no signatures":                {json.RawMessage(`{"payloadType":"application/vnd.in-toto+json","payload":"e30="}`), listed, nil, ErrNotAccepted},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Verify(shop, test.envelope, test.signers)
			if !errors.Is(err, test.failure) || !slices.Equal(got, test.want) {
				t.Errorf("got %v and %v, want %v and %v", got, err, test.want, test.failure)
			}
		})
	}
}

func TestEveryByteOfAnEnvelopeCounts(t *testing.T) {
	key := newKey(t)
	envelope, err := Sign(shop, key, nil)
	if err != nil {
		t.Fatal(err)
	}
	signers := map[string]string{"ci": key.Public()}
	for i := range envelope {
		changed := slices.Clone(envelope)
		changed[i] ^= 1
		if names, err := Verify(shop, changed, signers); err == nil && !harmless(t, envelope, changed) {
			t.Errorf("byte %d (%q) was changed, and %v is said to have signed it", i, envelope[i], names)
		}
	}
}

// harmless reports whether two envelopes say the same of the bundle: the id of a
// key is a hint only.
func harmless(t *testing.T, a, b json.RawMessage) bool {
	t.Helper()
	type hinted struct {
		PayloadType string `json:"payloadType"`
		Payload     string `json:"payload"`
		Signatures  []struct {
			Sig string `json:"sig"`
		} `json:"signatures"`
	}
	var one, two hinted
	if json.Unmarshal(a, &one) != nil || json.Unmarshal(b, &two) != nil || len(two.Signatures) != 1 {
		return false
	}
	first, err1 := base64.StdEncoding.DecodeString(one.Signatures[0].Sig)
	second, err2 := base64.StdEncoding.DecodeString(two.Signatures[0].Sig)
	payload1, err3 := base64.StdEncoding.DecodeString(one.Payload)
	payload2, err4 := base64.StdEncoding.DecodeString(two.Payload)
	return errors.Join(err1, err2, err3, err4) == nil && string(first) == string(second) && string(payload1) == string(payload2) && one.PayloadType == two.PayloadType
}

func TestKeysThatAreNone(t *testing.T) {
	for _, text := range []string{"", "secret", "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n", "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0\n-----END RSA PRIVATE KEY-----\n"} {
		if _, err := ParsePrivateKey([]byte(text)); err == nil || strings.Contains(err.Error(), "c2VjcmV0") {
			t.Errorf("%q: got %v, want an error that does not show it", text, err)
		}
		if _, err := ParsePublicKey(text); err == nil {
			t.Errorf("%q is taken for a public key", text)
		}
	}
}
