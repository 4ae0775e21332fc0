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

// withPublisher opens the target's database, calls f and closes it.
func (a *app) withPublisher(ctx context.Context, root string, project *catalog.Project, mode sqlstore.Mode, f func(*release.Publisher) error) (err error) {
	store, err := a.openStore(ctx, root, project, mode)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	return f(&release.Publisher{Store: store, Now: time.Now, By: a.whoami(), Compiler: version().Version})
}

func (a *app) openStore(ctx context.Context, root string, project *catalog.Project, mode sqlstore.Mode) (*sqlstore.Store, error) {
	target, ok := project.Target(a.target)
	if !ok {
		return nil, unknownTarget(a.target, project)
	}
	address, err := catalog.Expand(target.Database, a.env)
	if err != nil {
		return nil, usage("target %q: %v", a.target, err)
	}
	path, isFile := strings.CutPrefix(address, "sqlite:")
	if !isFile {
		return nil, usage("target %q: this catalogc publishes to sqlite:PATH databases only", a.target)
	}
	home, err := homeOf(root)
	if err != nil {
		return nil, err
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(home, path)
	}
	if mode == sqlstore.ReadWrite {
		if err := ignoreState(path, home); err != nil {
			return nil, err
		}
	}
	store, err := sqlstore.Open(ctx, "sqlite:"+path, kinds.All(), mode)
	if err != nil {
		return nil, fmt.Errorf("target %q: %w", a.target, err)
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
// database is not part of the catalogue.
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
		return fmt.Errorf("create the folder of the database: %w", err)
	}
	if err := os.WriteFile(ignore, []byte("*\n"), 0o644); err != nil {
		return fmt.Errorf("create the folder of the database: %w", err)
	}
	return nil
}

// whoami names who publishes: user@host.
func (a *app) whoami() string {
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
