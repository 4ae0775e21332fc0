package main

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

func (a *app) rollbackCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "rollback N",
		Short: "Make live again what was live with release N",
		Long: `Publish what was live with release N as a new release. It is a plan like any other: it is shown,
it can be saved with -o and published later, and history only grows. API keys go back to the
versions that went with release N, where those still exist; it says where they do not.

The catalogue in git is not changed: revert the commit as well, or the next publish brings back
what was rolled back.`,
		Example: `  catalogc rollback 12 --target production
  catalogc rollback 12 --target production -o plan.json`,
		Args: oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			number, err := releaseNumber("rollback", args[0])
			if err != nil {
				return err
			}
			return a.rollback(cmd, number, format)
		},
	}
	flags := cmd.Flags()
	a.addTarget(flags)
	a.addPublishing(flags)
	a.addFormat(flags, "text, json or markdown")
	flags.StringVarP(&a.output, "output", "o", "", "`FILE` to save the plan to, in place of publishing it; - is standard output")
	return cmd
}

func releaseNumber(command, text string) (int, error) {
	number, err := strconv.Atoi(text)
	if err != nil || number < 1 {
		return 0, usage("%s wants the number of a release, not %q (`catalogc releases` lists them)", command, text)
	}
	return number, nil
}

func (a *app) rollback(cmd *cobra.Command, number int, format report.Format) error {
	ctx := cmd.Context()
	if a.output == "" {
		if err := a.mayAsk("rollback"); err != nil {
			return err
		}
	}
	t, err := a.namedTarget(ctx)
	if err != nil {
		return err
	}
	var planned *release.Planned
	var texts []string
	err = a.withPublisher(ctx, t, access{mode: sqlstore.ReadOnly, keys: true}, func(p *release.Publisher) error {
		var fates []release.KeyFate
		planned, fates, err = p.Rollback(ctx, number, plan.Context{Target: t.name})
		if errors.Is(err, release.ErrIsLive) {
			return usage("release %d is live on %s already", number, t.name)
		}
		if err != nil {
			return err
		}
		texts = append(keyFates(fates, number), a.notes(t, planned, nameOf(p.Keys))...)
		return nil
	})
	if err != nil {
		return err
	}
	if a.output != "" {
		return a.showPlan(planned.Plan, texts, format)
	}
	return a.publishPlanned(ctx, t, planned, format, texts)
}

// keyFates says which of the key versions that went with a release still exist.
func keyFates(fates []release.KeyFate, number int) []string {
	var list, kept []string
	for _, fate := range fates {
		name := fmt.Sprintf("%s (%s) version %d", fate.Pin.Ref, fate.Pin.Integration, fate.Pin.Version)
		switch {
		case fate.Exists:
			kept = append(kept, name)
		case fate.Latest > 0:
			list = append(list, fmt.Sprintf("%s, which went with release %d, is gone; the rollback goes with version %d", name, number, fate.Latest))
		default:
			list = append(list, fmt.Sprintf("%s, which went with release %d, is gone, and no other version is there", name, number))
		}
	}
	if len(kept) > 0 {
		list = append(list, fmt.Sprintf("of the API keys of release %d there %s still: %s", number, isAre(len(kept)), few(kept)))
	}
	return list
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
