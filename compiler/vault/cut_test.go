package vault

import (
	"context"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/keystest"
	"github.com/igny8/catalogc/compiler/testserver"
)

// throughProxy returns keys whose connection can be cut.
func throughProxy(t *testing.T, retries string) (*Keys, *testserver.Proxy) {
	t.Helper()
	server := testserver.Vault(t)
	proxy := testserver.NewProxy(t, server.Address)
	env := with(with(envOf(server), "VAULT_ADDR", "http://"+proxy.Address()), "VAULT_MAX_RETRIES", retries)
	return openVault(t, env, server.Mount), proxy
}

func versionsOf(t *testing.T, keys *Keys) int {
	t.Helper()
	state, err := keys.State(context.Background(), openai.Path)
	if err != nil {
		t.Fatal(err)
	}
	return state.Current
}

// TestAnswerLost cuts the connection after a write arrived: the client repeats
// it, which check-and-set refuses, and what was written is found.
func TestAnswerLost(t *testing.T) {
	for _, retries := range []string{"0", "2"} {
		keys, proxy := throughProxy(t, retries)
		mustSet(t, keys, openai, "one", 1)
		proxy.CutReplies("PUT /v1/", 1)
		version, written, err := keys.Set(context.Background(), openai, keystest.Value(t, "two"), 1)
		if err != nil || version != 2 || !written {
			t.Errorf("%s retries: got version %d, written %t, %v; want 2, true", retries, version, written, err)
		}
		if got := versionsOf(t, keys); got != 2 {
			t.Errorf("%s retries: there are %d versions, want 2", retries, got)
		}
	}
}

// TestAnswerLostForGood cuts every answer. Whoever runs again finds the value.
func TestAnswerLostForGood(t *testing.T) {
	keys, proxy := throughProxy(t, "0")
	mustSet(t, keys, openai, "one", 1)
	proxy.CutReplies("/data/catalogc/", 1000)
	_, _, err := keys.Set(context.Background(), openai, keystest.Value(t, "two"), 1)
	expectError(t, "set", err, release.ErrKeysUnreachable)
	// Only reading was cut.
	proxy.Pass()
	if got := versionsOf(t, keys); got != 1 {
		t.Fatalf("there are %d versions, want 1", got)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	proxy.CutReplies("PUT /v1/", 1)
	current, err := keys.content(ctx, openai.Path)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := keys.write(ctx, openai, keystest.Value(t, "two"), current); err == nil {
		t.Fatal("the answer was not lost")
	}
	version, written, err := keys.Set(context.Background(), openai, keystest.Value(t, "two"), 1)
	if err != nil || version != 2 || written {
		t.Errorf("run again: got version %d, written %t, %v; want 2, false", version, written, err)
	}
}

// TestRequestCut cuts the connection before the write arrived whole.
func TestRequestCut(t *testing.T) {
	keys, proxy := throughProxy(t, "0")
	mustSet(t, keys, openai, "one", 1)
	for _, bytes := range []int{0, 1, 50, 200, 420} {
		proxy.CutRequests(bytes)
		_, _, err := keys.Set(context.Background(), openai, keystest.Value(t, "two"), 1)
		expectError(t, "set", err, release.ErrKeysUnreachable)
		proxy.Pass()
		if got := versionsOf(t, keys); got != 1 {
			t.Errorf("cut after %d bytes: there are %d versions, want 1", bytes, got)
		}
	}
	mustSet(t, keys, openai, "two", 2)
}

// TestSomebodyElseWrote has a conflict that no lost answer explains.
func TestSomebodyElseWrote(t *testing.T) {
	server := testserver.Vault(t)
	keys := openVault(t, envOf(server), server.Mount)
	mustSet(t, keys, openai, "one", 1)
	current, err := keys.content(context.Background(), openai.Path)
	if err != nil {
		t.Fatal(err)
	}
	mustSet(t, keys, openai, "two", 2)
	_, attempts, err := keys.write(context.Background(), openai, keystest.Value(t, "three"), current)
	if !isConflict(err) || attempts.uncertain {
		t.Errorf("got %v, uncertain %t; want a plain conflict", err, attempts.uncertain)
	}
}
