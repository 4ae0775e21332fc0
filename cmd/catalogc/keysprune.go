package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

func (a *app) keysPruneCommand() *cobra.Command {
	keep := 0
	cmd := &cobra.Command{
		Use:   "prune INTEGRATION",
		Short: "Destroy the versions of a key that the live release has replaced",
		Long: `Destroy, for good, the versions of an integration's API key that are older than the one that the live
release goes with: the last step of a rotation, once nobody uses the old key any more. The live
version and newer ones stay. A rollback to an earlier release then goes with the live version.`,
		Example: `  catalogc keys prune openai --target production
  catalogc keys prune openai --keep 2 --yes`,
		Args: oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			if keep < 0 {
				return usage("--keep wants a number from 0, not %d", keep)
			}
			if !a.yes && !a.interactive() {
				return usage("prune asks before it destroys, but there is no terminal to ask on: give --yes")
			}
			return a.pruneKey(cmd.Context(), args[0], keep)
		},
	}
	a.addTarget(cmd.Flags())
	a.addActor(cmd.Flags())
	cmd.Flags().IntVar(&keep, "keep", 0, "keep the `N` newest of the older versions")
	cmd.Flags().BoolVarP(&a.yes, "yes", "y", false, "destroy without asking")
	return cmd
}

func (a *app) pruneKey(ctx context.Context, integration string, keep int) error {
	k, err := a.keyTarget(ctx)
	if err != nil {
		return err
	}
	if _, err := k.of(integration); err != nil {
		return err
	}
	return a.keyStatuses(ctx, k, func(p *release.Publisher, statuses []release.KeyStatus) error {
		for _, path := range pathsOf(statuses, integration) {
			old, err := replaced(statuses, path, keep)
			if err != nil {
				return err
			}
			if len(old) == 0 {
				a.progress("nothing to do: no version of vault:%s is older than what is live", path)
				continue
			}
			if !a.yes {
				agreed, err := a.ask(fmt.Sprintf("Destroy version%s %v of vault:%s for good?", plural(len(old)), old, path))
				if err != nil {
					return err
				}
				if !agreed {
					return &codeError{code: exitRefused, message: "nothing was destroyed"}
				}
			}
			if err := a.destroy(ctx, k, p, path, old); err != nil {
				return err
			}
		}
		return nil
	})
}

// destroy notes in the audit log what is about to be destroyed, and destroys it.
func (a *app) destroy(ctx context.Context, k *keyTarget, p *release.Publisher, path string, versions []int) error {
	err := a.withPublisher(ctx, k.target, access{mode: sqlstore.ReadWrite}, func(writer *release.Publisher) error {
		list := make([]any, len(versions))
		for i, version := range versions {
			list[i] = json.Number(strconv.Itoa(version))
		}
		return writer.Store.Note(ctx, writer.Actor(), "prune", map[string]any{"path": path, "versions": list})
	})
	if err != nil {
		return err
	}
	if err := p.Keys.Destroy(ctx, path, versions); err != nil {
		return fmt.Errorf("destroy versions of vault:%s: %w", path, err)
	}
	a.progress("destroyed %s of vault:%s: %v", diag.Count(len(versions), "version"), path, versions)
	return nil
}

// pathsOf returns the paths that hold the keys of an integration.
func pathsOf(statuses []release.KeyStatus, integration string) []string {
	var paths []string
	for i := range statuses {
		if statuses[i].Integration == integration && !slices.Contains(paths, statuses[i].Ref.Path) {
			paths = append(paths, statuses[i].Ref.Path)
		}
	}
	return paths
}

// replaced returns the versions of a path that are older than every version that
// the live release goes with, the newest of them left out. Several integrations
// may share a path.
func replaced(statuses []release.KeyStatus, path string, keep int) ([]int, error) {
	oldest := 0
	var state *release.KeyState
	for i := range statuses {
		s := &statuses[i]
		if s.Ref.Path != path {
			continue
		}
		state = &s.State
		if s.Pin.Version == 0 {
			return nil, usage("no release goes with a version of %s (%s) yet; publish first", s.Ref, s.Integration)
		}
		if oldest == 0 || s.Pin.Version < oldest {
			oldest = s.Pin.Version
		}
	}
	var old []int
	for _, v := range state.Versions {
		if v.Number < oldest && !v.Destroyed {
			old = append(old, v.Number)
		}
	}
	return old[:max(len(old)-keep, 0)], nil
}
