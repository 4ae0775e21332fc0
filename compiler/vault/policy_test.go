package vault

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/keystest"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/testserver"
)

func policiesOf(t *testing.T, options PolicyOptions, refs ...resource.KeyRef) map[string]string {
	t.Helper()
	list, err := Policies(options, refs)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, p := range list {
		found[p.Name] = p.HCL
	}
	return found
}

func TestPolicyText(t *testing.T) {
	refs := []resource.KeyRef{openai, {Path: "platform/openai", Field: "other"}, {Path: "bria", Field: "api_key"}}
	got := policiesOf(t, PolicyOptions{Mount: "secret", Prefix: "catalogc"}, refs...)
	want := `# Sees which keys and versions there are, and to whom they belong. Reads no key.

path "secret/metadata/catalogc/bria" {
  capabilities = ["read"]
}

path "secret/subkeys/catalogc/bria" {
  capabilities = ["read"]
}

path "secret/metadata/catalogc/platform/openai" {
  capabilities = ["read"]
}

path "secret/subkeys/catalogc/platform/openai" {
  capabilities = ["read"]
}

path "secret/metadata/catalogc/" {
  capabilities = ["list"]
}

path "secret/metadata/catalogc/platform/" {
  capabilities = ["list"]
}
`
	if got["auditor"] != want {
		t.Errorf("got\n%s\nwant\n%s", got["auditor"], want)
	}
	slices.Reverse(refs)
	if again := policiesOf(t, PolicyOptions{Mount: "/secret/", Prefix: "catalogc/"}, refs...); again["publisher"] != got["publisher"] {
		t.Error("the order of the references changes the policy")
	}
	if list := policiesOf(t, PolicyOptions{Mount: "secret"}, refs...)["auditor"]; !strings.Contains(list, `path "secret/metadata/" {`) {
		t.Errorf("got\n%s\nwant a rule to list the mount", list)
	}
	if strings.Contains(got["publisher"], "destroy") {
		t.Error("the publisher may destroy although that was not asked for")
	}
	for _, path := range []string{"platform/*", "+/openai", "{{identity.entity.id}}", "../other", ""} {
		if _, err := Policies(PolicyOptions{Mount: "secret"}, []resource.KeyRef{{Path: path, Field: "a"}}); err == nil {
			t.Errorf("path %q is taken", path)
		}
	}
}

// role is somebody with one of the policies.
type role struct {
	server *testserver.VaultServer
	token  string
	keys   *Keys
}

func roles(t *testing.T, prune bool) map[string]role {
	t.Helper()
	server := testserver.Vault(t)
	found := map[string]role{}
	for name, text := range policiesOf(t, PolicyOptions{Mount: server.Mount, Prefix: "catalogc", Prune: prune}, openai) {
		token := server.TokenFor(t, name, text)
		found[name] = role{server, token, openVault(t, with(envOf(server), "VAULT_TOKEN", token), server.Mount)}
	}
	return found
}

// expectForbidden makes requests that a role may not make.
func (r role) expectForbidden(t *testing.T, requests ...string) {
	t.Helper()
	body := map[string]any{"data": map[string]any{"a": "b"}, "versions": []int{1}, "policy": `path "*" {}`, "type": "kv"}
	for _, request := range requests {
		method, path, _ := strings.Cut(request, " ")
		path = strings.ReplaceAll(path, "MOUNT", r.server.Mount)
		var sent any = body
		if method == "GET" || method == "LIST" || method == "DELETE" {
			sent = nil
		}
		if status, _, err := r.server.TryAs(r.token, method, path, sent); status != http.StatusForbidden || err != nil {
			t.Errorf("%s: got status %d and %v, want 403", request, status, err)
		}
	}
}

// nobodyMay are requests that none of the three may make.
func nobodyMay() []string {
	return []string{
		"GET MOUNT/data/catalogc/platform/other", "PUT MOUNT/data/catalogc/platform/other", "GET MOUNT/metadata/catalogc/platform/other",
		"GET MOUNT/data/other/platform/openai", "GET MOUNT/data/catalogc/platform/openai/below", "GET MOUNT/subkeys/catalogc/platform/other",
		"DELETE MOUNT/data/catalogc/platform/openai", "PUT MOUNT/delete/catalogc/platform/openai", "PUT MOUNT/undelete/catalogc/platform/openai",
		"DELETE MOUNT/metadata/catalogc/platform/openai", "PUT MOUNT/metadata/catalogc/platform/openai", "LIST MOUNT/metadata/",
		"LIST MOUNT/metadata/other/", "GET MOUNT/config", "PUT MOUNT/config", "GET sys/mounts", "PUT sys/mounts/another", "GET sys/policies/acl/publisher",
		"PUT sys/policies/acl/publisher", "PUT sys/seal", "PUT auth/token/create", "PUT MOUNT/destroy/catalogc/platform/other",
	}
}

