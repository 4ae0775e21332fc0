package source

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// Commit is the git commit a tree was read at.
type Commit struct {
	Revision string    // the full hash
	Author   string    // Name <mail>
	Message  string    // its first line
	Time     time.Time // when it was committed
	// Modified tells that the files differ from the commit.
	Modified bool
}

// Head returns the commit that is checked out around a tree, and false when the
// tree is in no git repository or the repository has no commit yet.
func Head(tree *Tree) (Commit, bool, error) {
	repository, root, err := openGit(tree.Root)
	if errors.Is(err, git.ErrRepositoryNotExists) {
		return Commit{}, false, nil
	}
	if err != nil {
		return Commit{}, false, err
	}
	head, err := repository.Head()
	if errors.Is(err, plumbing.ErrReferenceNotFound) {
		return Commit{}, false, nil
	}
	if err != nil {
		return Commit{}, false, fmt.Errorf("read git HEAD: %w", err)
	}
	commit, err := repository.CommitObject(head.Hash())
	if err != nil {
		return Commit{}, false, fmt.Errorf("read git commit %s: %w", head.Hash(), err)
	}
	message, _, _ := strings.Cut(strings.TrimSpace(commit.Message), "\n")
	result := Commit{
		Revision: commit.Hash.String(),
		Author:   fmt.Sprintf("%s <%s>", commit.Author.Name, commit.Author.Email),
		Message:  message,
		Time:     commit.Committer.When,
	}
	worktree, err := repository.Worktree()
	if err != nil { // a bare repository: nothing can be modified
		return result, true, nil
	}
	prefix, err := filepath.Rel(worktree.Filesystem.Root(), root)
	if err != nil {
		return Commit{}, false, fmt.Errorf("read git: %w", err)
	}
	result.Modified, err = modified(commit, filepath.ToSlash(prefix), tree)
	return result, true, err
}

// modified compares the files of a tree with those of a commit. It hashes the
// catalogue's own files only: go-git's status would hash the whole repository.
func modified(commit *object.Commit, prefix string, tree *Tree) (bool, error) {
	root, err := commit.Tree()
	if err != nil {
		return false, fmt.Errorf("read git tree: %w", err)
	}
	if prefix != "." {
		if root, err = root.Tree(prefix); err != nil {
			return true, nil // the folder is not in the commit
		}
	}
	files := make(map[string]plumbing.Hash, len(tree.Files))
	for _, file := range tree.Files {
		files[file.Path] = plumbing.ComputeHash(plumbing.BlobObject, file.Data)
	}
	walk := object.NewTreeWalker(root, true, nil)
	defer walk.Close()
	for {
		name, entry, err := walk.Next()
		if err != nil {
			break
		}
		if !entry.Mode.IsFile() || !isYAML(name) || strings.Contains("/"+name, "/.") {
			continue
		}
		if hash, ok := files[name]; !ok || hash != entry.Hash {
			return true, nil
		}
		delete(files, name)
	}
	return len(files) > 0, nil
}
