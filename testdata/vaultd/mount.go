package main

import (
	"context"
	"time"

	"github.com/hashicorp/vault/api"
)

// mount mounts KV v2 at secret/ and returns once it takes writes: a new mount
// refuses them while it upgrades itself.
func mount(ctx context.Context, address, token string) error {
	config := api.DefaultConfig()
	config.Address = address
	client, err := api.NewClient(config)
	if err != nil {
		return err
	}
	client.SetToken(token)
	err = client.Sys().MountWithContext(ctx, "secret", &api.MountInput{
		Type: "kv", Options: map[string]string{"version": "2"},
	})
	if err != nil {
		return err
	}
	secrets := client.KVv2("secret")
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		_, err := secrets.Put(ctx, "ready", map[string]any{"ready": true})
		if err == nil {
			return secrets.DeleteMetadata(ctx, "ready")
		}
		if time.Now().After(deadline) {
			return err
		}
	}
}