func TestPublisherPolicy(t *testing.T) {
	publisher := roles(t, false)["publisher"]
	mustSet(t, publisher.keys, openai, "one", 1)
	mustSet(t, publisher.keys, openai, "one", 1)
	mustSet(t, publisher.keys, openai, "two", 2)
	owner := release.KeyOwner{Catalog: "igny8", Target: "production", Release: 1, Commit: "abc"}
	if err := publisher.keys.Mark(context.Background(), openai.Path, owner); err != nil {
		t.Error(err)
	}
	state, err := publisher.keys.State(context.Background(), openai.Path)
	if err != nil || state.Current != 2 || state.Owner != owner {
		t.Errorf("got %+v and %v, want version 2 with its owner", state, err)
	}
	if fields, err := publisher.keys.Fields(context.Background(), openai.Path, 1); err != nil || len(fields) != 1 {
		t.Errorf("got fields %q and %v, want one", fields, err)
	}
	expectError(t, "destroy", publisher.keys.Destroy(context.Background(), openai.Path, []int{1}), release.ErrKeysDenied)
	publisher.expectForbidden(t, append(nobodyMay(), "PUT MOUNT/destroy/catalogc/platform/openai", "PATCH MOUNT/data/catalogc/platform/openai",
		"LIST MOUNT/metadata/catalogc/")...)
}

func TestPublisherPolicyThatPrunes(t *testing.T) {
	publisher := roles(t, true)["publisher"]
	mustSet(t, publisher.keys, openai, "one", 1)
	mustSet(t, publisher.keys, openai, "two", 2)
	if err := publisher.keys.Destroy(context.Background(), openai.Path, []int{1}); err != nil {
		t.Error(err)
	}
	if state, err := publisher.keys.State(context.Background(), openai.Path); err != nil || state.Usable(1) || !state.Usable(2) {
		t.Errorf("got %+v and %v, want version 1 to be destroyed", state, err)
	}
	publisher.expectForbidden(t, append(nobodyMay(), "PATCH MOUNT/data/catalogc/platform/openai")...)
}

func TestApplicationPolicy(t *testing.T) {
	all := roles(t, false)
	mustSet(t, all["publisher"].keys, openai, "one", 1)
	mustSet(t, all["publisher"].keys, openai, "two", 2)
	application := all["application"]
	for version, want := range map[string]string{"?version=1": "one", "?version=2": "two", "": "two"} {
		_, answer, err := application.server.TryAs(application.token, "GET", application.server.Mount+"/data/catalogc/platform/openai"+version, nil)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := answer["data"].(map[string]any)
		fields, _ := data["data"].(map[string]any)
		if fields["api_key"] != keystest.Canary+want {
			t.Errorf("%q: got %v, want the value", version, answer)
		}
	}
	// What the application has to do through our code it may, and no more: this
	// value is there already.
	mustSet(t, application.keys, openai, "two", 2)
	_, _, err := application.keys.Set(context.Background(), openai, keystest.Value(t, "three"), release.AnyVersion)
	expectError(t, "set", err, release.ErrKeysDenied, "create and update on")
	application.expectForbidden(t, append(nobodyMay(), "PUT MOUNT/data/catalogc/platform/openai", "PATCH MOUNT/data/catalogc/platform/openai",
		"GET MOUNT/metadata/catalogc/platform/openai", "PATCH MOUNT/metadata/catalogc/platform/openai", "PUT MOUNT/destroy/catalogc/platform/openai",
		"LIST MOUNT/metadata/catalogc/")...)
	// Reading the fields falls back to the data, which it may read.
	if fields, err := application.keys.Fields(context.Background(), openai.Path, 1); err != nil || !slices.Equal(fields, []string{"api_key"}) {
		t.Errorf("got fields %q and %v, want api_key", fields, err)
	}
}

func TestAuditorPolicy(t *testing.T) {
	all := roles(t, false)
	mustSet(t, all["publisher"].keys, openai, "one", 1)
	auditor := all["auditor"]
	if state, err := auditor.keys.State(context.Background(), openai.Path); err != nil || !state.Usable(1) {
		t.Errorf("got %+v and %v, want version 1", state, err)
	}
	for version, want := range map[int][]string{1: {"api_key"}, 2: nil} {
		if fields, err := auditor.keys.Fields(context.Background(), openai.Path, version); err != nil || !slices.Equal(fields, want) {
			t.Errorf("version %d: got fields %q and %v, want %q", version, fields, err, want)
		}
	}
	for path, want := range map[string]string{"catalogc/": "platform/", "catalogc/platform/": "openai"} {
		_, answer, err := auditor.server.TryAs(auditor.token, "LIST", auditor.server.Mount+"/metadata/"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		data, _ := answer["data"].(map[string]any)
		if list, _ := data["keys"].([]any); len(list) != 1 || list[0] != want {
			t.Errorf("%s: got %v, want %s", path, answer, want)
		}
	}
	_, _, err := auditor.keys.Set(context.Background(), openai, keystest.Value(t, "one"), release.AnyVersion)
	expectError(t, "set", err, release.ErrKeysDenied, "read on")
	expectError(t, "mark", auditor.keys.Mark(context.Background(), openai.Path, release.KeyOwner{Release: 1}), release.ErrKeysDenied, "patch on")
	auditor.expectForbidden(t, append(nobodyMay(), "GET MOUNT/data/catalogc/platform/openai", "GET MOUNT/data/catalogc/platform/openai?version=1",
		"PUT MOUNT/data/catalogc/platform/openai", "PATCH MOUNT/data/catalogc/platform/openai", "PATCH MOUNT/metadata/catalogc/platform/openai",
		"PUT MOUNT/destroy/catalogc/platform/openai")...)
}
