package vault

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/keystest"
	"github.com/igny8/catalogc/compiler/testserver"
)

// everything does all that Keys can and returns the errors by what was done.
func everything(t testing.TB, keys *Keys) map[string]error {
	t.Helper()
	ctx := context.Background()
	_, stateErr := keys.State(ctx, openai.Path)
	_, fieldsErr := keys.Fields(ctx, openai.Path, 1)
	_, _, setErr := keys.Set(ctx, openai, keystest.Value(t, "secret"), release.AnyVersion)
	return map[string]error{
		"state": stateErr, "fields": fieldsErr, "set": setErr,
		"mark":    keys.Mark(ctx, openai.Path, release.KeyOwner{Catalog: "igny8", Release: 1}),
		"destroy": keys.Destroy(ctx, openai.Path, []int{1}),
	}
}

// expectAll checks that everything fails alike, and tells what it should.
func expectAll(t testing.TB, keys *Keys, sentinel error, texts ...string) {
	t.Helper()
	for name, err := range everything(t, keys) {
		expectError(t, name, err, sentinel, texts...)
	}
}

func expectError(t testing.TB, name string, err, sentinel error, texts ...string) {
	t.Helper()
	if err == nil || sentinel != nil && !errors.Is(err, sentinel) {
		t.Errorf("%s: got %v, want %v", name, err, sentinel)
		return
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("%s: %q does not contain %q", name, err, text)
		}
	}
	for _, text := range []string{keystest.Canary, "\n"} {
		if strings.Contains(err.Error(), text) {
			t.Errorf("%s: the error contains %q: %v", name, text, err)
		}
	}
}

func TestSealed(t *testing.T) {
	server := testserver.NewVault(t)
	keys := openVault(t, envOf(server), server.Mount)
	mustSet(t, keys, openai, "one", 1)
	server.Seal(t)
	begin := time.Now()
	expectAll(t, keys, release.ErrKeysSealed, server.Address, "unseal it")
	if took := time.Since(begin); took > time.Second {
		t.Errorf("five requests took %v: a sealed Vault was asked again", took)
	}
	expectAll(t, openVault(t, envOf(server), server.Mount), release.ErrKeysSealed)
	server.Unseal(t)
	// A core that was just unsealed takes a moment to be active.
	for deadline := time.Now().Add(10 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if state, err := keys.State(context.Background(), openai.Path); err == nil && state.Current == 1 {
			return
		}
	}
	t.Error("the keys do not come back after unsealing")
}

func TestUnreachable(t *testing.T) {
	server := testserver.Vault(t)
	proxy := testserver.NewProxy(t, server.Address)
	env := with(with(envOf(server), "VAULT_ADDR", "http://"+proxy.Address()), "VAULT_MAX_RETRIES", "0")
	keys := openVault(t, env, server.Mount)
	proxy.Refuse()
	expectAll(t, keys, release.ErrKeysUnreachable, proxy.Address())
	proxy.Stall()
	keys = openVault(t, with(env, "VAULT_CLIENT_TIMEOUT", "200ms"), server.Mount)
	expectAll(t, keys, release.ErrKeysUnreachable, "no answer within 200ms")

	keys = openVault(t, map[string]string{"VAULT_TOKEN": "root", "VAULT_MAX_RETRIES": "0"}, "secret")
	if _, err := keys.State(context.Background(), "a"); err != nil {
		expectError(t, "default address", err, release.ErrKeysUnreachable, "https://127.0.0.1:8200", "VAULT_ADDR is not set")
	}
}

// TestRetries has a server that answers at the third attempt only.
func TestRetries(t *testing.T) {
	for retries, want := range map[string]int{"": 3, "0": 1, "1": 2} {
		requests := 0
		front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			requests++
			http.Error(w, `{"errors":["`+keystest.Canary+` lost"]}`, http.StatusBadGateway)
		}))
		defer front.Close()
		keys := openVault(t, map[string]string{"VAULT_ADDR": front.URL, "VAULT_TOKEN": "root", "VAULT_MAX_RETRIES": retries}, "secret")
		_, err := keys.State(context.Background(), openai.Path)
		if !errors.Is(err, release.ErrKeysUnreachable) || !strings.Contains(err.Error(), "status 502") {
			t.Errorf("got %v, want ErrKeysUnreachable with the status", err)
		}
		if requests != want {
			t.Errorf("VAULT_MAX_RETRIES=%s: %d requests, want %d", retries, requests, want)
		}
	}
}

