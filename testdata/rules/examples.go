// Package rules holds an example for each code that catalogc reports: good
// files, bad files and what is reported for the bad ones. The tests run them
// and `catalogc explain` shows them.
package rules

import "embed"

// Files are the examples, named <CODE>.txtar.
//
//go:embed *.txtar
var Files embed.FS
