// Command catalogc compiles an AI platform's configuration: it validates a
// catalogue of YAML, shows what publishing it would change and publishes it.
package main

import (
	"os"
	"runtime/debug"
)

func main() {
	// A run is short and allocates mostly what it keeps, so collecting rarely is
	// faster. The limit keeps very large catalogues from paying for it in memory.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(1 << 30)
	os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr, os.Environ()))
}
