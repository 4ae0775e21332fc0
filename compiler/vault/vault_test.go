package vault

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/keystest"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/testserver"
)

func TestMain(m *testing.M) {
	// Nothing of the machine's own Vault may reach a test.
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); strings.HasPrefix(name, "VAULT_") {
			_ = os.Unsetenv(name)
		}
	}
	testserver.Main(m)
}

// envOf returns the environment that leads to a server as root.
func envOf(server *testserver.VaultServer) map[string]string {
	return map[string]string{"VAULT_ADDR": server.Address, "VAULT_TOKEN": server.Token}
}

// with returns an environment with one more variable.
func with(env map[string]string, name, value string) map[string]string {
	more := map[string]string{name: value}
	for other, text := range env {
		if other != name {
			more[other] = text
		}
	}
	return more
}

func openVault(t testing.TB, env map[string]string, mount string) *Keys {
	t.Helper()
	keys, err := Open(context.Background(), Options{Mount: mount, Prefix: "catalogc", Env: env})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = keys.Close() })
	return keys
}

func mustSet(t testing.TB, keys release.Keys, ref resource.KeyRef, text string, wantVersion int) {
	t.Helper()
	version, _, err := keys.Set(context.Background(), ref, keystest.Value(t, text), release.AnyVersion)
	if err != nil {
		t.Fatal(err)
	}
	if version != wantVersion {
		t.Fatalf("set %s: got version %d, want %d", ref, version, wantVersion)
	}
}

var openai = resource.KeyRef{Path: "platform/openai", Field: "api_key"}

func TestConformance(t *testing.T) {
	mounts := map[string]*testserver.VaultServer{}
	keystest.Run(t, func(t *testing.T) release.Keys {
		server := mounts[t.Name()]
		if server == nil {
			server = testserver.Vault(t)
			mounts[t.Name()] = server
		}
		return openVault(t, envOf(server), server.Mount)
	})
}

func TestConformanceWithoutPrefixAndWithCasRequired(t *testing.T) {
	mounts := map[string]*testserver.VaultServer{}
	keystest.Run(t, func(t *testing.T) release.Keys {
		server := mounts[t.Name()]
		if server == nil {
			server = testserver.Vault(t)
			mounts[t.Name()] = server
			server.Call(t, "POST", server.Mount+"/config", map[string]any{"cas_required": true})
		}
		keys, err := Open(context.Background(), Options{Mount: "/" + server.Mount + "/", Env: envOf(server)})
		if err != nil {
			t.Fatal(err)
		}
		return keys
	})
}

func TestWhereKeysAre(t *testing.T) {
	server := testserver.Vault(t)
	keys := openVault(t, envOf(server), server.Mount)
	if got, want := keys.String(), "Vault at "+server.Address+" ("+server.Mount+"/catalogc)"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	mustSet(t, keys, openai, "one", 1)
	data := server.Call(t, "GET", server.Mount+"/data/catalogc/platform/openai", nil)["data"]
	if got := data.(map[string]any)["api_key"]; got != keystest.Canary+"one" {
		t.Errorf("Vault holds %v", got)
	}
}

// TestMarkKeepsForeignMetadata marks a path that somebody else wrote notes to,
// with PATCH and, for a login that may not, without.
func TestMarkKeepsForeignMetadata(t *testing.T) {
	server := testserver.Vault(t)
	policy := `path "` + server.Mount + `/metadata/*" { capabilities = ["create", "read", "update"] }`
	for name, token := range map[string]string{"patch": server.Token, "no patch": server.TokenFor(t, "no-patch", policy)} {
		t.Run(name, func(t *testing.T) {
			ref := resource.KeyRef{Path: strings.ReplaceAll(name, " ", "-"), Field: "api_key"}
			mustSet(t, openVault(t, envOf(server), server.Mount), ref, "one", 1)
			at := server.Mount + "/metadata/catalogc/" + ref.Path
			server.Call(t, "POST", at, map[string]any{
				"custom_metadata": map[string]string{"team": "search", "managed-by": "terraform"}, "max_versions": 7, "cas_required": true,
			})
			keys := openVault(t, with(envOf(server), "VAULT_TOKEN", token), server.Mount)
			if state, err := keys.State(context.Background(), ref.Path); err != nil || !state.Owner.IsZero() {
				t.Errorf("got owner %+v and %v, want nobody of ours", state.Owner, err)
			}
			owner := release.KeyOwner{Catalog: "igny8", Target: "production", Release: 4, Commit: "abc"}
			if err := keys.Mark(context.Background(), ref.Path, owner); err != nil {
				t.Fatal(err)
			}
			metadata := server.Call(t, "GET", at, nil)
			custom := metadata["custom_metadata"].(map[string]any)
			for key, want := range map[string]string{
				"team": "search", "managed-by": "catalogc", "catalogc-catalog": "igny8", "catalogc-target": "production",
				"catalogc-release": "4", "catalogc-commit": "abc",
			} {
				if custom[key] != want {
					t.Errorf("custom metadata has %s %v, want %s", key, custom[key], want)
				}
			}
			if metadata["max_versions"] != 7.0 || metadata["cas_required"] != true {
				t.Errorf("got %v, want max_versions and cas_required as before", metadata)
			}
		})
	}
}

