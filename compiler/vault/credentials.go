package vault

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
)

func (env environment) has(names ...string) bool {
	for _, name := range names {
		if env[name] != "" || env[name+"_FILE"] != "" {
			return true
		}
	}
	return false
}

func (env environment) hasAppRole() bool { return env.has("VAULT_ROLE_ID") }

// appRole sends the ids of an AppRole. A role may be set up to need no secret id.
func appRole(_ context.Context, env environment, _ Auth) (map[string]any, error) {
	role, err := env.credential("VAULT_ROLE_ID")
	if err != nil {
		return nil, err
	}
	if role == "" {
		return nil, errors.New("set VAULT_ROLE_ID and VAULT_SECRET_ID, or VAULT_ROLE_ID_FILE and VAULT_SECRET_ID_FILE")
	}
	secretID, err := env.credential("VAULT_SECRET_ID")
	if err != nil {
		return nil, err
	}
	body := map[string]any{"role_id": role}
	if secretID != "" {
		body["secret_id"] = secretID
	}
	return body, nil
}

func (env environment) hasJWT() bool {
	return env.has("VAULT_JWT", "VAULT_ID_TOKEN") || env.onGitHub()
}

// jsonWebToken sends a signed token: one that is there, as GitLab's id_tokens
// are, or one that GitHub Actions makes for this job.
func jsonWebToken(ctx context.Context, env environment, auth Auth) (map[string]any, error) {
	for _, name := range []string{"VAULT_JWT", "VAULT_ID_TOKEN"} {
		token, err := env.credential(name)
		if err != nil {
			return nil, err
		}
		if token != "" {
			return loginAs(auth.Role, token), nil
		}
	}
	if !env.onGitHub() {
		return nil, errors.New("set VAULT_JWT or VAULT_ID_TOKEN; in GitHub Actions the job needs `permissions: {id-token: write}`")
	}
	token, err := gitHubToken(ctx, env, auth.Audience)
	if err != nil {
		return nil, fmt.Errorf("ask GitHub Actions for a token: %w", err)
	}
	return loginAs(auth.Role, token), nil
}

// serviceAccountFile is where Kubernetes puts the token of a pod.
const serviceAccountFile = "/var/run/secrets/kubernetes.io/serviceaccount/token"

func (env environment) hasServiceAccount() bool {
	_, err := os.Stat(env.serviceAccountFile())
	return err == nil
}

func (env environment) serviceAccountFile() string {
	return firstOf(env["VAULT_JWT_FILE"], serviceAccountFile)
}

func serviceAccount(_ context.Context, env environment, auth Auth) (map[string]any, error) {
	data, err := os.ReadFile(env.serviceAccountFile())
	if err != nil {
		return nil, fmt.Errorf("%w; name another file in VAULT_JWT_FILE", err)
	}
	if auth.Role == "" {
		return nil, errors.New("name the role in CATALOGC_VAULT_ROLE")
	}
	return loginAs(auth.Role, strings.TrimSpace(string(data))), nil
}

// loginAs is what jwt and kubernetes take. Without a role Vault uses the
// default one of the mount.
func loginAs(role, token string) map[string]any {
	body := map[string]any{"jwt": token}
	if role != "" {
		body["role"] = role
	}
	return body
}
