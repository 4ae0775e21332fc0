package signature

import (
	"context"
	"crypto"
	"crypto/ed25519"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"strings"
)

// PrivateKey signs. It is a dsse.Signer.
type PrivateKey struct {
	key ed25519.PrivateKey
	id  string
}

// PublicKey checks signatures. It is a dsse.Verifier.
type PublicKey struct {
	key ed25519.PublicKey
	id  string
}

// ParsePrivateKey reads an Ed25519 key in PEM (PKCS #8), as
// `openssl genpkey -algorithm ed25519` writes it. Errors do not show it.
func ParsePrivateKey(text []byte) (PrivateKey, error) {
	block, _ := pem.Decode(text)
	if block == nil || block.Type != "PRIVATE KEY" {
		return PrivateKey{}, errors.New("the signing key is no PEM private key; `openssl genpkey -algorithm ed25519` writes one")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return PrivateKey{}, errors.New("the signing key is damaged: it is no PKCS #8 private key")
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return PrivateKey{}, errors.New("the signing key is not of Ed25519; `openssl genpkey -algorithm ed25519` writes one")
	}
	public, err := newPublicKey(key.Public().(ed25519.PublicKey))
	return PrivateKey{key: key, id: public.id}, err
}

// Public returns the public key, as ParsePublicKey reads it: one line of base64.
func (k PrivateKey) Public() string {
	der, err := x509.MarshalPKIXPublicKey(k.key.Public())
	if err != nil {
		return "" // a key that was parsed can be written
	}
	return base64.StdEncoding.EncodeToString(der)
}

// Sign implements dsse.Signer.
func (k PrivateKey) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(k.key, data), nil
}

// KeyID implements dsse.Signer.
func (k PrivateKey) KeyID() (string, error) { return k.id, nil }

// ParsePublicKey reads an Ed25519 public key: PEM, as `openssl pkey -pubout`
// writes it, or the one line of base64 within it.
func ParsePublicKey(text string) (PublicKey, error) {
	var der []byte
	if block, _ := pem.Decode([]byte(strings.TrimSpace(text) + "\n")); block != nil {
		der = block.Bytes
	} else if raw, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text)); err == nil {
		der = raw
	}
	parsed, err := x509.ParsePKIXPublicKey(der)
	key, ok := parsed.(ed25519.PublicKey)
	if err != nil || !ok {
		return PublicKey{}, errors.New("it is no Ed25519 public key; `openssl pkey -in KEY -pubout` prints one")
	}
	return newPublicKey(key)
}

// newPublicKey gives a key its id: the SHA-256 of its DER.
func newPublicKey(key ed25519.PublicKey) (PublicKey, error) {
	der, err := x509.MarshalPKIXPublicKey(key)
	sum := sha256.Sum256(der)
	return PublicKey{key: key, id: hex.EncodeToString(sum[:])}, err
}

// Verify implements dsse.Verifier.
func (k PublicKey) Verify(_ context.Context, data, signature []byte) error {
	if !ed25519.Verify(k.key, data, signature) {
		return errors.New("the signature does not fit")
	}
	return nil
}

// KeyID implements dsse.Verifier.
func (k PublicKey) KeyID() (string, error) { return k.id, nil }

// Public implements dsse.Verifier.
func (k PublicKey) Public() crypto.PublicKey { return k.key }
