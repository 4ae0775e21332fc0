// Package signature signs bundles and finds out who signed one: what goes in is
// a bundle's digest and an Ed25519 key, what comes out is a DSSE envelope.
//
// The envelope holds an in-toto statement whose subject is the bundle's digest
// and not the bundle itself, so that a saved plan can carry it: the digest is
// that of all documents, and a plan that leads to another bundle is refused.
//
// Sources: https://github.com/secure-systems-lab/dsse (envelope) and
// https://github.com/in-toto/attestation/tree/main/spec/v1 (statement).
package signature

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
)

const (
	payloadType   = "application/vnd.in-toto+json"
	statementType = "https://in-toto.io/Statement/v1"
	predicateType = "https://github.com/igny8/catalogc/bundle/v1"
)

// ErrUnsigned says that a bundle has no signature.
var ErrUnsigned = errors.New("the bundle is not signed")

// ErrNotAccepted says that a bundle's signature is of nobody who is listed, or
// is about another bundle.
var ErrNotAccepted = errors.New("the signature is not accepted")

// statement is an in-toto statement about one bundle.
type statement struct {
	Type          string    `json:"_type"`
	Subject       []subject `json:"subject"`
	PredicateType string    `json:"predicateType"`
	Predicate     predicate `json:"predicate"`
}

type subject struct {
	Name   string            `json:"name"`
	Digest map[string]string `json:"digest"`
}

type predicate struct {
	Format  int    `json:"format"`
	Catalog string `json:"catalog"`
}

// Subject is what is signed: the bundle of a catalogue.
type Subject struct {
	Catalog string
	// Digest is that of the bundle, as sha256:….
	Digest string
}

func (s Subject) statement() statement {
	return statement{
		Type:          statementType,
		Subject:       []subject{{Name: s.Catalog, Digest: map[string]string{"sha256": strings.TrimPrefix(s.Digest, "sha256:")}}},
		PredicateType: predicateType,
		Predicate:     predicate{Format: 1, Catalog: s.Catalog},
	}
}

// Sign returns the envelope of a signature of a subject, as JSON. Where an
// envelope is given whose signatures are about the same subject, they are kept.
func Sign(s Subject, key PrivateKey, envelope json.RawMessage) (json.RawMessage, error) {
	payload, err := json.Marshal(s.statement())
	if err != nil {
		return nil, fmt.Errorf("sign bundle: %w", err)
	}
	signer, err := dsse.NewEnvelopeSigner(key)
	if err != nil {
		return nil, fmt.Errorf("sign bundle: %w", err)
	}
	signed, err := signer.SignPayload(context.Background(), payloadType, payload)
	if err != nil {
		return nil, fmt.Errorf("sign bundle: %w", err)
	}
	if len(envelope) > 0 {
		var old dsse.Envelope
		if err := json.Unmarshal(envelope, &old); err != nil {
			return nil, fmt.Errorf("sign bundle: the signature it has is damaged: %w", err)
		}
		for _, other := range old.Signatures {
			if old.Payload == signed.Payload && old.PayloadType == signed.PayloadType && other.KeyID != signed.Signatures[0].KeyID {
				signed.Signatures = append(signed.Signatures, other)
			}
		}
	}
	return json.Marshal(signed)
}

// Verify returns the names of the signers whose signatures of a subject an
// envelope holds, sorted: at least one. signers are public keys by name, as
// ParsePublicKey reads them. The error wraps ErrUnsigned or ErrNotAccepted.
func Verify(s Subject, envelope json.RawMessage, signers map[string]string) ([]string, error) {
	if len(envelope) == 0 {
		return nil, ErrUnsigned
	}
	var signed dsse.Envelope
	if err := json.Unmarshal(envelope, &signed); err != nil {
		return nil, fmt.Errorf("%w: the envelope is damaged: %w", ErrNotAccepted, err)
	}
	names := map[string][]string{} // by key: one key may have two names
	var verifiers []dsse.Verifier
	for _, name := range slices.Sorted(maps.Keys(signers)) {
		key, err := ParsePublicKey(signers[name])
		if err != nil {
			return nil, fmt.Errorf("signer %q: %w", name, err)
		}
		if names[key.id] == nil {
			verifiers = append(verifiers, key)
		}
		names[key.id] = append(names[key.id], name)
	}
	verifier, err := dsse.NewEnvelopeVerifier(verifiers...)
	if err != nil {
		return nil, fmt.Errorf("%w: no signer is listed", ErrNotAccepted)
	}
	accepted, err := verifier.Verify(context.Background(), &signed)
	if err != nil || len(accepted) == 0 {
		return nil, fmt.Errorf("%w: it is of none of: %s", ErrNotAccepted, strings.Join(slices.Sorted(maps.Keys(signers)), ", "))
	}
	if err := about(&signed, s); err != nil {
		return nil, err
	}
	var found []string
	for _, key := range accepted {
		found = append(found, names[key.KeyID]...)
	}
	slices.Sort(found)
	return found, nil
}

// about checks that an envelope speaks of a subject.
func about(signed *dsse.Envelope, s Subject) error {
	payload, err := signed.DecodeB64Payload()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotAccepted, err)
	}
	var said statement
	if err := json.Unmarshal(payload, &said); err != nil || signed.PayloadType != payloadType {
		return fmt.Errorf("%w: it is not about a bundle", ErrNotAccepted)
	}
	want := s.statement()
	switch {
	case said.Type != want.Type || said.PredicateType != want.PredicateType || said.Predicate.Format != want.Predicate.Format || len(said.Subject) != 1:
		return fmt.Errorf("%w: it is not about a bundle", ErrNotAccepted)
	case said.Subject[0].Digest["sha256"] != want.Subject[0].Digest["sha256"] || said.Predicate.Catalog != s.Catalog:
		return fmt.Errorf("%w: it is about another bundle (%s, sha256:%s)", ErrNotAccepted, said.Subject[0].Name, said.Subject[0].Digest["sha256"])
	}
	return nil
}
