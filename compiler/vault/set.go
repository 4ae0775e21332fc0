package vault

import (
	"context"
	"net/http"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/secret"
)

// content is the current version of a path with its values.
type content struct {
	version int // 0 when there is none
	// fields are missing when the version was deleted or destroyed.
	fields map[string]any
}

// holds reports whether a field has a value already.
func (c content) holds(field string, value secret.Value) bool {
	text, ok := c.fields[field].(string)
	if !ok || len(text) != len(value.Reveal()) {
		return false
	}
	current, err := secret.NewValue([]byte(text))
	return err == nil && current.Equal(value)
}

// Set implements release.Keys. It can be repeated after any failure: a write
// that arrived is found and not made again.
func (k *Keys) Set(ctx context.Context, ref resource.KeyRef, value secret.Value, expect int) (version int, written bool, err error) {
	if err := k.ready(ctx, ref.Path); err != nil {
		return 0, false, err
	}
	current, err := k.content(ctx, ref.Path)
	if err != nil {
		return 0, false, err
	}
	if current.holds(ref.Field, value) {
		return current.version, false, nil
	}
	if expect != release.AnyVersion && expect != current.version {
		return 0, false, release.Conflict(ref.Path, expect, current.version)
	}
	version, attempts, err := k.write(ctx, ref, value, current)
	if err == nil {
		return version, true, nil
	}
	conflict := isConflict(err)
	if !conflict && !attempts.uncertain {
		return 0, false, k.hiding(current, value).failure(ctx, err, "write key "+ref.Path, need{"create and update", k.at("data", ref.Path)})
	}
	// The answer was lost, or a repeated attempt met what the first one wrote:
	// look what is there.
	found, lookErr := k.content(ctx, ref.Path)
	switch {
	case lookErr == nil && found.holds(ref.Field, value):
		return found.version, attempts.uncertain && found.version == current.version+1, nil
	case conflict && lookErr == nil:
		return 0, false, release.Conflict(ref.Path, current.version, found.version)
	}
	return 0, false, k.hiding(current, value).failure(ctx, err, "write key "+ref.Path, need{"create and update", k.at("data", ref.Path)})
}

// content reads the current version of a path.
func (k *Keys) content(ctx context.Context, path string) (content, error) {
	at := k.at("data", path)
	answer, err := k.client.Logical().ReadWithContext(ctx, at)
	if err != nil {
		return content{}, k.failure(ctx, err, "read key "+path, need{"read", at})
	}
	if answer == nil {
		return content{}, k.absent()
	}
	about, _ := answer.Data["metadata"].(map[string]any)
	fields, _ := answer.Data["data"].(map[string]any)
	return content{version: integer(about["version"]), fields: fields}, nil
}

// write makes a new version out of the current one and a new value.
func (k *Keys) write(ctx context.Context, ref resource.KeyRef, value secret.Value, current content) (int, *attempts, error) {
	fields := make(map[string]any, len(current.fields)+1)
	for name, other := range current.fields {
		fields[name] = other
	}
	fields[ref.Field] = value.Reveal()
	ctx, attempts := watch(ctx)
	answer, err := k.client.Logical().WriteWithContext(ctx, k.at("data", ref.Path), map[string]any{
		"data": fields, "options": map[string]any{"cas": current.version},
	})
	if err != nil {
		return 0, attempts, err
	}
	if answer == nil || integer(answer.Data["version"]) == 0 {
		attempts.uncertain = true
		return 0, attempts, errNoVersion
	}
	return integer(answer.Data["version"]), attempts, nil
}

// isConflict reports whether check-and-set found another version.
func isConflict(err error) bool {
	return statusOf(err) == http.StatusBadRequest && says(err, "check-and-set parameter did not match")
}
