package testserver

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// VaultServer is a running Vault.
type VaultServer struct {
	Address   string `json:"address"`
	Token     string `json:"token"` // of root
	UnsealKey string `json:"unseal_key"`
	// Mount is where KV v2 is mounted for the test alone.
	Mount string `json:"-"`

	process *exec.Cmd
	stdin   io.Closer // its end ends the process
}

// shared is the one Vault that the tests of a process have in common.
var shared struct {
	once   sync.Once
	server *VaultServer
	err    error
	mounts atomic.Int64
}

// Vault returns the Vault of this test process, with a KV v2 mount of the
// test's own. Whoever seals or stops it takes NewVault.
func Vault(t testing.TB) *VaultServer {
	t.Helper()
	shared.once.Do(func() { shared.server, shared.err = startVault() })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	server := *shared.server
	server.Mount = server.MountKV(t, 2)
	return &server
}

// NewVault starts a Vault for one test.
func NewVault(t testing.TB) *VaultServer {
	t.Helper()
	server, err := startVault()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Stop)
	server.Mount = server.MountKV(t, 2)
	return server
}

// stopVault ends the shared Vault, if it was started. Nothing is lost by not
// calling it: the process ends with this one.
func stopVault() {
	if shared.server != nil {
		shared.server.Stop()
	}
}

// Stop ends the process.
func (s *VaultServer) Stop() {
	_ = s.stdin.Close()
	timer := time.AfterFunc(10*time.Second, func() { _ = s.process.Process.Kill() })
	defer timer.Stop()
	_ = s.process.Wait()
}

// MountKV mounts a version of the KV engine and returns where.
func (s *VaultServer) MountKV(t testing.TB, version int) string {
	t.Helper()
	mount := fmt.Sprintf("kv-%d", shared.mounts.Add(1))
	s.Call(t, "POST", "sys/mounts/"+mount, map[string]any{
		"type": "kv", "options": map[string]string{"version": strconv.Itoa(version)},
	})
	t.Cleanup(func() { _, _, _ = s.Try("DELETE", "sys/mounts/"+mount, nil) })
	if version == 1 {
		return mount
	}
	// A new mount refuses writes while it upgrades itself.
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		status, _, err := s.Try("POST", mount+"/data/ready", map[string]any{"data": map[string]any{}})
		if err == nil && status < 300 {
			s.Call(t, "DELETE", mount+"/metadata/ready", nil)
			return mount
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s takes no writes: status %d, %v", mount, status, err)
		}
	}
}

// startVault starts bin/vaultd, or the program that CATALOGC_TEST_VAULTD names.
func startVault() (*VaultServer, error) {
	program := os.Getenv("CATALOGC_TEST_VAULTD")
	if program == "" {
		root, err := repository()
		if err != nil {
			return nil, err
		}
		program = filepath.Join(root, "bin", "vaultd")
	}
	if _, err := os.Stat(program); err != nil {
		return nil, fmt.Errorf("there is no Vault for tests (%w): run `make servers`", err)
	}
	command := exec.Command(program)
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	var complaints bytes.Buffer
	command.Stderr = &complaints
	if err := command.Start(); err != nil {
		return nil, err
	}
	server := &VaultServer{process: command, stdin: stdin}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	if err == nil {
		err = json.Unmarshal(line, server)
	}
	if err != nil {
		server.Stop()
		return nil, fmt.Errorf("start %s: %w: %s", program, err, complaints.String())
	}
	return server, nil
}

// repository returns the nearest folder up from here that is a Go module.
func repository() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", errors.New("there is no go.mod up from here")
		}
		folder = parent
	}
}
