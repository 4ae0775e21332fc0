package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/igny8/catalogc/compiler/release"
)

// Auth says how to log in. The environment overrides it: CATALOGC_VAULT_AUTH,
// CATALOGC_VAULT_AUTH_MOUNT, CATALOGC_VAULT_ROLE and CATALOGC_VAULT_AUDIENCE.
type Auth struct {
	// Method is token, approle, jwt or kubernetes. When it is "" a token is used
	// if there is one, and else the method whose credentials are at hand.
	Method string
	// Mount is where the method is mounted, when not at its own name.
	Mount string
	// Role is the role of jwt and kubernetes.
	Role string
	// Audience is asked for when GitHub Actions makes the token of jwt.
	Audience string
}

// method is a way to log in.
type method struct {
	name string
	// offered reports whether the environment has what the method takes.
	offered func(environment) bool
	// credentials returns what is sent to Vault.
	credentials func(context.Context, environment, Auth) (map[string]any, error)
}

// methods are in the order in which they are tried when none is named.
func methods() []method {
	return []method{
		{"approle", environment.hasAppRole, appRole},
		{"jwt", environment.hasJWT, jsonWebToken},
		{"kubernetes", environment.hasServiceAccount, serviceAccount},
	}
}

const tokenMethod = "token"

// auth completes what the target says with the environment.
func (env environment) auth(auth Auth) (Auth, error) {
	auth.Method = firstOf(env["CATALOGC_VAULT_AUTH"], auth.Method)
	auth.Mount = strings.Trim(firstOf(env["CATALOGC_VAULT_AUTH_MOUNT"], auth.Mount), "/")
	auth.Role = firstOf(env["CATALOGC_VAULT_ROLE"], auth.Role)
	auth.Audience = firstOf(env["CATALOGC_VAULT_AUDIENCE"], auth.Audience)
	if auth.Mount != "" {
		if err := release.CheckKeyPath(auth.Mount); err != nil {
			return auth, fmt.Errorf("mount of the login method: %w", err)
		}
	}
	if auth.Method != "" {
		return auth, nil
	}
	if token, err := env.token(); token != "" || err != nil {
		auth.Method = tokenMethod
		return auth, err
	}
	for _, m := range methods() {
		if m.offered(env) {
			auth.Method = m.name
			return auth, nil
		}
	}
	// An agent adds a token of its own.
	if env["VAULT_AGENT_ADDR"] != "" {
		auth.Method = tokenMethod
		return auth, nil
	}
	return auth, errNoLogin
}

var errNoLogin = errors.New("no Vault token: set VAULT_TOKEN, run `vault login`, or name a login method in CATALOGC_VAULT_AUTH (approle, jwt, kubernetes)")

// login gets the client its token.
func (k *Keys) login(ctx context.Context, env environment, auth Auth) error {
	if auth.Method == tokenMethod {
		token, err := env.token()
		if err == nil && token == "" && env["VAULT_AGENT_ADDR"] == "" {
			err = errNoLogin
		}
		k.client.SetToken(token)
		return err
	}
	for _, m := range methods() {
		if m.name == auth.Method {
			return k.loginWith(ctx, env, auth, m)
		}
	}
	return fmt.Errorf("unknown login method %q of Vault; there are token, approle, jwt and kubernetes", auth.Method)
}

func (k *Keys) loginWith(ctx context.Context, env environment, auth Auth, m method) error {
	mount := firstOf(auth.Mount, m.name)
	doing := fmt.Sprintf("log in to Vault with %s at auth/%s", m.name, mount)
	if auth.Role != "" {
		doing += fmt.Sprintf(" as role %q", auth.Role)
	}
	body, err := m.credentials(ctx, env, auth)
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	t := teller{Keys: k}
	for name, value := range body {
		if name != "role" {
			t.hidden = append(t.hidden, fmt.Sprint(value))
		}
	}
	answer, err := k.client.Logical().WriteWithContext(ctx, "auth/"+mount+"/login", body)
	switch {
	case says(err, "no handler for route"):
		return fmt.Errorf("%s: no login method is mounted there; name the right mount in CATALOGC_VAULT_AUTH_MOUNT", doing)
	// Which answer a refused login gets differs from method to method.
	case err != nil && statusOf(err) >= 400 && statusOf(err) < 500:
		return fmt.Errorf("%s: %w: status %d%s", doing, release.ErrKeysDenied, statusOf(err), t.quote(answerOf(err)))
	case err != nil:
		return t.failure(ctx, err, doing, need{})
	case answer == nil || answer.Auth == nil || answer.Auth.ClientToken == "":
		return fmt.Errorf("%s: %w: Vault gives no token; a second factor cannot be asked for here", doing, release.ErrKeysDenied)
	}
	k.client.SetToken(answer.Auth.ClientToken)
	k.ownToken = true
	return nil
}

// token returns the token that is there already, from VAULT_TOKEN, the file
// named by VAULT_TOKEN_FILE, or where `vault login` leaves it, or "".
func (env environment) token() (string, error) {
	token, err := env.credential("VAULT_TOKEN")
	if token != "" || err != nil {
		return token, err
	}
	home := firstOf(env["HOME"], env["USERPROFILE"])
	if home == "" {
		return "", nil
	}
	data, err := os.ReadFile(filepath.Join(home, ".vault-token"))
	if err != nil {
		return "", nil // most people have none
	}
	return strings.TrimSpace(string(data)), nil
}

// credential returns the value of a variable, or what is in the file that
// <name>_FILE names, or "".
func (env environment) credential(name string) (string, error) {
	if text := strings.TrimSpace(env[name]); text != "" {
		return text, nil
	}
	file := env[name+"_FILE"]
	if file == "" {
		return "", nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return "", fmt.Errorf("read %s_FILE: %w", name, err)
	}
	return strings.TrimSpace(string(data)), nil
}
