package compiler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"filippo.io/age"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/keyfile"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/secret"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/sqlstore"
	"github.com/igny8/catalogc/compiler/testserver"
	"github.com/igny8/catalogc/compiler/vault"
)

func TestMain(m *testing.M) { testserver.Main(m) }

// rounds is how often tests of races and crashes repeat themselves: once in
// `make test`, more often in `make faults`.
func rounds(t *testing.T) int {
	t.Helper()
	text := os.Getenv("CATALOGC_TEST_ROUNDS")
	if text == "" {
		return 1
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("CATALOGC_TEST_ROUNDS=%q is no number from 1", text)
	}
	return n
}

// place is where a test publishes to: a database and a key store, in a form
// that a child process can be told.
type place struct {
	Database string `json:"database"`
	// KeyFile, or Vault with its Token, Mount and Prefix.
	KeyFile  string `json:"key_file,omitempty"`
	Vault    string `json:"vault,omitempty"`
	Token    string `json:"token,omitempty"`
	Mount    string `json:"mount,omitempty"`
	Identity string `json:"identity"`
	// Recipient is whom keys are sealed for.
	Recipient string `json:"recipient"`
}

// places are the embedded default and the production target.
func places() map[string]func(*testing.T) place {
	return map[string]func(*testing.T) place{"embedded": embedded, "production": production}
}

func embedded(t *testing.T) place {
	t.Helper()
	folder := t.TempDir()
	p := place{Database: "sqlite:" + filepath.Join(folder, "catalogc.db"), KeyFile: filepath.Join(folder, "keys.age")}
	return p.withIdentity(t)
}

func production(t *testing.T) place {
	t.Helper()
	server := testserver.Vault(t)
	p := place{Database: testserver.Postgres(t), Vault: server.Address, Token: server.Token, Mount: server.Mount}
	return p.withIdentity(t)
}

func (p place) withIdentity(t *testing.T) place {
	t.Helper()
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	p.Identity, p.Recipient = identity.String(), identity.Recipient().String()
	return p
}

// open opens the place and returns what closes it.
func (p place) open(ctx context.Context) (*release.Publisher, func() error, error) {
	store, err := sqlstore.Open(ctx, p.Database, kinds.All(), sqlstore.ReadWrite)
	if err != nil {
		return nil, nil, err
	}
	keys, err := p.openKeys(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, store.Close())
	}
	publisher := &release.Publisher{
		Store: store, Keys: keys, Registry: kinds.All(), Now: func() time.Time { return today }, By: "tester@" + fmt.Sprint(os.Getpid()), Compiler: "test",
		Unseal: func(sealed string) (secret.Value, error) { return keyfile.Unseal(sealed, p.Identity) },
	}
	return publisher, func() error { return errors.Join(keys.Close(), store.Close()) }, nil
}

func (p place) openKeys(ctx context.Context) (release.Keys, error) {
	if p.Vault == "" {
		return keyfile.Open(keyfile.Options{Path: p.KeyFile, Identity: p.Identity})
	}
	return vault.Open(ctx, vault.Options{Mount: p.Mount, Prefix: "catalogc", Env: map[string]string{
		"VAULT_ADDR": p.Vault, "VAULT_TOKEN": p.Token, "VAULT_MAX_RETRIES": "0", "VAULT_CLIENT_TIMEOUT": "10s",
	}})
}

func (p place) publisher(t *testing.T) *release.Publisher {
	t.Helper()
	publisher, closeAll, err := p.open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := closeAll(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return publisher
}

// seal encrypts a key as the catalogue would hold it.
func (p place) seal(t *testing.T, key string) string {
	t.Helper()
	value, err := secret.NewValue([]byte(key))
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := keyfile.Seal(value, []string{p.Recipient})
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// edition compiles a small catalogue with an integration; each edition has
// other prompts.
func edition(t *testing.T, n int) *bundle.Bundle {
	t.Helper()
	files := []source.File{
		{Path: "catalogc.yaml", Data: []byte("format: 1\nname: shop\n")},
		{Path: "integrations/openai.yaml", Data: []byte("kind: Integration\nname: openai\nprovider: openai\napi_key: vault:platform/openai#api_key\n")},
		{Path: "prompts/ideas.yaml", Data: fmt.Appendf(nil, "kind: Prompt\nname: ideas\ntype: ideas\nversion: %d\nsyntax: plain\ntemplate: Write %d ideas.\n", n, n)},
		{Path: "prompts/titles.yaml", Data: fmt.Appendf(nil, "kind: Prompt\nname: titles\ntype: clustering\nversion: %d\nsyntax: plain\ntemplate: Write %d titles.\n", n, n)},
		{Path: "settings.yaml", Data: []byte("kind: Settings\nname: global\n")},
	}
	result, err := Compile(context.Background(), &source.Tree{Files: files}, Options{Today: today})
	if err != nil {
		t.Fatal(err)
	}
	if result.Diagnostics.HasErrors() {
		t.Fatalf("findings: %v", result.Diagnostics)
	}
	b, err := bundle.Build(result.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// sealed returns the sealed keys of a catalogue.
func (p place) sealed(t *testing.T, key string) map[string]string {
	return map[string]string{"openai": p.seal(t, key)}
}

func planEdition(t *testing.T, publisher *release.Publisher, n int, sealed map[string]string) *plan.Plan {
	t.Helper()
	planned, err := publisher.Plan(context.Background(), release.Wanted{Bundle: edition(t, n), Sealed: sealed}, plan.Context{Target: "production"})
	if err != nil {
		t.Fatal(err)
	}
	if len(planned.Conflicts) > 0 {
		t.Fatalf("conflicts: %v", planned.Conflicts)
	}
	return planned.Plan
}

func mustPublish(t *testing.T, publisher *release.Publisher, pl *plan.Plan) *release.Release {
	t.Helper()
	r, err := publisher.Publish(context.Background(), pl)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// save writes a plan as a file.
func save(t *testing.T, pl *plan.Plan) string {
	t.Helper()
	var out bytes.Buffer
	if err := pl.Write(&out); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "plan.json")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func planContext() plan.Context { return plan.Context{Target: "production"} }
