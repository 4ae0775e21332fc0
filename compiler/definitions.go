package compiler

import (
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/syntax"
)

// Definitions returns every finding that compiling or planning can report, by
// code.
func Definitions() []*diag.Definition {
	all := slices.Concat(source.Definitions(), syntax.Definitions(), schema.Definitions(), catalog.Definitions())
	for _, r := range kinds.Rules() {
		all = append(all, &r.Definition)
	}
	all = append(all, release.VersionNotRaised)
	slices.SortFunc(all, func(a, b *diag.Definition) int { return strings.Compare(a.Code, b.Code) })
	return all
}
