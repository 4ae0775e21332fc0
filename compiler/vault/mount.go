package vault

import (
	"context"
	"fmt"
	"net/http"
	"strings"
)

// checkMount asks what is mounted where the keys should be, as the vault
// command does. Version 1 of KV has to be refused before anything is written:
// it would take the requests of version 2 for paths and values of its own.
func (k *Keys) checkMount(ctx context.Context) error {
	secret, err := k.client.Logical().ReadWithContext(ctx, "sys/internal/ui/mounts/"+k.mount)
	switch status := statusOf(err); {
	case status == http.StatusForbidden:
		// Nothing is mounted there, or this login has no rights there: the request
		// that follows tells which.
		return nil
	case err != nil:
		return k.failure(ctx, err, "look for the mount "+k.mount, need{})
	case secret == nil:
		return nil
	}
	engine, _ := secret.Data["type"].(string)
	path, _ := secret.Data["path"].(string)
	options, _ := secret.Data["options"].(map[string]any)
	path = strings.Trim(path, "/")
	switch {
	case path != k.mount:
		return fmt.Errorf("%s: %q is no mount of its own but a folder of the mount %q; write vault: {mount: %s, prefix: …}", k, k.mount, path, path)
	case engine != "kv" && engine != "generic":
		return fmt.Errorf("%s: the mount %q is of type %q; keys need KV version 2: vault secrets enable -path=<mount> -version=2 kv", k, k.mount, engine)
	case options["version"] != "2":
		return fmt.Errorf("%s: the mount %q is KV version 1; keys need version 2: vault kv enable-versioning %s", k, k.mount, k.mount)
	}
	k.mounted.Store(true)
	return nil
}

// absent returns an error when a path that was not found may be so because
// nothing is mounted.
func (k *Keys) absent() error {
	if k.mounted.Load() {
		return nil
	}
	return fmt.Errorf("%s: nothing is mounted at %q, or this login may not see it; mount it with: vault secrets enable -path=%s -version=2 kv", k, k.mount, k.mount)
}
