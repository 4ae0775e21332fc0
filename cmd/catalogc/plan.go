package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

func (a *app) planCommand() *cobra.Command {
	var exitCode bool
	var bundlePath string
	cmd := &cobra.Command{
		Use:   "plan [-o FILE]",
		Short: "Show what publishing would change",
		Long: `Compare the catalogue with the target's current release and show what publishing would change:
documents, and the versions of API keys that go with them. Nothing is written to the target. With
-o the plan is saved: ` + "`catalogc publish FILE`" + ` publishes just that, and refuses if the target has moved
on since. With --bundle a bundle that ` + "`catalogc compile`" + ` wrote takes the place of the catalogue.`,
		Example: `  catalogc plan
  catalogc plan --target production -o plan.json`,
		Args: maxArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			w, err := a.wantedFrom(cmd.Context(), bundlePath)
			if err != nil {
				return err
			}
			planned, notes, err := a.plan(cmd.Context(), w)
			if err != nil {
				return err
			}
			if err := a.showPlan(planned.Plan, notes, format); err != nil {
				return err
			}
			if exitCode && !planned.IsEmpty() {
				return errDifferences
			}
			return nil
		},
	}
	flags := cmd.Flags()
	a.addTarget(flags)
	a.addWithoutKeys(flags)
	a.addFormat(flags, "text, json or markdown")
	flags.StringVarP(&a.output, "output", "o", "", "`FILE` to save the plan to, for catalogc publish; - is standard output")
	flags.StringVar(&bundlePath, "bundle", "", "bundle `FILE` to publish in place of the catalogue; - is standard input")
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
	return format, usage("this is shown as text, json or markdown, not as %s", a.format)
}

// showPlan prints a plan and, with --output, saves it.
func (a *app) showPlan(p *plan.Plan, notes []string, format report.Format) error {
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
	err := a.write(func(w io.Writer) error { return report.Plan(w, format, p, notes, a.style("")) })
	if err == nil && saved != "" {
		a.progress("saved to %s; `catalogc publish %s` publishes it", saved, saved)
	}
	return err
}

// plan compares what is wanted with the target, which it only reads. Documents
// that publishing would refuse are shown and end the command.
func (a *app) plan(ctx context.Context, w *wanted) (*release.Planned, []string, error) {
	var planned *release.Planned
	var texts []string
	err := a.withPublisher(ctx, w.target, access{mode: sqlstore.ReadOnly, keys: true}, func(p *release.Publisher) error {
		var err error
		planned, err = p.Plan(ctx, w.Wanted, plan.Context{
			Target: w.target.name, Compiler: p.Compiler, Revision: w.revision, Signature: w.signature,
		})
		if err != nil {
			return err
		}
		if len(planned.Conflicts) > 0 {
			return a.refuse(w.compiled, conflictFindings(w.compiled, planned.Conflicts))
		}
		texts = a.notes(w.target, planned, nameOf(p.Keys))
		return nil
	})
	return planned, texts, err
}

// nameOf says where keys are, or "" when they are nowhere.
func nameOf(keys release.Keys) string {
	if keys == nil {
		return ""
	}
	return keys.String()
}
