package compiler

import (
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/release"
)

// VersionFindings turns the documents that a target refuses because their
// content changed without their version into findings at the version fields.
func VersionFindings(c *catalog.Catalog, conflicts []release.VersionConflict) diag.List {
	list := make(diag.List, 0, len(conflicts))
	for _, conflict := range conflicts {
		d := conflict.Diagnostic()
		if object := c.Get(conflict.ID); object != nil {
			d.At(object.Place(d.Pointer))
		}
		list = append(list, d)
	}
	return list.Sort()
}
