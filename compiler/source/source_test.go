package source

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/google/go-cmp/cmp"
)

func write(t *testing.T, root string, files map[string]string) {
	t.Helper()
	for path, text := range files {
		full := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func link(t *testing.T, target, path string) {
	t.Helper()
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

func folder(t *testing.T, root string) *Tree {
	t.Helper()
	tree, err := Folder(context.Background(), root)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func paths(tree *Tree) []string {
	var list []string
	for _, file := range tree.Files {
		list = append(list, file.Path)
	}
	return list
}

func TestFolderReadsYAMLInOrder(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{
		"b.yaml": "b", "a/z.yml": "z", "a/b.yaml": "", "a.yaml": "a", "notes.md": "", ".hidden/x.yaml": "", ".x.yaml": "", "a/.git/c.yaml": "",
	})
	tree := folder(t, root)
	if diff := cmp.Diff([]string{"a.yaml", "a/b.yaml", "a/z.yml", "b.yaml"}, paths(tree)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if string(tree.Files[3].Data) != "b" || len(tree.Diagnostics) > 0 {
		t.Errorf("read %q, findings %v", tree.Files[3].Data, tree.Diagnostics)
	}
}

func TestFolderThatIsNone(t *testing.T) {
	if _, err := Folder(context.Background(), filepath.Join(t.TempDir(), "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	write(t, filepath.Dir(file), map[string]string{"file": ""})
	if _, err := Folder(context.Background(), file); err == nil || !strings.Contains(err.Error(), "not a folder") {
		t.Errorf("got %v", err)
	}
}

// A ConfigMap is mounted as links to a hidden folder that is itself a link.
func TestFolderFollowsAConfigMap(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"..2026_11_23/ideas.yaml": "text"})
	link(t, "..2026_11_23", filepath.Join(root, "..data"))
	link(t, "..data/ideas.yaml", filepath.Join(root, "ideas.yaml"))
	tree := folder(t, root)
	if len(tree.Files) != 1 || tree.Files[0].Path != "ideas.yaml" || string(tree.Files[0].Data) != "text" || len(tree.Diagnostics) > 0 {
		t.Errorf("files %v, findings %v", paths(tree), tree.Diagnostics)
	}
}

func TestFolderReportsLinks(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"a.yaml": "a", "sub/b.yaml": "b"})
	link(t, "a.yaml", filepath.Join(root, "inside.yaml")) // read as a.yaml
	link(t, t.TempDir(), filepath.Join(root, "outside"))
	link(t, "../..", filepath.Join(root, "sub", "above"))
	link(t, "..", filepath.Join(root, "sub", "up"))
	link(t, "loop.yaml", filepath.Join(root, "loop.yaml"))
	link(t, "nowhere", filepath.Join(root, "dangling.yaml"))
	tree := folder(t, root)
	var got []string
	for _, d := range tree.Diagnostics {
		got = append(got, d.Path+" "+d.Code)
	}
	want := []string{"dangling.yaml SRC001", "loop.yaml SRC003", "outside SRC002", "sub/above SRC002", "sub/up SRC003"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a.yaml", "sub/b.yaml"}, paths(tree)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestFolderIsInterrupted(t *testing.T) {
	root := t.TempDir()
	write(t, root, map[string]string{"a.yaml": "a"})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Folder(ctx, root); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestHead(t *testing.T) {
	root := t.TempDir()
	catalog := filepath.Join(root, "catalog")
	write(t, catalog, map[string]string{"a.yaml": "a", "sub/b.yaml": "b"})
	if _, ok, err := Head(folder(t, catalog)); ok || err != nil {
		t.Fatalf("outside of a repository: %v, %v", ok, err)
	}
	repository, err := git.PlainInit(root, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := Head(folder(t, catalog)); ok || err != nil {
		t.Fatalf("without a commit: %v, %v", ok, err)
	}
	worktree, err := repository.Worktree()
	if err != nil {
		t.Fatal(err)
	}
	if err := worktree.AddGlob("."); err != nil {
		t.Fatal(err)
	}
	when := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	hash, err := worktree.Commit("catalog: first\n\nWith a body.", &git.CommitOptions{Author: &object.Signature{Name: "Ada", Email: "ada@example.com", When: when}})
	if err != nil {
		t.Fatal(err)
	}

	commit, ok, err := Head(folder(t, catalog))
	if err != nil || !ok {
		t.Fatalf("%v, %v", ok, err)
	}
	commit.Time = commit.Time.UTC()
	if diff := cmp.Diff(Commit{Revision: hash.String(), Author: "Ada <ada@example.com>", Message: "catalog: first", Time: when}, commit); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}

	for name, change := range map[string]func(){
		"changed": func() { write(t, catalog, map[string]string{"a.yaml": "A"}) },
		"removed": func() { os.Remove(filepath.Join(catalog, "a.yaml")) },
		"added":   func() { write(t, catalog, map[string]string{"a.yaml": "a", "new.yaml": ""}) },
	} {
		change()
		if commit, _, err := Head(folder(t, catalog)); err != nil || !commit.Modified {
			t.Errorf("%s: modified is %v, %v", name, commit.Modified, err)
		}
		os.Remove(filepath.Join(catalog, "new.yaml"))
		write(t, catalog, map[string]string{"a.yaml": "a"})
	}
	write(t, root, map[string]string{"elsewhere.yaml": ""})
	if commit, _, err := Head(folder(t, catalog)); err != nil || commit.Modified {
		t.Errorf("a file elsewhere: modified is %v, %v", commit.Modified, err)
	}
}

func TestLines(t *testing.T) {
	got := Lines([]byte("\uFEFFa\r\nb\rc\n\xff\n"))
	if diff := cmp.Diff([]string{"a", "b", "c", "\uFFFD", ""}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
