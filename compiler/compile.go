// Package compiler is the pipeline from a Tree of files to a linked, checked
// Catalog.
package compiler

import (
	"context"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/syntax"
	"github.com/igny8/catalogc/schemas"
)

// Options say with what a tree is compiled. Their zero value compiles with all
// kinds and rules of catalogc as of now.
type Options struct {
	Registry *resource.Registry
	Schemas  fs.FS
	Rules    []*rule.Rule
	// Target is the target whose overlays are merged into the documents. Without
	// one the documents are compiled as they are, and the overlays of every target
	// are checked.
	Target string
	// Today is the day on which lifecycles and waivers are judged.
	Today time.Time
}

// Result is what compiling a tree gives.
type Result struct {
	// Catalog is all that could be read. It may be published only when
	// Diagnostics has no errors.
	Catalog *catalog.Catalog
	// Diagnostics are all findings in reading order.
	Diagnostics diag.List
	// Documents is the number of documents, broken ones included.
	Documents int
}

// Compile parses, checks, links and judges a tree. All trouble in the files is
// in the Result; an error means that compiling itself was not possible.
func Compile(ctx context.Context, tree *source.Tree, options Options) (*Result, error) {
	options = options.withDefaults()
	schemas, err := schema.Load(options.Schemas)
	if err != nil {
		return nil, err
	}
	return compile(ctx, tree, schemas, options)
}

func compile(ctx context.Context, tree *source.Tree, schemas *schema.Set, options Options) (*Result, error) {
	project, projectFile, findings, err := loadProject(tree, schemas)
	if err != nil {
		return nil, err
	}
	c := &compilation{options: options, project: project, loader: catalog.NewLoader(options.Registry, schemas)}
	// What a file that was not read declares is unknown.
	c.incomplete = len(tree.Diagnostics) > 0
	all, loaded, err := loadAll(ctx, tree, c.loader)
	if err != nil {
		return nil, err
	}
	overlays, misplaced := c.divide(all, loaded, findings.HasErrors())
	findings = append(append(findings, tree.Diagnostics...), misplaced...)
	for _, file := range c.files {
		findings = append(findings, file.Diagnostics...)
	}
	result := &Result{Documents: c.documents()}
	if projectFile != nil {
		c.sources = append(c.sources, projectFile)
	}
	linked, found, err := c.judge(overlays)
	if err != nil {
		return nil, err
	}
	findings = append(findings, found...)
	result.Catalog = linked
	result.Diagnostics = redacted(c.waived(findings.Sort()), c.sources)
	return result, nil
}

func (o Options) withDefaults() Options {
	if o.Registry == nil {
		o.Registry = kinds.All()
	}
	if o.Schemas == nil {
		o.Schemas = schemas.Files
	}
	if o.Rules == nil {
		o.Rules = kinds.Rules()
	}
	if o.Today.IsZero() {
		o.Today = time.Now()
	}
	o.Today = o.Today.UTC().Truncate(24 * time.Hour)
	return o
}

// loadAll parses all files and loads the documents of all but overlays, in
// parallel, each file on its own.
func loadAll(ctx context.Context, tree *source.Tree, loader *catalog.Loader) ([]*syntax.File, []catalog.Loaded, error) {
	inputs := slices.DeleteFunc(slices.Clone(tree.Files), func(f source.File) bool { return isProjectFile(f.Path) })
	files := make([]*syntax.File, len(inputs))
	loaded := make([]catalog.Loaded, len(inputs))
	failures := make([]error, len(inputs))
	var next atomic.Int64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(inputs) {
					return
				}
				files[i] = syntax.Parse(inputs[i].Path, inputs[i].Data)
				if !catalog.IsOverlay(inputs[i].Path) {
					loaded[i], failures[i] = loader.Load(files[i])
				}
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	for _, err := range failures {
		if err != nil {
			return nil, nil, err
		}
	}
	return files, loaded, nil
}

func isProjectFile(path string) bool {
	return path == catalog.ProjectFile || strings.HasSuffix(path, "/"+catalog.ProjectFile)
}
