package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

func (a *app) keysCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "keys",
		Short: "Store, check and rotate API keys",
		Long: `API keys live in the target's key store, HashiCorp Vault or an encrypted file, and nowhere else: no
command prints one. A key that is stored is not used until a release goes with its version, so that
the old one serves until then; ` + "`catalogc publish`" + ` makes it so.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return cmd.Help()
		},
		Args: cobra.ArbitraryArgs,
	}
	cmd.AddCommand(a.keysListCommand(), a.keysCheckCommand(), a.keysSetCommand(), a.keysSealCommand(), a.keysPruneCommand(), a.keysPolicyCommand())
	return cmd
}

// keyTarget is a target with the keys that the catalogue needs there.
type keyTarget struct {
	*target
	uses []release.KeyUse
}

// keyTarget reads which keys the catalogue needs. A catalogue with errors will
// do: keys must be stored at three in the morning, too.
func (a *app) keyTarget(ctx context.Context) (*keyTarget, error) {
	c, err := a.compile(ctx, a.target, nil)
	if err != nil {
		return nil, err
	}
	t, err := a.findTarget(c.root, c.Catalog.Project)
	if err != nil {
		return nil, err
	}
	k := &keyTarget{target: t}
	for _, object := range c.Catalog.Objects {
		if object.Kind.HasKeys() {
			k.uses = append(k.uses, release.KeyUsesOf(object.Kind, object.Kind.Canonical(object.Value))...)
		}
	}
	slices.SortFunc(k.uses, func(a, b release.KeyUse) int { return strings.Compare(a.Integration, b.Integration) })
	return k, nil
}

// of returns the keys of one integration.
func (k *keyTarget) of(integration string) ([]release.KeyUse, error) {
	var found []release.KeyUse
	var names []string
	for _, use := range k.uses {
		names = append(names, use.Integration)
		if use.Integration == integration {
			found = append(found, use)
		}
	}
	switch {
	case len(found) > 0:
		return found, nil
	case len(names) == 0:
		return nil, usage("no active integration of the catalogue has an api_key")
	}
	return nil, usage("no active integration with an api_key is called %q%s (there are: %s)", integration, diag.DidYouMean(integration, names), strings.Join(slices.Compact(names), ", "))
}

// withKeys opens the target and its key store, which it must have.
func (a *app) withKeys(ctx context.Context, t *target, mode sqlstore.Mode, f func(*release.Publisher) error) error {
	return a.withPublisher(ctx, t, access{mode: mode, keys: true}, func(p *release.Publisher) error {
		if p.Keys == nil {
			return noKeyStore(t)
		}
		return f(p)
	})
}

func noKeyStore(t *target) error {
	return usage("target %q has no key store; give it `keys: file:PATH` or `vault:` in catalogc.yaml", t.name)
}

// keyStatuses asks for the state of the keys that the catalogue needs.
func (a *app) keyStatuses(ctx context.Context, k *keyTarget, f func(*release.Publisher, []release.KeyStatus) error) error {
	return a.withKeys(ctx, k.target, sqlstore.ReadOnly, func(p *release.Publisher) error {
		_, base, err := p.Live(ctx)
		if err != nil {
			return err
		}
		pins, err := p.Store.Pins(ctx, base.Release)
		if err != nil {
			return err
		}
		statuses, err := p.KeyStatuses(ctx, k.uses, pins)
		if err != nil {
			return err
		}
		return f(p, statuses)
	})
}

func (a *app) keysListCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the keys that the catalogue needs: versions, age and which release goes with them",
		Long: `List the API keys that the active integrations of the catalogue need: which version is stored, how
old it is, which version the live release goes with. No value is read.`,
		Example: "  catalogc keys list --target production",
		Args:    maxArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.listKeys(cmd.Context(), func([]report.Key) error { return nil })
		},
	}
	a.addTarget(cmd.Flags())
	a.addFormat(cmd.Flags(), "text, json or markdown")
	return cmd
}

func (a *app) keysCheckCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check that every key that the catalogue refers to is there",
		Long: `Check that every API key that the catalogue refers to can be found in the target's key store and
has the field it names, and that what the live release goes with still exists. No value is read
where the store can tell without. The exit code is 1 when a key is missing.`,
		Example: "  catalogc keys check --target production",
		Args:    maxArgs(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.listKeys(cmd.Context(), func(list []report.Key) error {
				wrong := 0
				for _, key := range list {
					if key.Problem != "" {
						wrong++
					}
				}
				if wrong > 0 {
					return &codeError{code: exitFindings, message: fmt.Sprintf("%s not as needed", diag.Count(wrong, "key")+isOrAre(wrong))}
				}
				a.progress("ok: %s", diag.Count(len(list), "key"))
				return nil
			})
		},
	}
	a.addTarget(cmd.Flags())
	a.addFormat(cmd.Flags(), "text, json or markdown")
	return cmd
}

func isOrAre(n int) string {
	if n == 1 {
		return " is"
	}
	return " are"
}

// listKeys prints what is known of the keys and then judges it.
func (a *app) listKeys(ctx context.Context, judge func([]report.Key) error) error {
	format, err := a.planFormat()
	if err != nil {
		return err
	}
	k, err := a.keyTarget(ctx)
	if err != nil {
		return err
	}
	var list []report.Key
	err = a.keyStatuses(ctx, k, func(_ *release.Publisher, statuses []release.KeyStatus) error {
		for i := range statuses {
			list = append(list, report.KeyOf(&statuses[i], k.project.Name, k.name))
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := a.write(func(w io.Writer) error { return report.Keys(w, format, list, time.Now(), a.style("")) }); err != nil {
		return err
	}
	return judge(list)
}
