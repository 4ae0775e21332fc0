package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/igny8/catalogc/compiler/keyfile"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/secret"
	"github.com/igny8/catalogc/compiler/vault"
)

// identityVariable names the age identity that opens sealed keys and key files:
// its text, or the path of a file that holds it.
const identityVariable = "CATALOGC_AGE_IDENTITY"

// openKeys opens the key store of a target, or returns nil when it has none.
func (a *app) openKeys(ctx context.Context, t *target) (release.Keys, error) {
	switch path, isFile := strings.CutPrefix(t.Keys, "file:"); {
	case t.Vault != nil:
		return vault.Open(ctx, vault.Options{
			Mount: t.Vault.Mount, Prefix: t.Vault.Prefix, Env: a.env,
			Auth: vault.Auth{Method: t.Vault.Auth.Method, Mount: t.Vault.Auth.Mount, Role: t.Vault.Auth.Role, Audience: t.Vault.Auth.Audience},
		})
	case isFile:
		return keyfile.Open(keyfile.Options{Path: t.shortPath(path), Identity: a.env[identityVariable]})
	}
	return nil, nil
}

// unseal opens a key that is sealed in the catalogue.
func (a *app) unseal(sealed string) (secret.Value, error) {
	identity := a.env[identityVariable]
	if identity == "" {
		return secret.Value{}, fmt.Errorf("it is sealed, and %s is not set; set it to the age identity that opens it, or to the path of its file", identityVariable)
	}
	return keyfile.Unseal(sealed, identity)
}

// sealedFolder is the folder of the catalogue with sealed keys:
// keys/<integration>.age for all targets, keys/<target>/<integration>.age for
// one.
const sealedFolder = "keys"

// sealedKeys reads the sealed keys of a catalogue for a target, by integration.
func sealedKeys(root, target string) (map[string]string, error) {
	sealed := map[string]string{}
	for _, folder := range []string{filepath.Join(root, sealedFolder), filepath.Join(root, sealedFolder, target)} {
		files, err := os.ReadDir(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read sealed keys: %w", err)
		}
		for _, file := range files {
			name, ok := strings.CutSuffix(file.Name(), ".age")
			if !ok || file.IsDir() {
				continue
			}
			text, err := os.ReadFile(filepath.Join(folder, file.Name()))
			if err != nil {
				return nil, fmt.Errorf("read sealed keys: %w", err)
			}
			if len(text) > 4*secret.MaxSize {
				return nil, fmt.Errorf("read sealed keys: %s is too large to be one", filepath.Join(folder, file.Name()))
			}
			sealed[name] = string(text)
		}
	}
	return sealed, nil
}
