// Package testserver starts real servers for tests: PostgreSQL and Vault on
// 127.0.0.1, and a proxy that fails in between. What goes in is a test, what
// comes out is the address of a server that ends with the test process. A server
// that is not installed fails the test: tests never skip what they need.
package testserver

import (
	"os"
	"testing"
)

// Main runs the tests of a package and then stops the servers they started. It
// is called by TestMain.
func Main(m *testing.M) {
	code := m.Run()
	Stop()
	os.Exit(code)
}

// Stop stops the servers that the tests of this process have in common, for
// packages whose TestMain does more than Main.
func Stop() {
	stopVault()
	stopPostgres()
}
