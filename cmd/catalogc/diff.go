package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

// targetPrefix begins the name of a target's live state.
const targetPrefix = "target:"

func (a *app) diffCommand() *cobra.Command {
	var exitCode bool
	cmd := &cobra.Command{
		Use:   "diff [FROM[..TO]]",
		Short: "Show what changed between two states of the catalogue",
		Long: `Compare two states of the catalogue, document by document and field by field. A state is

  a git revision        main, v1.2, 91f3c9e, HEAD~2, or main...topic for their merge base
  a bundle              a file that ` + "`catalogc compile`" + ` wrote
  target:NAME           what is live on a target
  nothing at all        the files as they are in the folder

TO is the folder where it is left out, and FROM the merge base of HEAD and the main branch: what a
pull request changes. Nothing is checked out. Layout, comments and the order of files are no changes.`,
		Example: `  catalogc diff
  catalogc diff HEAD~1..HEAD --format markdown
  catalogc diff target:production
  catalogc diff bundle.json..main`,
		Args: maxArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			format, err := a.planFormat()
			if err != nil {
				return err
			}
			from, to := "", ""
			if len(args) == 1 {
				from, to = cutStates(args[0])
			}
			set, err := a.diff(cmd.Context(), from, to)
			if err != nil {
				return err
			}
			if err := a.write(func(w io.Writer) error { return report.ChangeSet(w, format, set, a.style("")) }); err != nil {
				return err
			}
			if exitCode && len(set.Changes) > 0 {
				return errDifferences
			}
			return nil
		},
	}
	flags := cmd.Flags()
	a.addOverlaid(flags)
	a.addFormat(flags, "text, json or markdown")
	a.addOutput(flags)
	flags.BoolVar(&exitCode, "exit-code", false, "exit with 2 when something changed")
	return cmd
}

// cutStates splits FROM..TO. Three dots are part of a revision, and what begins
// with dots is the path of a file.
func cutStates(text string) (from, to string) {
	for i := 1; i+2 <= len(text); i++ {
		if text[i:i+2] != ".." {
			continue
		}
		dots := len(text[i:]) - len(strings.TrimLeft(text[i:], "."))
		if dots == 2 {
			return text[:i], text[i+2:]
		}
		i += dots - 1
	}
	return text, ""
}

func (a *app) diff(ctx context.Context, from, to string) (plan.ChangeSet, error) {
	s, err := a.newStates(ctx)
	if err != nil {
		return plan.ChangeSet{}, err
	}
	if from == "" {
		if from, err = s.base(); err != nil {
			return plan.ChangeSet{}, err
		}
	}
	if before, after, err := s.changed(ctx, from, to); err != nil || before != nil {
		if err != nil {
			return plan.ChangeSet{}, err
		}
		return plan.Diff(before, after)
	}
	before, err := s.bundle(ctx, from, false)
	if err != nil {
		return plan.ChangeSet{}, err
	}
	after, err := s.bundle(ctx, to, true)
	if err != nil {
		return plan.ChangeSet{}, err
	}
	return plan.Diff(before, after)
}

// states reads states of the catalogue by their names.
type states struct {
	app        *app
	root       string
	project    *catalog.Project
	repository *source.Repository // once a revision is asked for
}

func (a *app) newStates(ctx context.Context) (*states, error) {
	root, project, err := a.project(ctx)
	return &states{app: a, root: root, project: project}, err
}

func (s *states) git() (*source.Repository, error) {
	if s.repository != nil {
		return s.repository, nil
	}
	repository, err := source.OpenRepository(s.root)
	if errors.Is(err, source.ErrNoRepository) {
		return nil, usage("%v; name two bundles or targets to compare", err)
	}
	s.repository = repository
	return repository, err
}

// base returns what a pull request is compared with.
func (s *states) base() (string, error) {
	repository, err := s.git()
	if err != nil {
		return "", err
	}
	main := repository.MainBranch()
	if main == "" {
		return "", usage("there is no branch main or master to compare with; name a revision")
	}
	return main + "...HEAD", nil
}

