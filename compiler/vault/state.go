package vault

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/hashicorp/vault/api"

	"github.com/igny8/catalogc/compiler/release"
)

// State implements release.Keys. It reads metadata only.
func (k *Keys) State(ctx context.Context, path string) (release.KeyState, error) {
	metadata, err := k.metadata(ctx, path)
	if metadata == nil || err != nil {
		return release.KeyState{}, err
	}
	state := release.KeyState{Current: integer(metadata["current_version"])}
	custom, _ := metadata["custom_metadata"].(map[string]any)
	state.Owner = ownerOf(custom)
	versions, _ := metadata["versions"].(map[string]any)
	for number, about := range versions {
		about, _ := about.(map[string]any)
		version := release.KeyVersion{
			Number: integer(number), Created: timeOf(about["created_time"]),
			Deleted: isDeleted(about), Destroyed: about["destroyed"] == true,
		}
		if version.Number > 0 {
			state.Versions = append(state.Versions, version)
		}
	}
	slices.SortFunc(state.Versions, func(a, b release.KeyVersion) int { return cmp.Compare(a.Number, b.Number) })
	return state, nil
}

// metadata returns the metadata of a path, or nil when it was never written.
func (k *Keys) metadata(ctx context.Context, path string) (map[string]any, error) {
	if err := k.ready(ctx, path); err != nil {
		return nil, err
	}
	at := k.at("metadata", path)
	secret, err := k.client.Logical().ReadWithContext(ctx, at)
	if err != nil {
		return nil, k.failure(ctx, err, "read the metadata of key "+path, need{"read", at})
	}
	if secret == nil {
		return nil, k.absent()
	}
	return secret.Data, nil
}

// Fields implements release.Keys. It reads the names without the values where
// Vault can do that: since 1.10, and when the login may.
func (k *Keys) Fields(ctx context.Context, path string, version int) ([]string, error) {
	if err := k.ready(ctx, path); err != nil {
		return nil, err
	}
	if version < 1 {
		return nil, nil
	}
	at := k.at("subkeys", path)
	number := []string{strconv.Itoa(version)}
	secret, err := k.client.Logical().ReadWithDataWithContext(ctx, at, map[string][]string{"version": number, "depth": {"1"}})
	denied := statusOf(err) == http.StatusForbidden
	if err != nil && !denied {
		return nil, k.failure(ctx, err, "read the fields of key "+path, need{"read", at})
	}
	if secret != nil {
		return namesIn(secret, "subkeys"), nil
	}
	if !denied {
		// The version is not there, or an old Vault has no such endpoint.
		state, err := k.State(ctx, path)
		if err != nil || !state.Usable(version) {
			return nil, err
		}
	}
	failed := err
	secret, err = k.client.Logical().ReadWithDataWithContext(ctx, k.at("data", path), map[string][]string{"version": number})
	if err != nil {
		if denied {
			err = failed
		}
		return nil, k.failure(ctx, err, "read the fields of key "+path, need{"read", at})
	}
	if secret == nil {
		return nil, k.absent()
	}
	return namesIn(secret, "data"), nil
}

// namesIn returns the sorted names in one part of an answer.
func namesIn(secret *api.Secret, part string) []string {
	fields, _ := secret.Data[part].(map[string]any)
	return slices.Sorted(maps.Keys(fields))
}

// isDeleted reports whether a version is deleted by now: Vault also tells when
// it will delete one.
func isDeleted(about map[string]any) bool {
	at := timeOf(about["deletion_time"])
	return !at.IsZero() && at.Before(time.Now())
}

func timeOf(value any) time.Time {
	text, _ := value.(string)
	at, _ := time.Parse(time.RFC3339Nano, text)
	return at.UTC()
}

// integer reads a number as Vault's client decodes it.
func integer(value any) int {
	number, err := strconv.Atoi(fmt.Sprint(value))
	if err != nil {
		return 0
	}
	return number
}
