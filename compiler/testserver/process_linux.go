package testserver

import "syscall"

// dieWithTests lets a server end with the tests, however they end.
func dieWithTests(attributes *syscall.SysProcAttr) { attributes.Pdeathsig = syscall.SIGQUIT }
