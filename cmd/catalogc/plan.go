package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

func (a *app) planCommand() *cobra.Command {
	var exitCode bool
	cmd := &cobra.Command{
		Use:   "plan [-o FILE]",
		Short: "Show what publishing would change",
		Long: `Compare the catalogue with the target's current release and show what publishing would change.
Nothing is written to the target. With -o the plan is saved: ` + "`catalogc publish FILE`" + ` publishes just
that, and refuses if the target has moved on since.`,
		Example: `  catalogc plan
  catalogc plan --target production -o plan.json`,
		Args: maxArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			_, p, err := a.plan(cmd.Context())
			if err != nil {
				return err
			}
			if err := a.showPlan(p, format); err != nil {
				return err
			}
			if exitCode && !p.IsEmpty() {
				return errDifferences
			}
			return nil
		},
	}
	flags := cmd.Flags()
	a.addTarget(flags)
	a.addFormat(flags, "text, json or markdown")
	flags.StringVarP(&a.output, "output", "o", "", "`FILE` to save the plan to, for catalogc publish; - is standard output")
	flags.BoolVar(&exitCode, "exit-code", false, "exit with 2 when there is something to publish")
	a.addToday(flags)
	return cmd
}

func (a *app) planFormat() (report.Format, error) {
	format, err := report.ParseFormat(a.format)
	if err != nil {
		return format, usage("%v", err)
	}
	switch format {
	case report.Text, report.JSON, report.Markdown:
		return format, nil
	}
	return format, usage("a plan is shown as text, json or markdown, not as %s", a.format)
}

// showPlan prints a plan and, with --output, saves it.
func (a *app) showPlan(p *plan.Plan, format report.Format) error {
	if a.output == "-" {
		return a.write(p.Write)
	}
	saved := a.output
	if saved != "" {
		if err := a.write(p.Write); err != nil {
			return err
		}
		a.output = ""
	}
	err := a.write(func(w io.Writer) error { return report.Plan(w, format, p, a.style("")) })
	if err == nil && saved != "" {
		a.progress("saved to %s; `catalogc publish %s` publishes it", saved, saved)
	}
	return err
}

// plan compiles the catalogue and compares it with the target, which it only
// reads.
func (a *app) plan(ctx context.Context) (*compiled, *plan.Plan, error) {
	c, want, err := a.bundle(ctx)
	if err != nil {
		return nil, nil, err
	}
	var made *plan.Plan
	err = a.withPublisher(ctx, c.root, c.Catalog.Project, sqlstore.ReadOnly, func(publisher *release.Publisher) error {
		var conflicts []release.VersionConflict
		made, conflicts, err = publisher.Plan(ctx, want, plan.Context{
			Target: a.target, Compiler: publisher.Compiler, Revision: a.revision(c.tree),
		})
		if err == nil && len(conflicts) > 0 {
			err = a.refuse(c, compiler.VersionFindings(c.Catalog, conflicts))
		}
		return err
	})
	return c, made, err
}
