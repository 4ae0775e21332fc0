package keyfile

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"filippo.io/age"
	"filippo.io/age/armor"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/secret"
)

// Seal encrypts a key to recipients, as text that may lie in a repository.
func Seal(value secret.Value, recipients []string) (string, error) {
	if value.IsZero() {
		return "", errors.New("there is no key to seal")
	}
	if len(recipients) == 0 {
		return "", errors.New("a key is sealed to at least one recipient, such as age1…")
	}
	var parsed []age.Recipient
	for i, text := range recipients {
		recipient, err := parseRecipient(text)
		if err != nil {
			return "", fmt.Errorf("recipient %d: %w", i+1, err)
		}
		parsed = append(parsed, recipient)
	}
	var sealed strings.Builder
	if err := encrypt(&sealed, []byte(value.Reveal()), parsed); err != nil {
		return "", fmt.Errorf("seal the key: %w", err)
	}
	return sealed.String(), nil
}

// Unseal decrypts what Seal made, with an identity, several, or the path to a
// file with them.
func Unseal(text, identity string) (secret.Value, error) {
	ids, err := parseIdentities(identity)
	if err != nil {
		return secret.Value{}, fmt.Errorf("unseal the key: %w", err)
	}
	plain, err := decrypt(strings.NewReader(text), ids)
	if err != nil {
		return secret.Value{}, fmt.Errorf("unseal the key: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(plain, secret.MaxSize+2))
	if err != nil {
		return secret.Value{}, errors.New("unseal the key: it is damaged: a part is missing or was changed")
	}
	defer clear(data)
	value, err := secret.NewValue(data)
	if err != nil {
		return secret.Value{}, fmt.Errorf("unseal the key: %w", err)
	}
	return value, nil
}

// parseRecipient reads a public key. It quotes it in errors, but not when it
// is the secret one.
func parseRecipient(text string) (age.Recipient, error) {
	text = strings.TrimSpace(text)
	switch {
	case strings.Contains(strings.ToUpper(text), secretKeyMark):
		return nil, errors.New("this is an identity, which is secret; name its public key, which begins with age1")
	case strings.HasPrefix(text, "ssh-"):
		return nil, errors.New("keys of SSH are not supported; make one with age-keygen and name its public key, which begins with age1")
	case !strings.HasPrefix(text, "age1") || strings.ContainsAny(text, "\n\r"):
		return nil, errors.New("this is no public key of age, which begins with age1 and is one line")
	}
	recipients, err := age.ParseRecipients(strings.NewReader(text))
	if err != nil {
		return nil, fmt.Errorf("%q is no public key of age; is a part of it missing?", text)
	}
	return recipients[0], nil
}

// encrypt writes armored text.
func encrypt(to io.Writer, plain []byte, recipients []age.Recipient) error {
	armored := armor.NewWriter(to)
	inner, err := age.Encrypt(armored, recipients...)
	if err != nil {
		return err
	}
	if _, err := io.Copy(inner, bytes.NewReader(plain)); err != nil {
		return err
	}
	return errors.Join(inner.Close(), armored.Close())
}

// decrypt opens armored text. What it returns may still find, when read, that
// the rest is damaged.
func decrypt(from io.Reader, ids []age.Identity) (io.Reader, error) {
	plain, err := age.Decrypt(armor.NewReader(from), ids...)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		var have []string
		recipients, _ := recipientsOf(ids)
		for _, recipient := range recipients {
			have = append(have, fmt.Sprint(recipient))
		}
		return nil, fmt.Errorf("%w: it is sealed to others than the identity at hand (%s); set CATALOGC_AGE_IDENTITY to the identity that it was sealed to, or a file with it", release.ErrKeysSealed, strings.Join(have, ", "))
	case err != nil:
		// age's error quotes what it found, which may be a key that was not sealed.
		return nil, errors.New("it is not what `age --armor` writes, or it is damaged")
	}
	return plain, nil
}
