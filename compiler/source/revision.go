package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// ErrNoRepository says that a folder is in no git repository.
var ErrNoRepository = errors.New("it is in no git repository")

// ErrNoRevision says that a repository does not have a revision.
var ErrNoRevision = errors.New("there is no such revision here")

// Repository is the git repository around a catalogue.
type Repository struct {
	repository *git.Repository
	root       string // the catalogue's folder
	prefix     string // of the catalogue within the repository, or "."
}

// OpenRepository opens the git repository that a catalogue's folder is in: also
// one of several worktrees. The error wraps ErrNoRepository when there is none.
func OpenRepository(root string) (*Repository, error) {
	repository, real, err := openGit(root)
	if errors.Is(err, git.ErrRepositoryNotExists) {
		return nil, fmt.Errorf("%s: %w", root, ErrNoRepository)
	}
	if err != nil {
		return nil, err
	}
	worktree, err := repository.Worktree()
	if err != nil {
		return nil, fmt.Errorf("read git: %w", err)
	}
	prefix, err := filepath.Rel(worktree.Filesystem.Root(), real)
	if err != nil {
		return nil, fmt.Errorf("read git: %w", err)
	}
	return &Repository{repository: repository, root: root, prefix: filepath.ToSlash(prefix)}, nil
}

// openGit opens the repository around a folder, and returns the folder without
// symbolic links.
func openGit(folder string) (*git.Repository, string, error) {
	real, err := filepath.Abs(folder)
	if err != nil {
		return nil, "", fmt.Errorf("read git: %w", err)
	}
	if real, err = filepath.EvalSymlinks(real); err != nil {
		return nil, "", fmt.Errorf("read git: %w", err)
	}
	repository, err := git.PlainOpenWithOptions(real, &git.PlainOpenOptions{DetectDotGit: true, EnableDotGitCommonDir: true})
	if err != nil {
		return nil, "", fmt.Errorf("open git repository: %w", err)
	}
	return repository, real, nil
}

// Resolve returns the full hash of a revision: a branch, tag, commit or what git
// derives from one, such as HEAD~2. Two of them with three dots in between mean
// their merge base. The error wraps ErrNoRevision when there is none, and names
// the fetch that may bring it.
func (r *Repository) Resolve(revision string) (string, error) {
	one, two, isBase := strings.Cut(revision, "...")
	if !isBase {
		commit, err := r.commit(revision)
		if err != nil {
			return "", err
		}
		return commit.Hash.String(), nil
	}
	a, err := r.commit(one)
	if err != nil {
		return "", err
	}
	b, err := r.commit(two)
	if err != nil {
		return "", err
	}
	bases, err := a.MergeBase(b)
	if err != nil {
		return "", r.missing(revision, err)
	}
	if len(bases) == 0 {
		return "", fmt.Errorf("%s: %w: the two have no common ancestor%s", revision, ErrNoRevision, r.ifShallow("git fetch --unshallow"))
	}
	return bases[0].Hash.String(), nil
}

func (r *Repository) commit(revision string) (*object.Commit, error) {
	if revision == "" {
		revision = "HEAD"
	}
	hash, err := r.repository.ResolveRevision(plumbing.Revision(revision))
	if err != nil {
		return nil, r.missing(revision, err)
	}
	commit, err := r.repository.CommitObject(*hash)
	if err != nil {
		return nil, r.missing(revision, err)
	}
	return commit, nil
}

// missing says that a revision is not there, or what else went wrong.
func (r *Repository) missing(revision string, err error) error {
	absent := errors.Is(err, plumbing.ErrReferenceNotFound) || errors.Is(err, plumbing.ErrObjectNotFound) || errors.Is(err, object.ErrParentNotFound) || errors.Is(err, io.EOF)
	if !absent {
		return fmt.Errorf("git revision %s: %w", revision, err)
	}
	return fmt.Errorf("%s: %w%s", revision, ErrNoRevision, r.ifShallow("git fetch --unshallow, or git fetch --depth=N origin "+revision))
}

// ifShallow says which command brings what a shallow clone lacks.
func (r *Repository) ifShallow(fetch string) string {
	if shallow, err := r.repository.Storer.Shallow(); err == nil && len(shallow) > 0 {
		return "; the clone is shallow: " + fetch
	}
	return ""
}

// MainBranch returns the first that exists of the branches that changes are
// usually merged into, or "".
func (r *Repository) MainBranch() string {
	for _, name := range []string{"origin/HEAD", "origin/main", "main", "origin/master", "master"} {
		if _, err := r.repository.ResolveRevision(plumbing.Revision(name)); err == nil {
			return name
		}
	}
	return ""
}

// Tree returns the files of the catalogue as they are in a commit, without
// checking it out. A commit without the catalogue's folder has no files.
func (r *Repository) Tree(ctx context.Context, hash string) (*Tree, error) {
	folder, err := r.folder(hash)
	if err != nil {
		return nil, err
	}
	tree := &Tree{Root: r.root}
	err = r.each(ctx, folder, "", func(name string, blob plumbing.Hash) error { return r.add(tree, name, blob) })
	if err != nil {
		return nil, err
	}
	tree.sort()
	return tree, nil
}

// add reads a file of a commit into a tree.
func (r *Repository) add(tree *Tree, name string, hash plumbing.Hash) error {
	data, err := r.blob(hash)
	if err != nil {
		return r.missing(name, err)
	}
	tree.Files = append(tree.Files, File{Path: name, Data: data})
	return nil
}

// withProject adds the project file to a tree that has not got it.
func (r *Repository) withProject(tree *Tree, from *object.Tree) error {
	tree.sort()
	if from == nil || slices.ContainsFunc(tree.Files, func(f File) bool { return f.Path == ProjectPath }) {
		return nil
	}
	entry, err := from.FindEntry(ProjectPath)
	if errors.Is(err, object.ErrEntryNotFound) {
		return nil
	}
	if err != nil {
		return r.missing(ProjectPath, err)
	}
	defer tree.sort()
	return r.add(tree, ProjectPath, entry.Hash)
}

func (t *Tree) sort() {
	slices.SortFunc(t.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
}

func (r *Repository) blob(hash plumbing.Hash) ([]byte, error) {
	blob, err := r.repository.BlobObject(hash)
	if err != nil {
		return nil, err
	}
	reader, err := blob.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { _ = reader.Close() }() // nothing was written
	data := make([]byte, min(blob.Size, maxRead))
	_, err = io.ReadFull(reader, data)
	return data, err
}