// TestHostileAnswers has something that is no Vault, and quotes what it gets.
func TestHostileAnswers(t *testing.T) {
	for name, answer := range map[string]string{
		"page": "<html>%s</html>", "errors": `{"errors":["cannot take %s"]}`, "nothing": "", "half": `{"data":{`, "kind": `{"data":[1]}`, "array": `[]`,
	} {
		for _, status := range []int{200, 400, 404, 403, 413, 500} {
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if strings.HasPrefix(r.URL.Path, "/v1/sys/") {
					_, _ = w.Write([]byte(`{"data":{"type":"kv","path":"secret/","options":{"version":"2"}}}`))
					return
				}
				if r.Method == http.MethodGet {
					_, _ = w.Write([]byte(`{"data":{"data":{"other":"` + keystest.Canary + `other"},"metadata":{"version":1}}}`))
					return
				}
				w.WriteHeader(status)
				_, _ = w.Write([]byte(strings.ReplaceAll(answer, "%s", keystest.Canary+"secret "+keystest.Canary+"other")))
			}))
			keys := openVault(t, map[string]string{"VAULT_ADDR": front.URL, "VAULT_TOKEN": "root", "VAULT_MAX_RETRIES": "0"}, "secret")
			_, _, err := keys.Set(context.Background(), openai, keystest.Value(t, "secret"), release.AnyVersion)
			expectError(t, fmt.Sprint(name, status), err, nil)
			if name == "page" && status != 200 && status != 404 && status != 403 {
				expectError(t, fmt.Sprint(name, status), err, nil, fmt.Sprint("status ", status), "does not look like Vault's")
			}
			front.Close()
		}
	}
}

func TestWrongToken(t *testing.T) {
	server := testserver.Vault(t)
	keys := openVault(t, with(envOf(server), "VAULT_TOKEN", "hvs.wrong"), server.Mount)
	expectAll(t, keys, release.ErrKeysDenied, "token is not valid", "log in again")
	token := server.TokenFor(t, "short", `path "`+server.Mount+`/*" { capabilities = ["read"] }`)
	keys = openVault(t, with(envOf(server), "VAULT_TOKEN", token), server.Mount)
	if _, err := keys.State(context.Background(), openai.Path); err != nil {
		t.Errorf("before it is revoked: %v", err)
	}
	server.Call(t, "POST", "auth/token/revoke", map[string]any{"token": token})
	_, err := keys.State(context.Background(), openai.Path)
	expectError(t, "revoked", err, release.ErrKeysDenied, "token is not valid")
}

func TestDenied(t *testing.T) {
	server := testserver.Vault(t)
	token := server.TokenFor(t, "elsewhere", `path "`+server.Mount+`/data/elsewhere" { capabilities = ["read"] }`)
	keys := openVault(t, with(envOf(server), "VAULT_TOKEN", token), server.Mount)
	errs := everything(t, keys)
	for name, texts := range map[string][]string{
		"state":   {`read on "` + server.Mount + `/metadata/catalogc/platform/openai"`},
		"fields":  {`read on "` + server.Mount + `/subkeys/catalogc/platform/openai"`},
		"set":     {`read on "` + server.Mount + `/data/catalogc/platform/openai"`},
		"mark":    {`read on "` + server.Mount + `/metadata/catalogc/platform/openai"`},
		"destroy": {`update on "` + server.Mount + `/destroy/catalogc/platform/openai"`},
	} {
		expectError(t, name, errs[name], release.ErrKeysDenied, append(texts, "catalogc keys policy")...)
	}
	// A login that may not even see the mount gets the same.
	token = server.TokenFor(t, "nothing", `path "sys/nothing" { capabilities = ["read"] }`)
	expectAll(t, openVault(t, with(envOf(server), "VAULT_TOKEN", token), server.Mount), release.ErrKeysDenied, "catalogc keys policy")
}

func TestWrongMounts(t *testing.T) {
	server := testserver.Vault(t)
	old := server.MountKV(t, 1)
	expectAll(t, openVault(t, envOf(server), old), nil, "KV version 1", "vault kv enable-versioning "+old)
	if status, answer, err := server.Try("GET", old+"/data/catalogc/platform/openai", nil); status != 404 || err != nil {
		t.Errorf("got status %d, %v: something was written to version 1", status, answer)
	}
	for name, err := range everything(t, openVault(t, envOf(server), "nowhere")) {
		expectError(t, name, err, nil, `nothing is mounted at "nowhere"`, "vault secrets enable")
	}
	expectAll(t, openVault(t, envOf(server), server.Mount+"/folder"), nil, "folder of the mount", "mount: "+server.Mount)
	expectAll(t, openVault(t, envOf(server), "sys"), nil, `of type "system"`)
	for _, mount := range []string{"", "/", "a/../b", "a//b"} {
		if _, err := Open(context.Background(), Options{Mount: mount, Env: envOf(server)}); err == nil {
			t.Errorf("mount %q is taken", mount)
		}
	}
}
