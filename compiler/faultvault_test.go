package compiler

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/testserver"
)

// TestFaultVault publishes a release with a new key while Vault fails in one way
// or another. Nothing becomes live, the error says what to do, and the same plan
// goes through once Vault is well: with one version more, never two.
func TestFaultVault(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		// fail makes Vault fail, for publishers that are opened after it, and returns
		// what mends it.
		fail func(t *testing.T, server *testserver.VaultServer, proxy *testserver.Proxy, p *place) (mend func())
		want error
		says string
	}{
		"sealed": {func(t *testing.T, server *testserver.VaultServer, _ *testserver.Proxy, _ *place) func() {
			server.Call(t, "PUT", "sys/seal", nil)
			return func() { server.Call(t, "PUT", "sys/unseal", map[string]any{"key": server.UnsealKey}) }
		}, release.ErrKeysSealed, "sealed"},
		"unreachable": {func(_ *testing.T, _ *testserver.VaultServer, proxy *testserver.Proxy, _ *place) func() {
			proxy.Refuse()
			return proxy.Pass
		}, release.ErrKeysUnreachable, "reached"},
		"denying": {func(t *testing.T, server *testserver.VaultServer, _ *testserver.Proxy, p *place) func() {
			old := p.Token
			p.Token = server.TokenFor(t, "reader", `path "`+server.Mount+`/metadata/*" { capabilities = ["read"] } path "`+server.Mount+`/subkeys/*" { capabilities = ["read"] }`)
			return func() { p.Token = old }
		}, release.ErrKeysDenied, "keys policy"},
		"losing a request midway": {func(_ *testing.T, _ *testserver.VaultServer, proxy *testserver.Proxy, _ *place) func() {
			proxy.CutRequests(60)
			return proxy.Pass
		}, release.ErrKeysUnreachable, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := testserver.NewVault(t)
			proxy := testserver.NewProxy(t, server.Address)
			p := place{Database: testserver.Postgres(t), Vault: "http://" + proxy.Address(), Token: server.Token, Mount: server.Mount}.withIdentity(t)
			publisher := p.publisher(t)
			mustPublish(t, publisher, planEdition(t, publisher, 1, p.sealed(t, "key-1")))
			pl := planEdition(t, publisher, 2, p.sealed(t, "key-2"))

			mend := test.fail(t, server, proxy, &p)
			err := attempt(p, func(failing *release.Publisher) error {
				_, err := failing.Publish(context.Background(), pl)
				return err
			})
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %v and %q", err, test.want, test.says)
			}
			mend()
			again := p.publisher(t)
			if _, base, err := again.Live(context.Background()); err != nil || base.Release != 1 {
				t.Errorf("release %d is live (%v), want 1", base.Release, err)
			}
			if r := mustPublish(t, again, pl); r.Number != 2 {
				t.Errorf("published again: release %d, want 2", r.Number)
			}
			expectWhole(t, p, again, 2)
		})
	}
}

// attempt opens a place and does something there; either may fail.
func attempt(p place, f func(*release.Publisher) error) error {
	publisher, closeAll, err := p.open(context.Background())
	if err != nil {
		return err
	}
	return errors.Join(f(publisher), closeAll())
}

// TestFaultVaultAnswerLost cuts the connection after Vault has stored a key and
// before it says so, and while it is told about the release.
func TestFaultVaultAnswerLost(t *testing.T) {
	t.Parallel()
	server := testserver.Vault(t)
	proxy := testserver.NewProxy(t, server.Address)
	p := place{Database: testserver.Postgres(t), Vault: "http://" + proxy.Address(), Token: server.Token, Mount: server.Mount}.withIdentity(t)
	publisher := p.publisher(t)
	mustPublish(t, publisher, planEdition(t, publisher, 1, p.sealed(t, "key-1")))

	pl := planEdition(t, publisher, 2, p.sealed(t, "key-2"))
	proxy.CutReplies("/data/catalogc/platform/openai HTTP", 1) // reading the current version
	publisher.Progress = nil
	_, err := publisher.Publish(context.Background(), pl)
	if err != nil && !errors.Is(err, release.ErrKeysUnreachable) {
		t.Fatalf("got %v, want ErrKeysUnreachable or success", err)
	}
	proxy.CutReplies(`"cas":`, 1) // storing the new one
	if r, err := publisher.Publish(context.Background(), pl); err == nil {
		t.Logf("storing was found to have happened: release %d", r.Number)
	} else if !errors.Is(err, release.ErrKeysUnreachable) {
		t.Fatalf("got %v, want ErrKeysUnreachable or success", err)
	}
	proxy.Pass()
	mustPublish(t, publisher, pl)
	expectWhole(t, p, publisher, 2)

	// The release is live, and Vault cannot be told: the next run does it.
	pl = planEdition(t, publisher, 3, p.sealed(t, "key-3"))
	publisher.Progress = func(progress release.Progress) {
		if progress.Step == release.StepCommit {
			proxy.Refuse()
		}
	}
	r, err := publisher.Publish(context.Background(), pl)
	var unfinished *release.UnfinishedError
	if !errors.As(err, &unfinished) || r == nil || r.Number != 3 || !strings.Contains(err.Error(), "release 3 is live") {
		t.Errorf("got %v and %v, want release 3 and an UnfinishedError", r, err)
	}
	if number, err := publisher.Store.Unfinished(context.Background()); err != nil || number != 3 {
		t.Errorf("the unfinished release is %d (%v), want 3", number, err)
	}
	proxy.Pass()
	publisher.Progress = nil
	mustPublish(t, publisher, pl)
	expectWhole(t, p, publisher, 3)
}