// changed returns the content of the files that differ between two states, where
// both are revisions or the folder: what did not change need not even be read. It
// returns nil for other states, and where overlays make one file of another.
func (s *states) changed(ctx context.Context, from, to string) (before, after *bundle.Bundle, err error) {
	if s.app.overlaid != "" || !s.isRevision(from) || to != "" && !s.isRevision(to) {
		return nil, nil, nil
	}
	repository, err := s.git()
	if err != nil {
		return nil, nil, err
	}
	old, err := s.resolve(repository, from)
	if err != nil {
		return nil, nil, err
	}
	var was, is *source.Tree
	if to == "" {
		folder, err := source.Folder(ctx, s.root)
		if err != nil {
			return nil, nil, err
		}
		was, is, err = repository.Against(ctx, old, folder)
		if err != nil {
			return nil, nil, err
		}
	} else {
		now, err := s.resolve(repository, to)
		if err != nil {
			return nil, nil, err
		}
		if was, is, err = repository.Between(ctx, old, now); err != nil {
			return nil, nil, err
		}
	}
	for _, target := range overlaidTargets(was, is) {
		s.app.progress("note: overlays of %s changed as well; --target %s shows what that does", target, target)
	}
	if before, err = s.read(ctx, was, from, false); err != nil {
		return nil, nil, err
	}
	after, err = s.read(ctx, is, to, true)
	return before, after, err
}

// overlaidTargets returns the targets of which some overlays differ.
func overlaidTargets(trees ...*source.Tree) []string {
	var targets []string
	for _, tree := range trees {
		for _, file := range tree.Files {
			if !catalog.IsOverlay(file.Path) {
				continue
			}
			if target := catalog.TargetOf(file.Path); target != "" && !slices.Contains(targets, target) {
				targets = append(targets, target)
			}
		}
	}
	return targets
}

func (s *states) isRevision(name string) bool {
	return name != "" && !strings.HasPrefix(name, targetPrefix) && !isFile(name)
}

func (s *states) resolve(repository *source.Repository, name string) (string, error) {
	hash, err := repository.Resolve(name)
	if errors.Is(err, source.ErrNoRevision) {
		return "", usage("%v", err)
	}
	return hash, err
}

// read returns the content of some files of the catalogue, without asking what
// they refer to: that may be in others.
func (s *states) read(ctx context.Context, tree *source.Tree, name string, sound bool) (*bundle.Bundle, error) {
	if !slices.ContainsFunc(tree.Files, func(f source.File) bool { return f.Path == catalog.ProjectFile }) {
		return bundle.New(s.project.Name, nil), nil // before there was a catalogue
	}
	result, err := compiler.Compile(ctx, tree, compiler.Options{Rules: []*rule.Rule{}})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	result.Diagnostics = slices.DeleteFunc(result.Diagnostics, func(d diag.Diagnostic) bool { return !d.IsAboutFile() })
	return s.build(result, tree, name, sound)
}

// bundle returns the content of a state. What errors leave of an old one is
// compared all the same, since nobody can mend it; sound wants none.
func (s *states) bundle(ctx context.Context, name string, sound bool) (*bundle.Bundle, error) {
	switch {
	case name == "":
		_, b, err := s.app.bundle(ctx, s.app.overlaid)
		return b, err
	case strings.HasPrefix(name, targetPrefix):
		return s.live(ctx, strings.TrimPrefix(name, targetPrefix))
	case isFile(name):
		return s.app.readBundle(name)
	}
	repository, err := s.git()
	if err != nil {
		return nil, err
	}
	hash, err := s.resolve(repository, name)
	if err != nil {
		return nil, err
	}
	tree, err := repository.Tree(ctx, hash)
	if err != nil {
		return nil, err
	}
	if len(tree.Files) == 0 {
		return bundle.New(s.project.Name, nil), nil // before there was a catalogue
	}
	return s.compile(ctx, tree, name, sound)
}

func (s *states) compile(ctx context.Context, tree *source.Tree, name string, sound bool) (*bundle.Bundle, error) {
	result, err := compiler.Compile(ctx, tree, compiler.Options{Target: s.app.overlaid})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return s.build(result, tree, name, sound)
}

// build returns the content of a state that was compiled.
func (s *states) build(result *compiler.Result, tree *source.Tree, name string, sound bool) (*bundle.Bundle, error) {
	if n := result.Diagnostics.Count(diag.Error); n > 0 && sound {
		c := &compiled{Result: result, root: s.root, tree: tree}
		return nil, s.app.refuse(c, result.Diagnostics)
	} else if n > 0 {
		s.app.progress("note: %s has %s; what could be read of it is compared", name, diag.Count(n, "error"))
	}
	return bundle.Build(result.Catalog)
}

// live returns what is live on a target, with bodies.
func (s *states) live(ctx context.Context, name string) (*bundle.Bundle, error) {
	s.app.target = name
	t, err := s.app.findTarget(s.root, s.project)
	if err != nil {
		return nil, err
	}
	b := bundle.New(s.project.Name, nil)
	err = s.app.withPublisher(ctx, t, access{mode: sqlstore.ReadOnly}, func(p *release.Publisher) error {
		_, base, err := p.Live(ctx)
		if err != nil || base.Release == 0 {
			return err
		}
		b, err = p.At(ctx, base.Release)
		return err
	})
	return b, err
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
