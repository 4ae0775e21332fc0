package vault

import (
	"context"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/testserver"
)

// front returns the handler that passes requests on to a server and shows each
// to look.
func front(t *testing.T, server *testserver.VaultServer, look func(*http.Request)) http.Handler {
	t.Helper()
	target, err := url.Parse(server.Address)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		look(r)
		proxy.ServeHTTP(w, r)
	})
}

func TestHeaders(t *testing.T) {
	server := testserver.Vault(t)
	var got http.Header
	proxy := httptest.NewServer(front(t, server, func(r *http.Request) { got = r.Header.Clone(); r.Header.Del("X-Vault-Namespace") }))
	defer proxy.Close()
	env := with(with(envOf(server), "VAULT_ADDR", strings.Replace(proxy.URL, "http://", "http://somebody:pass-word@", 1)), "VAULT_NAMESPACE", "team/search/")
	keys := openVault(t, with(env, "VAULT_HEADERS", `{"X-Proxy-Login":"one"}`), server.Mount)
	mustSet(t, keys, openai, "one", 1)
	for name, want := range map[string]string{
		"X-Vault-Namespace": "team/search", "X-Proxy-Login": "one", "X-Vault-Request": "true", "X-Vault-Token": server.Token,
	} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
	if text := keys.String(); !strings.Contains(text, "in namespace team/search") || strings.Contains(text, "pass-word") {
		t.Errorf("got %q, want the namespace and no login", text)
	}
	proxy.Close()
	_, err := keys.State(context.Background(), openai.Path)
	expectError(t, "stopped", err, release.ErrKeysUnreachable)
	if strings.Contains(err.Error(), "pass-word") {
		t.Errorf("the error shows the login in the address: %v", err)
	}
}

// TestProcessEnvironment sets variables of the process, which are not ours.
func TestProcessEnvironment(t *testing.T) {
	server := testserver.Vault(t)
	t.Setenv("VAULT_TOKEN", "hvs.of-the-process")
	t.Setenv("VAULT_NAMESPACE", "of-the-process")
	t.Setenv("VAULT_ADDR", "http://127.0.0.1:1")
	t.Setenv("VAULT_HEADERS", `{"X-Of-The":"process"}`)
	var got http.Header
	proxy := httptest.NewServer(front(t, server, func(r *http.Request) { got = r.Header.Clone() }))
	defer proxy.Close()
	mustSet(t, openVault(t, with(envOf(server), "VAULT_ADDR", proxy.URL), server.Mount), openai, "one", 1)
	if got.Get("X-Vault-Token") != server.Token || got.Get("X-Vault-Namespace") != "" || got.Get("X-Of-The") != "" {
		t.Errorf("got headers %v, want none of the process's", got)
	}
	if _, err := Open(context.Background(), Options{Mount: "secret", Env: map[string]string{"HOME": t.TempDir()}}); err == nil {
		t.Error("the token of the process is used")
	}
}

func TestTLS(t *testing.T) {
	server := testserver.Vault(t)
	secure := httptest.NewTLSServer(front(t, server, func(*http.Request) {}))
	defer secure.Close()
	folder := t.TempDir()
	write := func(name string, data []byte) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: secure.Certificate().Raw})
	right := write("right.pem", authority)
	env := with(with(envOf(server), "VAULT_ADDR", secure.URL), "VAULT_MAX_RETRIES", "0")

	for name, good := range map[string]map[string]string{
		"VAULT_CACERT":       with(env, "VAULT_CACERT", right),
		"VAULT_CACERT_BYTES": with(env, "VAULT_CACERT_BYTES", string(authority)),
		"VAULT_CAPATH":       with(env, "VAULT_CAPATH", folder),
		"VAULT_SKIP_VERIFY":  with(env, "VAULT_SKIP_VERIFY", "true"),
	} {
		if _, err := openVault(t, good, server.Mount).State(context.Background(), openai.Path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	expectAll(t, openVault(t, env, server.Mount), release.ErrKeysUnreachable, "authority that is not known here", "VAULT_CACERT")
	named := with(with(env, "VAULT_CACERT", right), "VAULT_TLS_SERVER_NAME", "vault.internal")
	expectAll(t, openVault(t, named, server.Mount), release.ErrKeysUnreachable, "for another name (example.com", "VAULT_TLS_SERVER_NAME")
	plain := with(env, "VAULT_ADDR", strings.Replace(server.Address, "http:", "https:", 1))
	expectAll(t, openVault(t, plain, server.Mount), release.ErrKeysUnreachable, "does not speak TLS", "http://")

	wrong := write("wrong.pem", []byte("no certificate"))
	for _, bad := range []map[string]string{
		with(env, "VAULT_CACERT", wrong), with(env, "VAULT_CACERT", filepath.Join(folder, "missing.pem")), with(env, "VAULT_CLIENT_CERT", right),
	} {
		_, err := Open(context.Background(), Options{Mount: "secret", Env: bad})
		expectError(t, "bad TLS settings", err, nil, "set up TLS to Vault")
	}
}

func TestWrongSettings(t *testing.T) {
	for name, value := range map[string]string{
		"VAULT_ADDR": "vault.example.com:8200", "VAULT_AGENT_ADDR": "ftp://a", "VAULT_MAX_RETRIES": "many", "VAULT_CLIENT_TIMEOUT": "soon",
		"VAULT_SKIP_VERIFY": "perhaps", "VAULT_HEADERS": `{"X-Vault-Token":"x"}`, "VAULT_RATE_LIMIT": "fast", "VAULT_PROXY_ADDR": "http://[",
		"VAULT_TOKEN_FILE": "/nowhere/token",
	} {
		env := map[string]string{"VAULT_TOKEN": "root"}
		if name == "VAULT_TOKEN_FILE" {
			env = nil
		}
		_, err := Open(context.Background(), Options{Mount: "secret", Env: with(env, name, value)})
		expectError(t, name+"="+value, err, nil, name)
	}
	for _, limit := range []string{"100", "100:20", "0.5"} {
		if _, err := Open(context.Background(), Options{Mount: "secret", Env: map[string]string{"VAULT_TOKEN": "root", "VAULT_RATE_LIMIT": limit}}); err != nil {
			t.Errorf("VAULT_RATE_LIMIT=%s: %v", limit, err)
		}
	}
	for text, want := range map[string]string{"30": "30s", "1m": "1m0s", "250ms": "250ms"} {
		if got, err := parseTimeout(text); err != nil || got.String() != want {
			t.Errorf("VAULT_CLIENT_TIMEOUT=%s: got %s and %v", text, got, err)
		}
	}
}