func TestDeletedVersions(t *testing.T) {
	server := testserver.Vault(t)
	keys := openVault(t, envOf(server), server.Mount)
	mustSet(t, keys, resource.KeyRef{Path: openai.Path, Field: "organization"}, "other", 1)
	mustSet(t, keys, openai, "one", 2)
	server.Call(t, "DELETE", server.Mount+"/data/catalogc/"+openai.Path, nil)
	state, err := keys.State(context.Background(), openai.Path)
	if err != nil || state.Current != 2 || state.Usable(2) || !state.Usable(1) {
		t.Errorf("got %+v and %v, want version 2 to be deleted", state, err)
	}
	if v, _ := state.Version(2); !v.Deleted || v.Destroyed {
		t.Errorf("got %+v, want deleted and not destroyed", v)
	}
	if fields, err := keys.Fields(context.Background(), openai.Path, 2); err != nil || fields != nil {
		t.Errorf("got fields %q and %v, want none", fields, err)
	}
	// The value was deleted, so it is written, and it alone.
	mustSet(t, keys, openai, "one", 3)
	if fields, err := keys.Fields(context.Background(), openai.Path, 3); err != nil || len(fields) != 1 {
		t.Errorf("got fields %q and %v, want the new one", fields, err)
	}
}

// TestVersionsThatWillBeDeleted has a mount that deletes versions after a time.
func TestVersionsThatWillBeDeleted(t *testing.T) {
	server := testserver.Vault(t)
	server.Call(t, "POST", server.Mount+"/config", map[string]any{"delete_version_after": "1h", "max_versions": 2})
	keys := openVault(t, envOf(server), server.Mount)
	for i, text := range []string{"one", "two", "three"} {
		mustSet(t, keys, openai, text, i+1)
	}
	state, err := keys.State(context.Background(), openai.Path)
	if err != nil || len(state.Versions) != 2 || !state.Usable(2) || !state.Usable(3) || state.Usable(1) {
		t.Errorf("got %+v and %v, want versions 2 and 3 to be usable", state, err)
	}
}

// TestForeignValues has a path that holds more than text.
func TestForeignValues(t *testing.T) {
	server := testserver.Vault(t)
	at := server.Mount + "/data/catalogc/" + openai.Path
	server.Call(t, "POST", at, map[string]any{"data": map[string]any{
		"api_key": 12345678901234567, "nested": map[string]any{"list": []any{1.5, nil, true}}, "line": keystest.Canary + "\n",
	}})
	keys := openVault(t, envOf(server), server.Mount)
	if fields, err := keys.Fields(context.Background(), openai.Path, 1); err != nil || strings.Join(fields, " ") != "api_key line nested" {
		t.Errorf("got fields %q and %v", fields, err)
	}
	// A value that differs in its line end differs.
	mustSet(t, keys, resource.KeyRef{Path: openai.Path, Field: "line"}, "", 2)
	data := server.Call(t, "GET", at, nil)["data"].(map[string]any)
	if data["api_key"] != 12345678901234567.0 || data["line"] != keystest.Canary {
		t.Errorf("got %v", data)
	}
	list := data["nested"].(map[string]any)["list"].([]any)
	if len(list) != 3 || list[0] != 1.5 || list[1] != nil || list[2] != true {
		t.Errorf("got %v, want the other fields as before", list)
	}
}
