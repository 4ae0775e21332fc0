package vault

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/igny8/catalogc/compiler/release"
)

// The names in a path's custom metadata that are ours.
const (
	managedByName = "managed-by"
	catalogName   = "catalogc-catalog"
	targetName    = "catalogc-target"
	releaseName   = "catalogc-release"
	commitName    = "catalogc-commit"
)

const managedBy = "catalogc"

// ownerOf reads the owner from custom metadata.
func ownerOf(custom map[string]any) release.KeyOwner {
	if custom[managedByName] != managedBy {
		return release.KeyOwner{}
	}
	text := func(name string) string { value, _ := custom[name].(string); return value }
	return release.KeyOwner{
		Catalog: text(catalogName), Target: text(targetName),
		Release: integer(text(releaseName)), Commit: text(commitName),
	}
}

// noteOf is what ownerOf reads. Vault takes no empty text: nil removes a name.
func noteOf(owner release.KeyOwner) map[string]any {
	note := map[string]any{managedByName: managedBy}
	for name, text := range map[string]string{
		catalogName: owner.Catalog, targetName: owner.Target, releaseName: strconv.Itoa(owner.Release), commitName: owner.Commit,
	} {
		note[name] = text
		if text == "" {
			note[name] = nil
		}
	}
	return note
}

// Mark implements release.Keys.
func (k *Keys) Mark(ctx context.Context, path string, owner release.KeyOwner) error {
	metadata, err := k.metadata(ctx, path)
	if err != nil {
		return err
	}
	if metadata == nil {
		return fmt.Errorf("mark key %s: it was never written", path)
	}
	custom, _ := metadata["custom_metadata"].(map[string]any)
	if current := ownerOf(custom); current == owner || current.Supersedes(owner) {
		return nil
	}
	note := noteOf(owner)
	at := k.at("metadata", path)
	_, err = k.client.Logical().JSONMergePatch(ctx, at, map[string]any{"custom_metadata": note})
	if err == nil {
		return nil
	}
	patchErr := k.failure(ctx, err, "mark key "+path, need{"patch", at})
	switch statusOf(err) {
	case http.StatusForbidden, http.StatusMethodNotAllowed:
	default:
		return patchErr
	}
	// A login without the patch capability, or a Vault before 1.9: write all of
	// the custom metadata. What is left out of the request stays as it is.
	for name, value := range custom {
		if _, ours := note[name]; !ours {
			note[name] = value
		}
	}
	maps.DeleteFunc(note, func(_ string, value any) bool { return value == nil })
	_, err = k.client.Logical().WriteWithContext(ctx, at, map[string]any{"custom_metadata": note})
	switch {
	case err == nil:
		return nil
	case statusOf(err) == http.StatusForbidden:
		return patchErr
	}
	return k.failure(ctx, err, "mark key "+path, need{"update", at})
}

// Destroy implements release.Keys.
func (k *Keys) Destroy(ctx context.Context, path string, versions []int) error {
	if err := k.ready(ctx, path); err != nil {
		return err
	}
	versions = slices.DeleteFunc(slices.Clone(versions), func(n int) bool { return n < 1 })
	if len(versions) == 0 {
		return nil
	}
	at := k.at("destroy", path)
	_, err := k.client.Logical().WriteWithContext(ctx, at, map[string]any{"versions": versions})
	if err != nil {
		return k.failure(ctx, err, "destroy versions of key "+path, need{"update", at})
	}
	return nil
}
