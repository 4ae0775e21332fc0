package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/sqlstore"
	"github.com/igny8/catalogc/compiler/syntax"
)

// adopt writes what was changed in a database by hand into the YAML.
func (a *app) adopt(ctx context.Context, t *target, found *release.Drift) error {
	c, err := a.compile(ctx, a.target, nil)
	if err != nil {
		return err
	}
	latest, err := a.latestVersions(ctx, t, found.Differences)
	if err != nil {
		return err
	}
	adoption, err := compiler.Adopt(c.Catalog, found.Differences, func(id resource.ID) int { return latest[id] })
	if err != nil {
		return err
	}
	writer, err := compiler.NewWriter()
	if err != nil {
		return err
	}
	w := yamlWriter{root: c.root, tree: c.tree, catalog: c.Catalog, writer: writer, changed: map[string][]byte{}}
	for i := range adoption.Documents {
		if err := w.document(&adoption.Documents[i]); err != nil {
			return fmt.Errorf("adopt %s: %w", adoption.Documents[i].ID, err)
		}
	}
	if err := w.save(); err != nil {
		return err
	}
	for _, text := range w.said {
		a.progress("%s", text)
	}
	for _, left := range adoption.Left {
		a.progress("not adopted: %s; `catalogc rebuild` puts it right", left)
	}
	if len(found.Keys) > 0 {
		a.progress("not adopted: keys are not in the YAML; `catalogc publish` goes with their newest versions")
	}
	if len(adoption.Documents) > 0 {
		a.progress("look at the change, then publish it: until then the tables and release %d differ", found.Release.Number)
	}
	return nil
}

// latestVersions returns the highest version that was published of each document
// that differs.
func (a *app) latestVersions(ctx context.Context, t *target, differences []release.Difference) (map[resource.ID]int, error) {
	var ids []resource.ID
	for _, d := range differences {
		if d.ID.Kind != "" && !slices.Contains(ids, d.ID) {
			ids = append(ids, d.ID)
		}
	}
	latest := map[resource.ID]int{}
	err := a.withPublisher(ctx, t, access{mode: sqlstore.ReadOnly}, func(p *release.Publisher) error {
		contents, err := p.Store.Contents(ctx, ids)
		for _, content := range contents {
			latest[content.ID] = max(latest[content.ID], content.Version)
		}
		return err
	})
	return latest, err
}

// yamlWriter changes files of a catalogue, all of them or, when one cannot be
// changed, none.
type yamlWriter struct {
	root    string
	tree    *source.Tree
	catalog *catalog.Catalog
	writer  *compiler.Writer
	changed map[string][]byte // by path; nil for a file to be removed
	said    []string
}

func (w *yamlWriter) document(d *compiler.AdoptedDocument) error {
	if d.Object == nil {
		text, err := w.writer.Document(d.Body)
		if err != nil {
			return err
		}
		path := newPath(d.ID)
		if w.data(path) != nil {
			return fmt.Errorf("the file %s is there already", path)
		}
		w.put(path, text, "created")
		return nil
	}
	if d.Body == nil {
		return w.remove(d.Object)
	}
	edits, err := w.edits(d)
	if err != nil {
		return err
	}
	for _, edit := range edits {
		path, index, err := w.fileOf(d.Object, edit.Pointer)
		if err != nil {
			return err
		}
		edit.Document = index
		edited, err := syntax.Apply(path, w.data(path), w.writer.Order, edit)
		if err != nil {
			return err
		}
		w.put(path, edited, "changed")
	}
	return nil
}

// remove removes the file of a document that has it for itself.
func (w *yamlWriter) remove(object *resource.Object) error {
	file, _ := w.catalog.Locate(object)
	if len(file.Documents) > 1 {
		return fmt.Errorf("its row is gone, but %s holds other documents too; remove it there by hand", file.Path)
	}
	w.put(file.Path, nil, "removed")
	return nil
}

// edits returns what turns the document as its author wrote it into what it is
// to be.
func (w *yamlWriter) edits(d *compiler.AdoptedDocument) ([]syntax.Edit, error) {
	before, err := bundle.AppendCanonical(nil, d.Object.Kind.Canonical(d.Object.Value))
	if err != nil {
		return nil, err
	}
	current, err := w.writer.Content(before)
	if err != nil {
		return nil, err
	}
	want, err := w.writer.Content(d.Body)
	if err != nil {
		return nil, err
	}
	return compiler.Edits(current, want), nil
}

// fileOf returns the file that a field of a document is to be changed in, and the
// index of the document there: the overlay's where the value comes from one.
func (w *yamlWriter) fileOf(object *resource.Object, pointer string) (string, int, error) {
	base, index := w.catalog.Locate(object)
	node, _ := object.Document.Root.Nearest(pointer)
	path := object.Document.Place(node).Path
	if path == base.Path || pointer != "" && node == object.Document.Root {
		return base.Path, index, nil
	}
	overlay := syntax.Parse(path, w.data(path))
	index = slices.IndexFunc(overlay.Documents, func(document *syntax.Document) bool {
		kind, name := document.Root.Get("kind"), document.Root.Get("name")
		return kind != nil && name != nil && kind.Text == object.ID.Kind && name.Text == object.ID.Name
	})
	if index < 0 {
		return "", 0, fmt.Errorf("it is not in %s", path)
	}
	return path, index, nil
}

func newPath(id resource.ID) string {
	d := dumper{taken: map[string]bool{}}
	plural := strings.ToLower(id.Kind) + "s"
	if kind := kinds.All().Get(id.Kind); kind != nil {
		plural = kind.Plural
	}
	return d.path(plural, id.Name)
}

// data returns what a file holds, with what was changed already.
func (w *yamlWriter) data(path string) []byte {
	if data, ok := w.changed[path]; ok {
		return data
	}
	for i := range w.tree.Files {
		if w.tree.Files[i].Path == path {
			return w.tree.Files[i].Data
		}
	}
	return nil
}

func (w *yamlWriter) put(path string, data []byte, what string) {
	if _, again := w.changed[path]; !again {
		w.said = append(w.said, what+" "+filepath.Join(w.root, filepath.FromSlash(path)))
	}
	w.changed[path] = data
}

func (w *yamlWriter) save() error {
	for path, data := range w.changed {
		name := filepath.Join(w.root, filepath.FromSlash(path))
		if data == nil {
			if err := os.Remove(name); err != nil {
				return fmt.Errorf("adopt: %w", err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return fmt.Errorf("adopt: %w", err)
		}
		err := writeFile(name, func(out io.Writer) error { _, err := out.Write(data); return err })
		if err != nil {
			return errors.Join(errors.New("adopt: some files were changed, and others not; look with git status"), err)
		}
	}
	return nil
}
