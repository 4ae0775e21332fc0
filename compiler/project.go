package compiler

import (
	"context"
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/syntax"
	"github.com/igny8/catalogc/schemas"
)

// Project reads the project file of a catalogue and nothing else. One with
// errors is an error that says the first.
func Project(ctx context.Context, root string) (*catalog.Project, error) {
	tree, err := source.Only(ctx, root, catalog.ProjectFile)
	if err != nil {
		return nil, err
	}
	set, err := schema.Load(schemas.Files)
	if err != nil {
		return nil, err
	}
	project, _, findings, err := loadProject(tree, set)
	if err != nil {
		return nil, err
	}
	for _, d := range append(findings, tree.Diagnostics...) {
		if d.Severity == diag.Error {
			return nil, fmt.Errorf("%s", d)
		}
	}
	return project, nil
}

// loadProject reads catalogc.yaml. A tree without one is an error: it is no
// catalogue.
func loadProject(tree *source.Tree, schemas *schema.Set) (*catalog.Project, *syntax.File, diag.List, error) {
	var findings diag.List
	var file *syntax.File
	for _, input := range tree.Files {
		switch {
		case input.Path == catalog.ProjectFile:
			file = syntax.Parse(input.Path, input.Data)
		case isProjectFile(input.Path):
			d := catalog.NestedCatalogue.New("this folder is a catalogue of its own inside another one")
			d.Path, d.Help = input.Path, "move it out, or remove its "+catalog.ProjectFile
			findings = append(findings, d)
		}
	}
	if file == nil {
		if hasFinding(tree.Diagnostics, catalog.ProjectFile) {
			return catalog.DefaultProject(), nil, findings, nil
		}
		return nil, nil, nil, fmt.Errorf("%s is no catalogue: it has no %s (`catalogc init` writes one)", tree.Root, catalog.ProjectFile)
	}
	checker, err := schemas.Schema("catalogc")
	if err != nil {
		return nil, nil, nil, err
	}
	project, more := catalog.ParseProject(file, checker)
	return project, file, append(append(findings, file.Diagnostics...), more...), nil
}

func hasFinding(list diag.List, path string) bool {
	return slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Path == path })
}
