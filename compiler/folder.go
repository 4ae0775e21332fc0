package compiler

import (
	"context"

	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/source"
)

// Folder reads the catalogue in a folder and compiles it. edit, when given,
// changes the tree before it is compiled. The tree is returned as well.
//
// It gives what source.Folder and Compile give, a little sooner: the schemas are
// made ready while the files are read.
func Folder(ctx context.Context, root string, edit func(*source.Tree), options Options) (*Result, *source.Tree, error) {
	options = options.withDefaults()
	type prepared struct {
		schemas *schema.Set
		err     error
	}
	ready := make(chan prepared, 1)
	go func() {
		schemas, err := prepare(options)
		ready <- prepared{schemas, err}
	}()
	tree, err := source.Folder(ctx, root)
	if err != nil {
		return nil, nil, err
	}
	if edit != nil {
		edit(tree)
	}
	p := <-ready
	if p.err != nil {
		return nil, nil, p.err
	}
	result, err := compile(ctx, tree, p.schemas, options)
	return result, tree, err
}

// prepare loads and compiles the schemas of all kinds.
func prepare(options Options) (*schema.Set, error) {
	schemas, err := schema.Load(options.Schemas)
	if err != nil {
		return nil, err
	}
	for _, kind := range options.Registry.All() {
		if _, err := schemas.Schema(kind.SchemaName()); err != nil {
			return nil, err
		}
	}
	return schemas, nil
}
