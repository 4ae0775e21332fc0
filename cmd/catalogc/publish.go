package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

func (a *app) publishCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "publish [PLAN]",
		Short: "Publish the catalogue, or a saved plan, to a target",
		Long: `Publish the catalogue to a target as a new release, in one transaction: readers see all of it or
none. On a terminal it shows the plan and asks; elsewhere it wants --yes or a saved plan.

With PLAN, a file that ` + "`catalogc plan -o FILE`" + ` wrote (- is standard input), just that plan is published.
It is refused with exit code 4 when the target has moved on since the plan was made.`,
		Example: `  catalogc publish
  catalogc publish --target production plan.json`,
		Args: maxArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			if len(args) == 1 {
				return a.publishSaved(cmd.Context(), args[0], format, cmd.Flags().Changed("target"))
			}
			return a.publishCatalog(cmd.Context(), format)
		},
	}
	flags := cmd.Flags()
	a.addTarget(flags)
	a.addFormat(flags, "text, json or markdown")
	a.addToday(flags)
	flags.BoolVarP(&a.yes, "yes", "y", false, "publish without asking")
	return cmd
}

func (a *app) publishCatalog(ctx context.Context, format report.Format) error {
	if !a.yes && !a.interactive() {
		return usage("publish asks before it publishes, but there is no terminal to ask on: give --yes, or publish a plan saved with `catalogc plan -o FILE`")
	}
	c, p, err := a.plan(ctx)
	if err != nil {
		return err
	}
	if !a.yes && !p.IsEmpty() {
		if err := report.Plan(a.stderr, report.Text, p, a.styleOf(a.stderr, "")); err != nil {
			return err
		}
		if agreed, err := a.ask("Publish this to " + a.target + "?"); err != nil || !agreed {
			return errors.Join(err, &codeError{code: exitRefused, message: "nothing was published"})
		}
	}
	return a.finish(ctx, c.root, c.Catalog.Project, p, format, notes(c.Catalog))
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
	root, err := a.findCatalog()
	if err != nil {
		return err
	}
	project, err := compiler.Project(ctx, root)
	if err != nil {
		return err
	}
	return a.finish(ctx, root, project, p, format, nil)
}

func (a *app) readPlan(path string) (*plan.Plan, error) {
	if path == "-" {
		return plan.Read(a.stdin)
	}
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, usage("there is no plan file %s (`catalogc plan -o %s` writes one)", path, path)
	}
	if err != nil {
		return nil, fmt.Errorf("open plan: %w", err)
	}
	defer file.Close()
	p, err := plan.Read(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return p, nil
}

// finish publishes a plan and shows what is live now.
func (a *app) finish(ctx context.Context, root string, project *catalog.Project, p *plan.Plan, format report.Format, notes []string) error {
	mode := sqlstore.ReadWrite
	if p.IsEmpty() {
		mode = sqlstore.ReadOnly // nothing will be written, not even a new table
	}
	return a.withPublisher(ctx, root, project, mode, func(publisher *release.Publisher) error {
		_, base, err := publisher.Live(ctx)
		if err != nil {
			return fmt.Errorf("publish to %q: %w", p.Target, err)
		}
		published, err := publisher.Publish(ctx, p)
		if err != nil {
			return fmt.Errorf("publish to %q: %w", p.Target, err)
		}
		if !p.IsEmpty() && published.Number == base.Release {
			a.progress("nothing to do: this plan is live on %s as release %d already", p.Target, published.Number)
			return nil
		}
		return a.write(func(w io.Writer) error {
			return report.Published(w, format, published, p, notes, a.style(""))
		})
	})
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

// notes lists the API keys that the catalogue's integrations expect: storing
// them is a step of its own.
func notes(c *catalog.Catalog) []string {
	var keys []string
	for _, object := range c.Objects {
		integration, ok := object.Value.(*kinds.IntegrationDoc)
		if ok && integration.Active && !integration.APIKey.IsZero() {
			keys = append(keys, fmt.Sprintf("%s (%s)", integration.APIKey, object.ID.Name))
		}
	}
	if len(keys) == 0 {
		return nil
	}
	slices.Sort(keys)
	const few = 5
	text := strings.Join(keys[:min(few, len(keys))], ", ")
	if len(keys) > few {
		text += fmt.Sprintf(" and %d more", len(keys)-few)
	}
	return []string{fmt.Sprintf("%d API key%s not checked: %s", len(keys), are(len(keys)), text)}
}

func are(n int) string {
	if n == 1 {
		return " is"
	}
	return "s are"
}
