package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"time"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

// target is a target of catalogc.yaml with its variables filled in.
type target struct {
	catalog.Target
	name    string
	project *catalog.Project
	// root is the catalogue's folder, home the one that relative paths start at.
	root, home string
}

// findTarget returns the target that --target names.
func (a *app) findTarget(root string, project *catalog.Project) (*target, error) {
	declared, ok := project.Target(a.target)
	if !ok {
		return nil, unknownTarget(a.target, project)
	}
	expanded, err := declared.Expand(a.env)
	if err != nil {
		return nil, usage("target %q: %v", a.target, err)
	}
	home, err := homeOf(root)
	if err != nil {
		return nil, err
	}
	return &target{Target: expanded, name: a.target, project: project, root: root, home: home}, nil
}

// namedTarget returns the target that --target names, of the catalogue at hand;
// of that only the project file is read.
func (a *app) namedTarget(ctx context.Context) (*target, error) {
	root, project, err := a.project(ctx)
	if err != nil {
		return nil, err
	}
	return a.findTarget(root, project)
}

// path returns a path of the target as the program finds it.
func (t *target) path(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(t.home, path)
}

// shortPath is path for people: relative to where they stand, if that is shorter.
func (t *target) shortPath(path string) string {
	path = t.path(path)
	if here, err := os.Getwd(); err == nil {
		if relative := relativeTo(here, path); len(relative) < len(path) {
			return relative
		}
	}
	return path
}

// access says what a command needs of a target.
type access struct {
	mode sqlstore.Mode
	// keys opens the key store as well.
	keys bool
}

// withPublisher opens a target, calls f and closes it.
func (a *app) withPublisher(ctx context.Context, t *target, need access, f func(*release.Publisher) error) (err error) {
	store, err := a.openStore(ctx, t, need.mode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	p := &release.Publisher{
		Store: store, Registry: kinds.All(), Now: time.Now, By: a.whoami(), Compiler: version().Version, Unseal: a.unseal,
	}
	if need.keys && !a.withoutKeys {
		if p.Keys, err = a.openKeys(ctx, t); err != nil {
			return fmt.Errorf("target %q: %w", t.name, err)
		}
		if p.Keys != nil {
			defer func() { err = errors.Join(err, p.Keys.Close()) }()
		}
	}
	return f(p)
}

func (a *app) openStore(ctx context.Context, t *target, mode sqlstore.Mode) (*sqlstore.Store, error) {
	address := t.Database
	if path, isFile := strings.CutPrefix(address, "sqlite:"); isFile && path != "" {
		if mode == sqlstore.ReadWrite {
			if err := ignoreState(t.path(path), t.home); err != nil {
				return nil, err
			}
		}
		address = "sqlite:" + t.shortPath(path)
	}
	store, err := sqlstore.Open(ctx, address, kinds.All(), mode)
	if errors.Is(err, sqlstore.ErrAddress) {
		return nil, usage("target %q: %v", t.name, err)
	}
	if err != nil {
		return nil, fmt.Errorf("target %q: %w", t.name, err)
	}
	return store, nil
}

func unknownTarget(name string, project *catalog.Project) error {
	names := project.TargetNames()
	message := fmt.Sprintf("unknown target %q", name)
	message += diag.DidYouMean(name, names)
	return usage("%s (catalogc.yaml has: %s)", message, strings.Join(names, ", "))
}

// ignoreState keeps the folder .catalogc out of git from its first day: a
// database is not part of the catalogue, and an identity belongs nowhere.
func ignoreState(path, home string) error {
	folder := filepath.Join(home, ".catalogc")
	if filepath.Dir(path) != folder {
		return nil
	}
	ignore := filepath.Join(folder, ".gitignore")
	if _, err := os.Stat(ignore); err == nil {
		return nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("create the folder of the target: %w", err)
	}
	if err := os.WriteFile(ignore, []byte("*\n"), 0o644); err != nil {
		return fmt.Errorf("create the folder of the target: %w", err)
	}
	return nil
}

// whoami names who acts: as --actor says, or user@host.
func (a *app) whoami() string {
	if a.actor != "" {
		return a.actor
	}
	name := a.env["USER"]
	if current, err := user.Current(); err == nil && current.Username != "" {
		name = current.Username
	}
	if name == "" {
		name = "unknown"
	}
	host, err := os.Hostname()
	if err != nil {
		return name
	}
	return name + "@" + host
}

// revision returns the commit the catalogue was read at. A repository that
// cannot be read does not stop a release: it says so and goes on without.
func (a *app) revision(tree *source.Tree) plan.Revision {
	commit, ok, err := source.Head(tree)
	if err != nil {
		a.progress("warning: the release will name no git commit: %v", err)
		return plan.Revision{}
	}
	if !ok {
		return plan.Revision{}
	}
	return plan.Revision{Commit: commit.Revision, Author: commit.Author, Message: commit.Message, Modified: commit.Modified}
}
