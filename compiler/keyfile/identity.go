package keyfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"filippo.io/age"

	"github.com/igny8/catalogc/compiler/release"
)

// errNoIdentity says that there is no identity to open the file with.
var errNoIdentity = errors.New("its identity is missing")

// secretKeyMark begins every identity, whatever its kind.
const secretKeyMark = "AGE-SECRET-KEY-"

func (k *Keys) identityFile() string { return filepath.Join(filepath.Dir(k.path), "identity.txt") }

// identities returns what opens the file.
func (k *Keys) identities() ([]age.Identity, error) {
	if k.identity != "" {
		return parseIdentities(k.identity)
	}
	path := k.identityFile()
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %w; bring back %s, or set CATALOGC_AGE_IDENTITY to the identity or a file with it", release.ErrKeysSealed, errNoIdentity, path)
	}
	if err != nil {
		return nil, fmt.Errorf("read the identity: %w", err)
	}
	// Windows has no such permissions.
	if open := info.Mode().Perm() & 0o077; open != 0 && runtime.GOOS != "windows" {
		return nil, fmt.Errorf("%w: others may read the identity %s (mode %04o): run chmod 600 %s, and think about who has read it", release.ErrKeysSealed, path, info.Mode().Perm(), path)
	}
	return readIdentities(path)
}

// parseIdentities reads identities from a text, or from the file that it names.
// No error shows the text.
func parseIdentities(text string) ([]age.Identity, error) {
	if !strings.Contains(strings.ToUpper(text), secretKeyMark) {
		if text = strings.TrimSpace(text); text == "" || strings.Contains(text, "\n") {
			return nil, fmt.Errorf("%w: the identity is no age identity and no path to a file with one; one begins with %s", release.ErrKeysSealed, secretKeyMark)
		}
		return readIdentities(text)
	}
	ids, err := age.ParseIdentities(strings.NewReader(trimLines(text)))
	if err != nil {
		return nil, fmt.Errorf("%w: the identity cannot be read: %w", release.ErrKeysSealed, err)
	}
	return ids, nil
}

func readIdentities(path string) ([]age.Identity, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		// What has no slash may be an identity that was cut off.
		var failed *fs.PathError
		if errors.As(err, &failed) && !strings.ContainsRune(path, filepath.Separator) {
			err = failed.Err
		}
		return nil, fmt.Errorf("%w: read the file with the identity: %w", release.ErrKeysSealed, err)
	}
	defer clear(data)
	ids, err := age.ParseIdentities(strings.NewReader(trimLines(string(data))))
	if err != nil {
		return nil, fmt.Errorf("%w: the file with the identity cannot be read: %w", release.ErrKeysSealed, err)
	}
	return ids, nil
}

// trimLines forgives what copying a line adds to it.
func trimLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return strings.Join(lines, "\n")
}

// recipientsOf returns the public halves of identities.
func recipientsOf(ids []age.Identity) ([]age.Recipient, error) {
	var found []age.Recipient
	for _, id := range ids {
		switch id := id.(type) {
		case *age.X25519Identity:
			found = append(found, id.Recipient())
		case *age.HybridIdentity:
			found = append(found, id.Recipient())
		default:
			return nil, fmt.Errorf("identities of type %T cannot seal", id)
		}
	}
	return found, nil
}
