package source

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// ProjectPath is the file that is part of every tree that Between gives, since
// nothing can be read without it.
const ProjectPath = "catalogc.yaml"

// Between returns the files of the catalogue that differ between two commits, as
// they are in each. Folders and files that are the same are not opened: what it
// costs goes by what changed, not by what there is.
func (r *Repository) Between(ctx context.Context, before, after string) (*Tree, *Tree, error) {
	old, err := r.folder(before)
	if err != nil {
		return nil, nil, err
	}
	now, err := r.folder(after)
	if err != nil {
		return nil, nil, err
	}
	d := &difference{repository: r, old: &Tree{Root: r.root}, now: &Tree{Root: r.root}}
	if err := d.walk(ctx, old, now, ""); err != nil {
		return nil, nil, err
	}
	for tree, from := range map[*Tree]*object.Tree{d.old: old, d.now: now} {
		if err := r.withProject(tree, from); err != nil {
			return nil, nil, err
		}
	}
	return d.old, d.now, nil
}

// Against returns the files that differ between a commit and files of the same
// folder, as they are in each.
func (r *Repository) Against(ctx context.Context, before string, files *Tree) (*Tree, *Tree, error) {
	from, err := r.folder(before)
	if err != nil {
		return nil, nil, err
	}
	hashes := map[string]plumbing.Hash{}
	if err := r.each(ctx, from, "", func(name string, hash plumbing.Hash) error { hashes[name] = hash; return nil }); err != nil {
		return nil, nil, err
	}
	old, now := &Tree{Root: r.root}, &Tree{Root: files.Root, Diagnostics: files.Diagnostics}
	for _, file := range files.Files {
		hash, there := hashes[file.Path]
		delete(hashes, file.Path)
		if there && hash == plumbing.ComputeHash(plumbing.BlobObject, file.Data) && file.Path != ProjectPath {
			continue
		}
		now.Files = append(now.Files, file)
		if there {
			if err := r.add(old, file.Path, hash); err != nil {
				return nil, nil, err
			}
		}
	}
	for name, hash := range hashes { // that the folder no longer has
		if err := r.add(old, name, hash); err != nil {
			return nil, nil, err
		}
	}
	old.sort()
	return old, now, nil
}

// folder returns the catalogue's folder in a commit, or nil when it has none.
func (r *Repository) folder(hash string) (*object.Tree, error) {
	commit, err := r.repository.CommitObject(plumbing.NewHash(hash))
	if err != nil {
		return nil, r.missing(hash, err)
	}
	root, err := commit.Tree()
	if err == nil && r.prefix != "." {
		root, err = root.Tree(r.prefix)
	}
	if errors.Is(err, object.ErrDirectoryNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, r.missing(hash, err)
	}
	return root, nil
}

// each calls f with every YAML file of a git tree and of those below it. Hidden
// ones are passed over without being opened, as in a folder, and links are not
// followed: what they lead to is in the commit as a file of its own.
func (r *Repository) each(ctx context.Context, tree *object.Tree, folder string, f func(name string, hash plumbing.Hash) error) error {
	if err := ctx.Err(); err != nil || tree == nil {
		return err
	}
	for _, entry := range tree.Entries {
		name := path.Join(folder, entry.Name)
		switch {
		case isFolder(&entry):
			below, err := r.repository.TreeObject(entry.Hash)
			if err != nil {
				return err
			}
			if err := r.each(ctx, below, name, f); err != nil {
				return err
			}
		case isDocument(&entry):
			if err := f(name, entry.Hash); err != nil {
				return err
			}
		}
	}
	return nil
}

func isFolder(e *object.TreeEntry) bool {
	return e.Mode == filemode.Dir && !strings.HasPrefix(e.Name, ".")
}

func isDocument(e *object.TreeEntry) bool {
	return e.Mode.IsFile() && e.Mode != filemode.Symlink && isYAML(e.Name) && !strings.HasPrefix(e.Name, ".")
}

// difference collects the files that differ between two git trees.
type difference struct {
	repository *Repository
	old, now   *Tree
}

// walk compares two folders, either of which may be missing. The entries of both
// are sorted.
func (d *difference) walk(ctx context.Context, old, now *object.Tree, folder string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	before, after := entriesOf(old), entriesOf(now)
	names := make([]string, 0, len(before)+len(after))
	for name := range before {
		names = append(names, name)
	}
	for name := range after {
		if _, both := before[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		a, b := before[name], after[name]
		if a != nil && b != nil && a.Hash == b.Hash && a.Mode == b.Mode {
			continue
		}
		if err := d.entry(ctx, a, b, path.Join(folder, name)); err != nil {
			return err
		}
	}
	return nil
}

func entriesOf(tree *object.Tree) map[string]*object.TreeEntry {
	if tree == nil {
		return nil
	}
	entries := make(map[string]*object.TreeEntry, len(tree.Entries))
	for i := range tree.Entries {
		entries[tree.Entries[i].Name] = &tree.Entries[i]
	}
	return entries
}

// entry compares what has one name on both sides: files, folders, or one of each.
func (d *difference) entry(ctx context.Context, a, b *object.TreeEntry, name string) error {
	folders := [2]*object.Tree{}
	for i, side := range []struct {
		entry *object.TreeEntry
		tree  *Tree
	}{{a, d.old}, {b, d.now}} {
		switch {
		case side.entry == nil:
		case isFolder(side.entry):
			var err error
			if folders[i], err = d.repository.repository.TreeObject(side.entry.Hash); err != nil {
				return err
			}
		case isDocument(side.entry):
			if err := d.repository.add(side.tree, name, side.entry.Hash); err != nil {
				return err
			}
		}
	}
	if folders[0] == nil && folders[1] == nil {
		return nil
	}
	return d.walk(ctx, folders[0], folders[1], name)
}
