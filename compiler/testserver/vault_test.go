package testserver

import (
	"net/http"
	"testing"
	"time"
)

func TestVaultMountsAreTheTestsOwn(t *testing.T) {
	one, two := Vault(t), Vault(t)
	if one.Address != two.Address || one.Mount == two.Mount {
		t.Fatalf("got %s/%s and %s/%s, want one server and two mounts", one.Address, one.Mount, two.Address, two.Mount)
	}
	one.Call(t, "POST", one.Mount+"/data/a", map[string]any{"data": map[string]any{"k": "v"}})
	if got := one.Call(t, "GET", one.Mount+"/data/a", nil)["data"].(map[string]any)["k"]; got != "v" {
		t.Errorf("got %v, want v", got)
	}
	if status, _, err := two.Try("GET", two.Mount+"/data/a", nil); status != http.StatusNotFound || err != nil {
		t.Errorf("got status %d and %v, want 404", status, err)
	}
}

func TestVaultSealsAndStops(t *testing.T) {
	server := NewVault(t)
	server.Seal(t)
	if status, _, err := server.Try("GET", server.Mount+"/data/a", nil); status != http.StatusServiceUnavailable || err != nil {
		t.Errorf("sealed: got status %d and %v, want 503", status, err)
	}
	server.Unseal(t)
	if status, _, err := server.Try("GET", server.Mount+"/data/a", nil); status != http.StatusNotFound || err != nil {
		t.Errorf("unsealed: got status %d and %v, want 404", status, err)
	}
	server.Stop()
	if status, _, err := server.Try("GET", "sys/health", nil); err == nil {
		t.Errorf("stopped: got status %d, want an error", status)
	}
}

func TestProxyFails(t *testing.T) {
	server := Vault(t)
	proxy := NewProxy(t, server.Address)
	through := &VaultServer{Address: "http://" + proxy.Address(), Token: server.Token}
	health := func() error { _, _, err := through.Try("GET", "sys/health", nil); return err }
	write := func() error {
		_, _, err := through.Try("POST", server.Mount+"/data/a", map[string]any{"data": map[string]any{"k": "v"}})
		return err
	}
	version := func() any {
		return server.Call(t, "GET", server.Mount+"/metadata/a", nil)["current_version"]
	}
	if err := write(); err != nil {
		t.Fatal(err)
	}
	proxy.CutReplies("POST /v1/", 1)
	if err := write(); err == nil || version() != 2.0 {
		t.Errorf("cut reply: got %v and version %v, want an error and version 2", err, version())
	}
	if err := health(); err != nil {
		t.Errorf("after one cut: %v", err)
	}
	proxy.CutRequests(60)
	if err := write(); err == nil || version() != 2.0 {
		t.Errorf("cut request: got %v and version %v, want an error and no new version", err, version())
	}
	proxy.Refuse()
	if err := health(); err == nil {
		t.Error("refused: got no error")
	}
	proxy.Stall()
	done := make(chan error)
	go func() { done <- health() }()
	select {
	case err := <-done:
		t.Errorf("stalled: got an answer, %v", err)
	case <-time.After(200 * time.Millisecond):
	}
	proxy.Pass()
	if err := <-done; err != nil {
		t.Errorf("after the stall: %v", err)
	}
}
