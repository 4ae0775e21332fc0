package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

func (a *app) rebuildCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rebuild",
		Short: "Write the tables that applications read anew",
		Long: `Write the tables that applications read (prompts, models and so on) anew from what was published,
for example after somebody changed a row by hand. It makes no release.`,
		Example: "  catalogc rebuild --target production",
		Args:    maxArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx := cmd.Context()
			root, err := a.findCatalog()
			if err != nil {
				return err
			}
			project, err := compiler.Project(ctx, root)
			if err != nil {
				return err
			}
			// Reading first: to rebuild is not to create.
			if err := a.read(ctx, func(p *release.Publisher) error {
				_, base, err := p.Live(ctx)
				if err == nil && base.Release == 0 {
					return usage("nothing was ever published to target %q", a.target)
				}
				return err
			}); err != nil && !errors.Is(err, sqlstore.ErrSchemaVersion) {
				return err
			}
			store, err := a.openStore(ctx, root, project, sqlstore.ReadWrite)
			if err != nil {
				return err
			}
			if err := errors.Join(store.Rebuild(ctx), store.Close()); err != nil {
				return err
			}
			a.progress("the tables of %s are as published", a.target)
			return nil
		},
	}
	a.addTarget(cmd.Flags())
	return cmd
}
