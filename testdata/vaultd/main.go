// Command vaultd runs a real HashiCorp Vault core in memory, for tests.
//
// It is initialized with one key share and unsealed, has KV v2 mounted at
// secret/, and the approle, jwt and userpass login methods can be enabled. What
// it holds is gone when the process ends: at SIGTERM, or when its standard
// input closes, so that it does not outlive the test that started it.
//
// Usage: vaultd [-listen 127.0.0.1:0]
//
// When it answers requests it prints one line of JSON, such as
// {"address":"http://127.0.0.1:40001","token":"…","unseal_key":"…","version":"1.21.4"}.
//
// It is a module of its own: Vault brings hundreds of dependencies that
// catalogc must not have.
package main

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/hashicorp/go-hclog"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/sdk/physical/inmem"
	"github.com/hashicorp/vault/vault"
	"github.com/hashicorp/vault/version"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "address to serve on; port 0 picks a free one")
	flag.Parse()
	if err := run(*listen, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "vaultd:", err)
		os.Exit(1)
	}
}

// run serves until SIGTERM, an interrupt, or the end of stdin.
func run(listen string, stdin io.Reader, stdout io.Writer) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		_, _ = io.Copy(io.Discard, stdin)
		stop()
	}()

	core, err := newCore()
	if err != nil {
		return fmt.Errorf("make a core: %w", err)
	}
	defer func() { _ = core.Shutdown() }()
	rootToken, unsealKey, err := start(ctx, core)
	if err != nil {
		return fmt.Errorf("unseal: %w", err)
	}
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler: vaulthttp.Handler.Handler(&vault.HandlerProperties{
			Core:           core,
			ListenerConfig: &configutil.Listener{Type: "tcp"},
		}),
		ReadHeaderTimeout: 10 * time.Second,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	defer func() { _ = server.Close() }()

	address := "http://" + listener.Addr().String()
	if err := mount(ctx, address, rootToken); err != nil {
		return fmt.Errorf("mount secret/: %w", err)
	}
	err = json.NewEncoder(stdout).Encode(map[string]string{
		"address": address, "token": rootToken,
		"unseal_key": base64.StdEncoding.EncodeToString(unsealKey),
		"version":    version.GetVersion().Version,
	})
	if err != nil {
		return err
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
		return nil
	}
}

// newCore builds a sealed core on storage in memory.
func newCore() (*vault.Core, error) {
	logger := hclog.New(&hclog.LoggerOptions{Name: "vaultd", Level: hclog.Error})
	storage, err := inmem.NewInmem(nil, logger)
	if err != nil {
		return nil, err
	}
	return vault.NewCore(&vault.CoreConfig{
		Physical:           storage,
		Logger:             logger,
		DisableMlock:       true,
		LogicalBackends:    secretEngines,
		CredentialBackends: loginMethods,
		BuiltinRegistry:    builtins{},
	})
}

// start initializes and unseals a core.
func start(ctx context.Context, core *vault.Core) (rootToken string, unsealKey []byte, err error) {
	result, err := core.Initialize(ctx, &vault.InitParams{
		BarrierConfig:  &vault.SealConfig{SecretShares: 1, SecretThreshold: 1},
		RecoveryConfig: &vault.SealConfig{},
	})
	if err != nil {
		return "", nil, err
	}
	// Unseal overwrites the share it is given.
	share := append([]byte(nil), result.SecretShares[0]...)
	_, err = core.Unseal(result.SecretShares[0])
	return result.RootToken, share, err
}
