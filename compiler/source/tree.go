// Package source turns a folder into an immutable, ordered Tree of the files of
// a catalogue, and tells from which git commit they come.
package source

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/igny8/catalogc/compiler/diag"
)

// Tree is the files of a catalogue in path order.
type Tree struct {
	// Root is the folder as it was given.
	Root string
	// Files are sorted by path.
	Files []File
	// Diagnostics are the findings about files that could not be read.
	Diagnostics diag.List
}

// File is one file of a Tree. Its data must not be changed.
type File struct {
	Path string // relative to the root, with slashes
	Data []byte
}

// maxRead bounds how much of a file is read: more than any valid file has, so
// that its size is still seen to be too large.
const maxRead = 16 << 20

// Folder reads all *.yaml and *.yml files below a folder, in parallel. Names
// that begin with a dot are passed over. Symbolic links to files within the
// folder are followed; others are findings, so that a catalogue never takes in
// what is not its own.
//
// An error means that the folder itself cannot be read.
func Folder(ctx context.Context, root string) (*Tree, error) {
	info, err := os.Stat(root)
	if err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	if !info.IsDir() {
		return nil, fmt.Errorf("read catalogue: %s is not a folder", root)
	}
	w := walker{}
	if w.real, err = filepath.EvalSymlinks(root); err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	if err := filepath.WalkDir(w.real, w.visit); err != nil {
		return nil, fmt.Errorf("read catalogue: %w", err)
	}
	slices.Sort(w.paths)
	tree := &Tree{Root: root, Diagnostics: w.findings}
	return tree, tree.read(ctx, w.real, w.paths)
}

// Only returns the tree of some files of a folder, named by their paths. One
// that does not exist is left out.
func Only(ctx context.Context, root string, paths ...string) (*Tree, error) {
	paths = slices.DeleteFunc(slices.Clone(paths), func(path string) bool {
		_, err := os.Lstat(filepath.Join(root, filepath.FromSlash(path)))
		return errors.Is(err, fs.ErrNotExist)
	})
	tree := &Tree{Root: root}
	return tree, tree.read(ctx, root, paths)
}

type walker struct {
	real     string // the root without symbolic links
	paths    []string
	findings diag.List
}

func (w *walker) visit(path string, entry fs.DirEntry, err error) error {
	relative, relErr := filepath.Rel(w.real, path)
	if relErr != nil {
		return relErr
	}
	relative = filepath.ToSlash(relative)
	if err != nil {
		if relative == "." {
			return err
		}
		w.unreadable(relative, err)
		return nil
	}
	hidden := strings.HasPrefix(entry.Name(), ".") && relative != "."
	switch {
	case hidden && entry.IsDir():
		return filepath.SkipDir
	case hidden, entry.IsDir():
		return nil
	case entry.Type()&fs.ModeSymlink != 0:
		w.link(path, relative)
	case !isYAML(entry.Name()):
	case !entry.Type().IsRegular():
		w.report(Unreadable, relative, "remove it", "it is no regular file but a %s", modeName(entry.Type()))
	default:
		w.paths = append(w.paths, relative)
	}
	return nil
}

func isYAML(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

func modeName(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "named pipe"
	case mode&fs.ModeSocket != 0:
		return "socket"
	case mode&fs.ModeDevice != 0:
		return "device"
	}
	return "special file"
}

// link decides on a symbolic link. What it leads to within the tree is read
// where it stands, unless a hidden folder keeps it from being found there: that
// is how Kubernetes mounts a ConfigMap.
func (w *walker) link(path, relative string) {
	target, err := filepath.EvalSymlinks(path)
	if err != nil {
		if isLoop(err) {
			w.report(LinkLoop, relative, "remove the link", "the symbolic link leads back to itself")
		} else if isYAML(relative) {
			w.report(Unreadable, relative, "remove the link or mend its target", "the symbolic link leads nowhere")
		}
		return
	}
	info, err := os.Stat(target)
	if err != nil {
		w.unreadable(relative, err)
		return
	}
	if !info.IsDir() && !isYAML(relative) {
		return
	}
	inside, err := filepath.Rel(w.real, target)
	if err != nil || inside == ".." || strings.HasPrefix(inside, ".."+string(filepath.Separator)) {
		w.report(LinkOutside, relative, "copy what it leads to into the catalogue", "the symbolic link leads out of the catalogue")
		return
	}
	inside = "/" + filepath.ToSlash(inside)
	switch {
	case info.IsDir() && strings.HasPrefix(filepath.Clean(path)+string(filepath.Separator), target+string(filepath.Separator)):
		w.report(LinkLoop, relative, "remove the link", "the symbolic link leads to a folder it stands in")
	case !info.IsDir() && strings.Contains(inside, "/."):
		w.paths = append(w.paths, relative)
	}
}

func isLoop(err error) bool {
	var pathError *fs.PathError
	return strings.Contains(err.Error(), "too many") || errors.As(err, &pathError) && strings.Contains(pathError.Err.Error(), "too many levels")
}

func (w *walker) unreadable(relative string, err error) {
	w.report(Unreadable, relative, "check that it exists and that you may read it", "it cannot be read: %s", reason(err))
}

// reason leaves the path out of a file error: the finding names it already.
func reason(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}

func (w *walker) report(d *diag.Definition, path, help, format string, args ...any) {
	finding := d.New(fmt.Sprintf(format, args...))
	finding.Path, finding.Help = path, help
	w.findings = append(w.findings, finding)
}

// read reads the files in parallel. A file that cannot be read is a finding.
func (t *Tree) read(ctx context.Context, root string, paths []string) error {
	files := make([]File, len(paths))
	failures := make([]error, len(paths))
	var next atomic.Int64
	var group sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(paths) {
					return
				}
				files[i].Path = paths[i]
				files[i].Data, failures[i] = readFile(filepath.Join(root, filepath.FromSlash(paths[i])))
			}
		})
	}
	group.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	t.Files = make([]File, 0, len(paths))
	w := walker{}
	for i := range files {
		if failures[i] != nil {
			w.unreadable(paths[i], failures[i])
			continue
		}
		t.Files = append(t.Files, files[i])
	}
	t.Diagnostics = append(t.Diagnostics, w.findings...)
	return nil
}
