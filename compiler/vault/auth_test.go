package vault

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/testserver"
)

// issuer signs the tokens that a test logs in with.
type issuer struct{ key *ecdsa.PrivateKey }

func newIssuer(t *testing.T) issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return issuer{key}
}

func (i issuer) publicKey(t *testing.T) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&i.key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// token returns a JSON Web Token that is valid for an hour.
func (i issuer) token(t testing.TB, subject, audience string) string {
	t.Helper()
	claims, err := json.Marshal(map[string]any{
		"sub": subject, "aud": audience, "iat": time.Now().Unix(), "exp": time.Now().Add(time.Hour).Unix(),
	})
	if err != nil {
		t.Fatal(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	text := encode([]byte(`{"alg":"ES256","typ":"JWT"}`)) + "." + encode(claims)
	digest := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, i.key, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return text + "." + encode(signature)
}

// loginServer returns a server whose logins may use the test's mount.
func loginServer(t *testing.T) *testserver.VaultServer {
	t.Helper()
	server := testserver.Vault(t)
	server.Call(t, "PUT", "sys/policies/acl/login", map[string]any{
		"policy": `path "` + server.Mount + `/*" { capabilities = ["create", "read", "update", "patch"] }`,
	})
	return server
}

// enable mounts a login method for the test.
func enable(t *testing.T, server *testserver.VaultServer, method, mount string) {
	t.Helper()
	server.Call(t, "POST", "sys/auth/"+mount, map[string]any{"type": method})
	t.Cleanup(func() { server.Call(t, "DELETE", "sys/auth/"+mount, nil) })
}

// enableJWT mounts a method that trusts an issuer, with the role publisher.
func enableJWT(t *testing.T, server *testserver.VaultServer, mount string, trusted issuer) {
	t.Helper()
	enable(t, server, "jwt", mount)
	server.Call(t, "POST", "auth/"+mount+"/config", map[string]any{"jwt_validation_pubkeys": []string{trusted.publicKey(t)}})
	server.Call(t, "POST", "auth/"+mount+"/role/publisher", map[string]any{
		"role_type": "jwt", "user_claim": "sub", "bound_audiences": []string{"vault.example.com"},
		"bound_subject": "repo:igny8/catalog", "token_policies": []string{"login"},
	})
}

// expectLogin logs in, writes a key, and checks that the token is gone after.
func expectLogin(t *testing.T, server *testserver.VaultServer, env map[string]string, auth Auth) {
	t.Helper()
	env = with(env, "VAULT_ADDR", server.Address)
	keys, err := Open(context.Background(), Options{Mount: server.Mount, Prefix: "catalogc", Auth: auth, Env: env})
	if err != nil {
		t.Fatal(err)
	}
	mustSet(t, keys, openai, "one", 1)
	token := keys.client.Token()
	for range 2 {
		if err := keys.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if status, _, err := server.TryAs(token, "GET", "auth/token/lookup-self", nil); status != http.StatusForbidden || err != nil {
		t.Errorf("after Close the token has status %d and %v, want 403: it was not revoked", status, err)
	}
}

// expectNoLogin checks that a login fails and does not show a credential.
func expectNoLogin(t *testing.T, server *testserver.VaultServer, env map[string]string, auth Auth, hidden string, texts ...string) {
	t.Helper()
	_, err := Open(context.Background(), Options{Mount: server.Mount, Auth: auth, Env: with(env, "VAULT_ADDR", server.Address)})
	expectError(t, "login", err, nil, texts...)
	if err != nil && hidden != "" && strings.Contains(err.Error(), hidden) {
		t.Errorf("the error shows the credential: %v", err)
	}
}

func TestAppRole(t *testing.T) {
	server := loginServer(t)
	enable(t, server, "approle", "approle")
	server.Call(t, "POST", "auth/approle/role/publisher", map[string]any{"token_policies": []string{"login"}})
	role := fmt.Sprint(server.Call(t, "GET", "auth/approle/role/publisher/role-id", nil)["role_id"])
	secretID := fmt.Sprint(server.Call(t, "POST", "auth/approle/role/publisher/secret-id", nil)["secret_id"])

	expectLogin(t, server, map[string]string{"VAULT_ROLE_ID": role, "VAULT_SECRET_ID": secretID}, Auth{})
	server.Call(t, "DELETE", server.Mount+"/metadata/catalogc/platform/openai", nil)
	file := filepath.Join(t.TempDir(), "secret-id")
	if err := os.WriteFile(file, []byte(secretID+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"VAULT_ROLE_ID": role, "VAULT_SECRET_ID_FILE": file, "VAULT_TOKEN": "another"}
	expectLogin(t, server, env, Auth{Method: "approle"})

	env = map[string]string{"VAULT_ROLE_ID": role, "VAULT_SECRET_ID": "wrong-secret-id"}
	expectNoLogin(t, server, env, Auth{}, "wrong-secret-id", "log in to Vault with approle at auth/approle", release.ErrKeysDenied.Error())
	expectNoLogin(t, server, env, Auth{Mount: "elsewhere"}, "wrong-secret-id", "auth/elsewhere")
	expectNoLogin(t, server, nil, Auth{Method: "approle"}, "", "set VAULT_ROLE_ID")
	expectNoLogin(t, server, map[string]string{"VAULT_ROLE_ID_FILE": "/nowhere"}, Auth{}, "", "read VAULT_ROLE_ID_FILE")
}

func TestJWT(t *testing.T) {
	server, trusted := loginServer(t), newIssuer(t)
	enableJWT(t, server, "gitlab", trusted)
	auth := Auth{Mount: "gitlab", Role: "publisher"}
	token := trusted.token(t, "repo:igny8/catalog", "vault.example.com")
	for _, name := range []string{"VAULT_JWT", "VAULT_ID_TOKEN"} {
		expectLogin(t, server, map[string]string{name: token}, auth)
		server.Call(t, "DELETE", server.Mount+"/metadata/catalogc/platform/openai", nil)
	}
	// The environment has the last word.
	expectLogin(t, server, map[string]string{
		"VAULT_JWT": token, "CATALOGC_VAULT_AUTH": "jwt", "CATALOGC_VAULT_AUTH_MOUNT": "gitlab", "CATALOGC_VAULT_ROLE": "publisher",
	}, Auth{Method: "token", Mount: "other", Role: "other"})

	for _, bad := range []string{
		newIssuer(t).token(t, "repo:igny8/catalog", "vault.example.com"),
		trusted.token(t, "repo:somebody/else", "vault.example.com"),
		trusted.token(t, "repo:igny8/catalog", "another.example.com"),
		"not-a-token",
	} {
		expectNoLogin(t, server, map[string]string{"VAULT_JWT": bad}, auth, bad,
			`log in to Vault with jwt at auth/gitlab as role "publisher"`, release.ErrKeysDenied.Error())
	}
	expectNoLogin(t, server, nil, Auth{Method: "jwt"}, "", "set VAULT_JWT or VAULT_ID_TOKEN", "id-token: write")
}

// TestGitHubActions has a stand-in for the service that gives a job its token.
func TestGitHubActions(t *testing.T) {
	server, trusted := loginServer(t), newIssuer(t)
	enableJWT(t, server, "jwt", trusted)
	status := http.StatusOK
	service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "bearer of-the-job" || r.URL.Query().Get("api-version") != "2.0" {
			http.Error(w, "not this job", http.StatusUnauthorized)
			return
		}
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]any{
			"count": 1, "value": trusted.token(t, "repo:igny8/catalog", r.URL.Query().Get("audience")),
		})
	}))
	defer service.Close()
	env := map[string]string{
		"ACTIONS_ID_TOKEN_REQUEST_URL": service.URL + "/token?api-version=2.0", "ACTIONS_ID_TOKEN_REQUEST_TOKEN": "of-the-job",
	}
	auth := Auth{Role: "publisher", Audience: "vault.example.com"}
	expectLogin(t, server, env, auth)
	expectNoLogin(t, server, env, Auth{Role: "publisher", Audience: "another.example.com"}, "", release.ErrKeysDenied.Error())
	expectNoLogin(t, server, with(env, "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "of-another-job"), auth, "of-another-job", "ask GitHub Actions for a token", "401")
	status = http.StatusForbidden
	expectNoLogin(t, server, env, auth, "of-the-job", "403", "id-token: write")
	service.Close()
	expectNoLogin(t, server, env, auth, "of-the-job", "ask GitHub Actions for a token")
}

func TestKubernetes(t *testing.T) {
	server, trusted := loginServer(t), newIssuer(t)
	// The method of Kubernetes takes the same login as jwt.
	enableJWT(t, server, "kubernetes", trusted)
	file := filepath.Join(t.TempDir(), "token")
	token := trusted.token(t, "repo:igny8/catalog", "vault.example.com")
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	expectLogin(t, server, map[string]string{"VAULT_JWT_FILE": file}, Auth{Method: "kubernetes", Role: "publisher"})
	expectNoLogin(t, server, map[string]string{"VAULT_JWT_FILE": file}, Auth{Method: "kubernetes"}, token, "CATALOGC_VAULT_ROLE")
	expectNoLogin(t, server, map[string]string{"VAULT_JWT_FILE": file + ".missing"}, Auth{Method: "kubernetes", Role: "publisher"}, token, "VAULT_JWT_FILE")
}

func TestTokens(t *testing.T) {
	server := testserver.Vault(t)
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, ".vault-token"), []byte(server.Token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, env := range map[string]map[string]string{
		"VAULT_TOKEN":      {"VAULT_TOKEN": server.Token + "\n", "HOME": "/nowhere"},
		"VAULT_TOKEN_FILE": {"VAULT_TOKEN_FILE": filepath.Join(home, ".vault-token")},
		"vault login":      {"HOME": home},
	} {
		keys := openVault(t, with(env, "VAULT_ADDR", server.Address), server.Mount)
		if _, err := keys.State(context.Background(), openai.Path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := keys.Close(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if status, _, err := server.Try("GET", "auth/token/lookup-self", nil); status != http.StatusOK || err != nil {
		t.Errorf("got status %d and %v: a token that was given is not ours to revoke", status, err)
	}
	for _, auth := range []Auth{{}, {Method: "token"}} {
		expectNoLogin(t, server, map[string]string{"HOME": t.TempDir()}, auth, "", "no Vault token", "set VAULT_TOKEN", "vault login", "CATALOGC_VAULT_AUTH")
	}
}
