package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

func (a *app) releasesCommand() *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:     "releases",
		Short:   "List the releases of a target, the newest first",
		Example: "  catalogc releases --target production --limit 5",
		Args:    maxArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			if limit < 0 {
				return usage("--limit wants a number from 0, not %d", limit)
			}
			return a.read(cmd.Context(), func(p *release.Publisher) error {
				list, err := p.Releases(cmd.Context(), limit)
				if err != nil {
					return err
				}
				return a.write(func(w io.Writer) error { return report.Releases(w, format, list, a.style("")) })
			})
		},
	}
	a.addTarget(cmd.Flags())
	a.addFormat(cmd.Flags(), "text, json or markdown")
	cmd.Flags().IntVarP(&limit, "limit", "n", 20, "at most `N` releases; 0 is all")
	return cmd
}

func (a *app) showCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "show N",
		Short:   "Show what release N changed",
		Example: "  catalogc show 12",
		Args:    oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			number, err := releaseNumber("show", args[0])
			if err != nil {
				return err
			}
			return a.read(cmd.Context(), func(p *release.Publisher) error {
				shown, err := p.Show(cmd.Context(), number)
				if err != nil {
					return err
				}
				return a.write(func(w io.Writer) error { return report.Show(w, format, shown, a.style("")) })
			})
		},
	}
	a.addTarget(cmd.Flags())
	a.addFormat(cmd.Flags(), "text, json or markdown")
	return cmd
}

// read opens the target's database for reading and calls f.
func (a *app) read(ctx context.Context, f func(*release.Publisher) error) error {
	t, err := a.namedTarget(ctx)
	if err != nil {
		return err
	}
	return a.withPublisher(ctx, t, access{mode: sqlstore.ReadOnly}, f)
}
