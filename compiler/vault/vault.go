// Package vault implements release.Keys over HashiCorp Vault's KV version 2. A
// mount and a prefix go in, with the environment that Vault's own client reads;
// out come the versions of the keys below that prefix.
package vault

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/hashicorp/vault/api"

	"github.com/igny8/catalogc/compiler/release"
)

var _ release.Keys = (*Keys)(nil)

// Options say which Vault holds the keys, and where in it.
type Options struct {
	// Mount is where KV v2 is mounted, and Prefix the folder in it that belongs to
	// the target: the key platform/openai is <Mount>/data/<Prefix>/platform/openai.
	Mount, Prefix string
	Auth          Auth
	// Env is the environment: the variables of Vault's own client, such as
	// VAULT_ADDR, and those of the login methods. Proxies are the exception: the
	// standard library reads HTTPS_PROXY and NO_PROXY of the process.
	Env map[string]string
}

// Keys is release.Keys in Vault.
type Keys struct {
	client        *api.Client
	mount, prefix string
	address       string // as shown to people
	namespace     string
	timeout       time.Duration
	addressGiven  bool
	ownToken      bool // from a login of ours, to be revoked
	mounted       atomic.Bool
}

// Open logs in to Vault. With a token that is there already it asks Vault
// nothing yet.
func Open(ctx context.Context, options Options) (*Keys, error) {
	env := environment(options.Env)
	k, err := env.connect()
	if err != nil {
		return nil, err
	}
	k.mount, k.prefix = strings.Trim(options.Mount, "/"), strings.Trim(options.Prefix, "/")
	if k.mount == "" {
		return nil, fmt.Errorf("the target names no mount of Vault; write vault: {mount: secret, prefix: catalogc}")
	}
	for _, path := range []string{k.mount, k.prefix} {
		if path == "" {
			continue
		}
		if err := release.CheckKeyPath(path); err != nil {
			return nil, fmt.Errorf("mount or prefix in Vault: %w", err)
		}
	}
	auth, err := env.auth(options.Auth)
	if err != nil {
		return nil, err
	}
	if err := k.login(ctx, env, auth); err != nil {
		return nil, err
	}
	return k, nil
}

// String says where the keys are.
func (k *Keys) String() string {
	where := k.mount
	if k.prefix != "" {
		where += "/" + k.prefix
	}
	if k.namespace != "" {
		where += " in namespace " + k.namespace
	}
	return fmt.Sprintf("Vault at %s (%s)", k.address, where)
}

// Close revokes the token of a login that Open made. A token that was given
// stays valid: it is not ours.
func (k *Keys) Close() error {
	if !k.ownToken {
		return nil
	}
	k.ownToken = false
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	// Nothing is lost when this fails: the token expires by itself.
	_ = k.client.Auth().Token().RevokeSelfWithContext(ctx, "")
	k.client.ClearToken()
	return nil
}

// at returns the API path of one of KV v2's views of a key, such as data.
func (k *Keys) at(view, path string) string {
	return apiPath(k.mount, view, k.prefix, path)
}

func apiPath(mount, view, prefix, path string) string {
	if prefix != "" {
		path = prefix + "/" + path
	}
	return mount + "/" + view + "/" + path
}

// ready checks the path of a key and that KV v2 is where the target says.
func (k *Keys) ready(ctx context.Context, path string) error {
	if err := release.CheckKeyPath(path); err != nil {
		return err
	}
	if k.mounted.Load() {
		return nil
	}
	return k.checkMount(ctx)
}
