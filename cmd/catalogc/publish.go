package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/signature"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

func (a *app) publishCommand() *cobra.Command {
	var bundlePath string
	cmd := &cobra.Command{
		Use:   "publish [PLAN]",
		Short: "Publish the catalogue, a saved plan or a bundle to a target",
		Long: `Publish the catalogue to a target as a new release, in one transaction: readers see all of it or
none. On a terminal it shows the plan and asks; elsewhere it wants --yes or a saved plan.

With PLAN, a file that ` + "`catalogc plan -o FILE`" + ` wrote (- is standard input), just that plan is published.
It is refused with exit code 4 when the target has moved on since the plan was made.

With --bundle, a file that ` + "`catalogc compile`" + ` wrote is published just as it is: so the very same bundle
goes from one target to the next.

However it ends, running it again is safe: what was published is not published twice.`,
		Example: `  catalogc publish
  catalogc publish --target production plan.json
  catalogc publish --target production --bundle bundle.json --yes`,
		Args: maxArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			if len(args) == 1 {
				if bundlePath != "" {
					return usage("give a plan or --bundle, not both: a plan holds what is published")
				}
				return a.publishSaved(cmd.Context(), args[0], format, cmd.Flags().Changed("target"))
			}
			return a.publishWanted(cmd.Context(), bundlePath, format)
		},
	}
	flags := cmd.Flags()
	a.addTarget(flags)
	a.addPublishing(flags)
	a.addFormat(flags, "text, json or markdown")
	a.addToday(flags)
	flags.StringVar(&bundlePath, "bundle", "", "bundle `FILE` to publish in place of the catalogue; - is standard input")
	return cmd
}

func (a *app) publishWanted(ctx context.Context, bundlePath string, format report.Format) error {
	if err := a.mayAsk("publish"); err != nil {
		return err
	}
	w, err := a.wantedFrom(ctx, bundlePath)
	if err != nil {
		return err
	}
	planned, notes, err := a.plan(ctx, w)
	if err != nil {
		return err
	}
	return a.publishPlanned(ctx, w.target, planned, format, notes)
}

// publishPlanned publishes a plan that was just made, when whoever is asked
// agrees. Where there is nothing to do the target is not opened again.
func (a *app) publishPlanned(ctx context.Context, t *target, planned *release.Planned, format report.Format, notes []string) error {
	if planned.IsEmpty() && !planned.Unfinished {
		return a.write(func(w io.Writer) error {
			return report.Published(w, format, &planned.Live, planned.Plan, notes, a.style(""))
		})
	}
	if err := a.confirm(t, planned.Plan, notes); err != nil {
		return err
	}
	return a.finish(ctx, t, planned.Plan, format, notes)
}

// mayAsk refuses what would ask where nobody can answer.
func (a *app) mayAsk(what string) error {
	if a.yes || a.interactive() {
		return nil
	}
	return usage("%s asks before it publishes, but there is no terminal to ask on: give --yes, or save a plan with -o FILE and publish that", what)
}

// confirm shows a plan and asks, unless --yes says that nobody need be asked.
func (a *app) confirm(t *target, p *plan.Plan, notes []string) error {
	if a.yes || p.IsEmpty() {
		return nil
	}
	if err := report.Plan(a.stderr, report.Text, p, notes, a.styleOf(a.stderr, "")); err != nil {
		return err
	}
	agreed, err := a.ask("Publish this to " + t.name + "?")
	if err == nil && !agreed {
		err = &codeError{code: exitRefused, message: "nothing was published"}
	}
	return err
}

// publishSaved publishes a plan file. The catalogue is read for its project
// file only: what is published is what the plan holds.
func (a *app) publishSaved(ctx context.Context, path string, format report.Format, targetGiven bool) error {
	p, err := a.readPlan(path)
	if err != nil {
		return err
	}
	if targetGiven && a.target != p.Target {
		return usage("the plan was made for target %q, not for %q", p.Target, a.target)
	}
	a.target = p.Target
	root, project, err := a.project(ctx)
	if err != nil {
		return err
	}
	if project.Name != p.Catalog {
		return usage("the plan was made for the catalogue %q, and this is the catalogue %q", p.Catalog, project.Name)
	}
	t, err := a.findTarget(root, project)
	if err != nil {
		return err
	}
	return a.finish(ctx, t, p, format, nil)
}

// finish publishes a plan and shows what is live now.
func (a *app) finish(ctx context.Context, t *target, p *plan.Plan, format report.Format, notes []string) error {
	if err := checkSignature(t, p); err != nil {
		return fmt.Errorf("publish to %q: %w", t.name, err)
	}
	need := access{mode: sqlstore.ReadWrite, keys: true}
	if p.IsEmpty() {
		// Nothing will be written, not even a new table, unless a run that was cut
		// short left something to do.
		unfinished, err := a.unfinished(ctx, t)
		if err != nil {
			return err
		}
		if !unfinished {
			need = access{mode: sqlstore.ReadOnly}
		}
	}
	return a.withPublisher(ctx, t, need, func(publisher *release.Publisher) error {
		_, base, err := publisher.Live(ctx)
		if err != nil {
			return fmt.Errorf("publish to %q: %w", t.name, err)
		}
		tell, end := a.follow(format)
		publisher.Progress, publisher.AllowDeletes = tell, a.allowDeletes
		published, err := publisher.Publish(ctx, p)
		end()
		var unfinished *release.UnfinishedError
		if err != nil && (published == nil || !errors.As(err, &unfinished)) {
			return fmt.Errorf("publish to %q: %w", t.name, err)
		}
		if !p.IsEmpty() && published.Number == base.Release {
			a.progress("nothing to do: this plan is live on %s as release %d already", t.name, published.Number)
			return err
		}
		return errors.Join(a.write(func(w io.Writer) error {
			return report.Published(w, format, published, p, notes, a.style(""))
		}), err)
	})
}

// unfinished reports whether a release was committed by a run that ended before
// it was done.
func (a *app) unfinished(ctx context.Context, t *target) (bool, error) {
	number := 0
	err := a.withPublisher(ctx, t, access{mode: sqlstore.ReadOnly}, func(p *release.Publisher) error {
		var err error
		number, err = p.Store.Unfinished(ctx)
		return err
	})
	return number > 0, err
}

// checkSignature refuses what none of those whom the target trusts has signed.
func checkSignature(t *target, p *plan.Plan) error {
	if len(t.SignedBy) == 0 || p.IsEmpty() {
		return nil
	}
	trusted := map[string]string{}
	for _, name := range t.SignedBy {
		key, ok := t.project.Signers[name]
		if !ok {
			return usage("target %q wants a signature by %q, and catalogc.yaml lists no such signer", t.name, name)
		}
		trusted[name] = key
	}
	_, err := signature.Verify(signature.Subject{Catalog: p.Catalog, Digest: p.Bundle}, p.Signature, trusted)
	if errors.Is(err, signature.ErrUnsigned) {
		return fmt.Errorf("%w, and target %q wants it signed by one of: %s; sign it with `catalogc sign`, then plan or publish with --bundle",
			err, t.name, strings.Join(t.SignedBy, ", "))
	}
	return err
}

// ask asks a question on the terminal. Anything but yes means no.
func (a *app) ask(question string) (bool, error) {
	fmt.Fprintf(a.stderr, "%s [y/N] ", question)
	answer, err := bufio.NewReader(a.stdin).ReadString('\n')
	if err != nil && err != io.EOF {
		return false, fmt.Errorf("read the answer: %w", err)
	}
	answer = strings.ToLower(strings.TrimSpace(answer))
	return answer == "y" || answer == "yes", nil
}
