package main

import (
	"fmt"
	"net"
	"path/filepath"
	"testing"
)

// TestReleasePipeline runs the walk through the release pipeline as written, with
// servers of its own. What -update writes has the ports that a reader gets.
func TestReleasePipeline(t *testing.T) {
	t.Parallel()
	if *update {
		runPage(t, "../../docs/release-pipeline.md")
		return
	}
	runPage(t, "../../docs/release-pipeline.md",
		"CATALOGC_TRIAL="+filepath.Join("/tmp", fmt.Sprintf("catalogc-trial-%d", freePort(t))),
		fmt.Sprintf("CATALOGC_TRIAL_PG_PORT=%d", freePort(t)),
		fmt.Sprintf("CATALOGC_TRIAL_VAULT_PORT=%d", freePort(t)))
}

func freePort(t *testing.T) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
