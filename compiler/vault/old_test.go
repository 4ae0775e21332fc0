package vault

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/testserver"
)

// TestOldVault has a Vault that knows neither subkeys (1.10) nor PATCH (1.9).
func TestOldVault(t *testing.T) {
	server := testserver.Vault(t)
	var data, patches int
	through := front(t, server, func(*http.Request) {})
	old := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.Contains(r.URL.Path, "/subkeys/"):
			http.Error(w, `{"errors":["1 error occurred:\n\t* unsupported path\n\n"]}`, http.StatusNotFound)
			return
		case r.Method == http.MethodPatch:
			patches++
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		case strings.Contains(r.URL.Path, "/data/"):
			data++
		}
		through.ServeHTTP(w, r)
	}))
	defer old.Close()
	keys := openVault(t, with(envOf(server), "VAULT_ADDR", old.URL), server.Mount)
	mustSet(t, keys, openai, "one", 1)
	data = 0
	for version, want := range map[int][]string{1: {"api_key"}, 2: nil} {
		if fields, err := keys.Fields(context.Background(), openai.Path, version); err != nil || !slices.Equal(fields, want) {
			t.Errorf("version %d: got fields %q and %v, want %q", version, fields, err, want)
		}
	}
	if data != 1 {
		t.Errorf("values were read %d times, want once: version 2 is not there", data)
	}
	owner := release.KeyOwner{Catalog: "igny8", Target: "production", Release: 2}
	if err := keys.Mark(context.Background(), openai.Path, owner); err != nil {
		t.Fatal(err)
	}
	if state, err := keys.State(context.Background(), openai.Path); err != nil || state.Owner != owner || patches != 1 {
		t.Errorf("got owner %+v, %d patches and %v; want %+v", state.Owner, patches, err, owner)
	}
}

// TestNamespaceIsNamed has a login without rights: the namespace may be wrong.
func TestNamespaceIsNamed(t *testing.T) {
	deny := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, `{"errors":["1 error occurred:\n\t* permission denied\n\n"]}`, http.StatusForbidden)
	}))
	defer deny.Close()
	env := map[string]string{"VAULT_ADDR": deny.URL, "VAULT_TOKEN": "root", "VAULT_NAMESPACE": "team"}
	expectAll(t, openVault(t, env, "secret"), release.ErrKeysDenied, `in namespace "team"`)
}
