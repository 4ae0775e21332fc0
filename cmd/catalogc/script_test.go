package main

import (
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/igny8/catalogc/compiler/testserver"
)

var update = flag.Bool("update", false, "rewrite goldens")

func TestMain(m *testing.M) {
	testscript.Main(servers{m}, map[string]func(){
		"catalogc": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ())) },
		"sqlite3":  func() { os.Exit(sqlite3(os.Args[1:])) },
	})
}

// servers runs the tests and stops the servers that they started.
type servers struct{ *testing.M }

func (s servers) Run() int {
	defer testserver.Stop()
	return s.M.Run()
}

// TestScripts runs whole commands as a user would: testdata/script/*.txtar.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "../../testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			// No variable of the machine may change what a command does.
			env.Setenv("USER", "tester")
			env.Setenv("NO_COLOR", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "sql": runSQL, "edit": edit, "agekeygen": ageKeygen, "signingkey": signingKey,
		},
	})
}
