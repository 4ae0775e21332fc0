//go:build !linux

package testserver

import "syscall"

// dieWithTests does nothing where the system cannot: only tests that are killed
// leave a server behind.
func dieWithTests(*syscall.SysProcAttr) {}
