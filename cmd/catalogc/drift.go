package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

// driftOptions are the flags of drift.
type driftOptions struct {
	exitCode, adopt bool
}

func (a *app) driftCommand() *cobra.Command {
	var options driftOptions
	cmd := &cobra.Command{
		Use:   "drift",
		Short: "Compare a target with its live release",
		Long: `Compare a target with what its live release published: rows that somebody changed, removed or added
by hand, tables that are gone, and API keys that were replaced, removed or claimed by somebody else.
Nothing is written.

There are two ways out: ` + "`catalogc rebuild`" + ` writes the tables as they were published, and --adopt
writes what somebody changed into the YAML, comments kept, for review; the next publish then
makes it official.`,
		Example: `  catalogc drift --target production --exit-code
  catalogc drift --target production --adopt`,
		Args: maxArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			t, err := a.namedTarget(ctx)
			if err != nil {
				return err
			}
			var found *release.Drift
			err = a.withPublisher(ctx, t, access{mode: sqlstore.ReadOnly, keys: true}, func(p *release.Publisher) error {
				if err := a.wasPublished(ctx)(p); err != nil {
					return err
				}
				found, err = p.Drift(ctx, 0)
				return err
			})
			if err != nil {
				return err
			}
			if err := a.write(func(w io.Writer) error { return report.Drift(w, format, found, t.name, a.style("")) }); err != nil {
				return err
			}
			if options.adopt {
				return a.adopt(ctx, t, found)
			}
			if options.exitCode && !found.IsEmpty() {
				return errDifferences
			}
			return nil
		},
	}
	flags := cmd.Flags()
	a.addTarget(flags)
	a.addWithoutKeys(flags)
	a.addFormat(flags, "text, json or markdown")
	a.addOutput(flags)
	flags.BoolVar(&options.exitCode, "exit-code", false, "exit with 2 when there is drift")
	flags.BoolVar(&options.adopt, "adopt", false, "write what was changed by hand into the YAML")
	return cmd
}
