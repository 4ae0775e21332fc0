package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/source"
)

// findCatalog returns the catalogue's folder: what was asked for, or the
// nearest folder up from here that has a catalogc.yaml, or its catalog/.
func (a *app) findCatalog() (string, error) {
	if a.catalog != "" {
		info, err := os.Stat(a.catalog)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return "", usage("there is no folder %s", a.catalog)
		case err != nil:
			return "", fmt.Errorf("open catalogue: %w", err)
		case !info.IsDir():
			return "", usage("%s is a file; name the folder that has the %s", a.catalog, catalog.ProjectFile)
		}
		if isCatalog(a.catalog) {
			return a.catalog, nil
		}
		if inner := filepath.Join(a.catalog, "catalog"); isCatalog(inner) {
			return inner, nil
		}
		return "", usage("%s is no catalogue: it has no %s (`catalogc init %s` writes one)", a.catalog, catalog.ProjectFile, a.catalog)
	}
	here, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find catalogue: %w", err)
	}
	for folder := here; ; folder = filepath.Dir(folder) {
		for _, candidate := range []string{folder, filepath.Join(folder, "catalog")} {
			if isCatalog(candidate) {
				return relativeTo(here, candidate), nil
			}
		}
		if folder == filepath.Dir(folder) {
			return "", usage("there is no %s here or in a folder above; name the catalogue with --catalog DIR, or write one with `catalogc init DIR`", catalog.ProjectFile)
		}
	}
}

// isCatalog reports whether a folder has a project file, readable or not.
func isCatalog(folder string) bool {
	_, err := os.Lstat(filepath.Join(folder, catalog.ProjectFile))
	return err == nil
}

// relativeTo shortens a path for people.
func relativeTo(base, path string) string {
	if relative, err := filepath.Rel(base, path); err == nil {
		return relative
	}
	return path
}

// homeOf returns the folder that relative paths of targets start at: the
// catalogue's or, when that is called catalog, the one around it. So the
// database is the same one wherever in the project a command runs.
func homeOf(root string) (string, error) {
	path, err := filepath.Abs(root)
	if err != nil {
		return "", fmt.Errorf("find catalogue: %w", err)
	}
	if filepath.Base(path) == "catalog" {
		path = filepath.Dir(path)
	}
	return path, nil
}

// compiled is a compiled catalogue with where it came from.
type compiled struct {
	*compiler.Result
	root string
	tree *source.Tree

	linesOf string
	lines   []string
}

// compile reads and compiles the catalogue with the overlays of a target, or
// without any. change, when given, edits the tree first.
func (a *app) compile(ctx context.Context, target string, change func(*source.Tree)) (*compiled, error) {
	root, err := a.findCatalog()
	if err != nil {
		return nil, err
	}
	options := compiler.Options{Target: target}
	if a.today != "" {
		if options.Today, err = time.Parse(time.DateOnly, a.today); err != nil {
			return nil, usage("--today wants a date such as 2026-12-31, not %q", a.today)
		}
	}
	result, tree, err := compiler.Folder(ctx, root, change, options)
	if err != nil {
		return nil, err
	}
	if _, known := result.Catalog.Project.Target(target); target != "" && !known {
		return nil, unknownTarget(target, result.Catalog.Project)
	}
	return &compiled{Result: result, root: root, tree: tree}, nil
}

// findings prepares diagnostics for the report.
func (c *compiled) findings(list diag.List) report.Findings {
	return report.Findings{
		List: list, Documents: c.Documents, Definitions: compiler.Definitions(),
		Source: c.sourceLine,
	}
}

// sourceLine returns a line of a file. Findings come file by file, so the lines
// of the last file are kept.
func (c *compiled) sourceLine(path string, line int) string {
	if path != c.linesOf {
		c.linesOf, c.lines = path, nil
		i, ok := slices.BinarySearchFunc(c.tree.Files, path, func(f source.File, path string) int { return strings.Compare(f.Path, path) })
		if ok {
			c.lines = source.Lines(c.tree.Files[i].Data)
		}
	}
	return lineOf(c.lines, line)
}

// lineOf returns line number n, counted from 1, or "".
func lineOf(lines []string, n int) string {
	if n < 1 || n > len(lines) {
		return ""
	}
	return lines[n-1]
}

// prefix is what paths of files begin with to be relative to where the user
// stands.
func (c *compiled) prefix() string {
	root := c.root
	if here, err := os.Getwd(); err == nil && filepath.IsAbs(root) {
		if relative := relativeTo(here, root); filepath.IsLocal(relative) {
			root = relative // as annotations in CI want it
		}
	}
	if root == "." {
		return ""
	}
	return filepath.ToSlash(root)
}
