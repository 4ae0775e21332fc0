package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/report"
)

func (a *app) compileCommand() *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:   "compile [DIR] -o FILE",
		Short: "Write the bundle: the catalogue's canonical content with its digests",
		Long: `Compile the catalogue into its bundle: canonical JSON (RFC 8785) of every document with its
digest. The same content gives the same bytes on every machine, whatever its layout, comments
or order. With --target the overlays of that target are applied. With --signing-key the bundle is
signed, as ` + "`catalogc sign`" + ` does.`,
		Example: `  catalogc compile -o bundle.json
  catalogc compile --target production --signing-key signing.pem -o bundle.json`,
		Args: maxArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				a.catalog = args[0]
			}
			c, want, err := a.bundle(cmd.Context(), a.overlaid)
			if err != nil {
				return err
			}
			if key != "" {
				private, err := a.signingKey(key)
				if err != nil {
					return err
				}
				if err := signBundle(want, private); err != nil {
					return err
				}
			}
			if err := a.write(want.Write); err != nil {
				return err
			}
			a.progress("compiled %d documents of %s: %s", len(want.Entries), c.Catalog.Project.Name, want.Digest)
			return nil
		},
	}
	a.addOverlaid(cmd.Flags())
	a.addOutput(cmd.Flags())
	a.addToday(cmd.Flags())
	addSigningKey(cmd.Flags(), &key)
	return cmd
}

// bundle compiles the catalogue for a target, or for none, through the gate: any error in it is shown on
// standard error and ends the command. Warnings are counted.
func (a *app) bundle(ctx context.Context, target string) (*compiled, *bundle.Bundle, error) {
	c, err := a.compile(ctx, target, nil)
	if err != nil {
		return nil, nil, err
	}
	if c.Diagnostics.HasErrors() {
		return nil, nil, a.refuse(c, c.Diagnostics)
	}
	if n := c.Diagnostics.Count(diag.Warning); n > 0 {
		a.progress("%s (`catalogc validate` shows them)", diag.Count(n, "warning"))
	}
	want, err := bundle.Build(c.Catalog)
	return c, want, err
}

// refuse shows findings on standard error.
func (a *app) refuse(c *compiled, list diag.List) error {
	style := a.styleOf(a.stderr, c.prefix())
	if err := report.Diagnostics(a.stderr, report.Text, c.findings(list), style); err != nil {
		return err
	}
	return errFindings
}
