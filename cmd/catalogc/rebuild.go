package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

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
			t, err := a.namedTarget(ctx)
			if err != nil {
				return err
			}
			// Reading first: to rebuild is not to create.
			if err := a.withPublisher(ctx, t, access{mode: sqlstore.ReadOnly}, a.wasPublished(ctx)); err != nil && !errors.Is(err, sqlstore.ErrSchemaVersion) {
				return err
			}
			err = a.withPublisher(ctx, t, access{mode: sqlstore.ReadWrite}, func(p *release.Publisher) error {
				return p.Store.Rebuild(ctx, p.Actor())
			})
			if err != nil {
				return err
			}
			a.progress("the tables of %s are as published", a.target)
			return nil
		},
	}
	a.addTarget(cmd.Flags())
	a.addActor(cmd.Flags())
	return cmd
}

// wasPublished refuses a target without a release: there is nothing to work on.
func (a *app) wasPublished(ctx context.Context) func(*release.Publisher) error {
	return func(p *release.Publisher) error {
		_, base, err := p.Live(ctx)
		if err == nil && base.Release == 0 {
			err = usage("nothing was ever published to target %q", a.target)
		}
		return err
	}
}
