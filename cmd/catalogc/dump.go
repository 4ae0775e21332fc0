package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler"
	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/sqlstore"
	"github.com/igny8/catalogc/compiler/syntax"
)

func (a *app) dumpCommand() *cobra.Command {
	number := 0
	cmd := &cobra.Command{
		Use:   "dump DIR",
		Short: "Write what is live as a catalogue",
		Long: `Write what is live on a target, or was with --release N, as YAML into a new folder: a catalogue of
which ` + "`catalogc plan`" + ` says that there is nothing to publish. Comments are not in the database, so they
are not in the dump.`,
		Example: "  catalogc dump live --target production",
		Args:    oneArg,
		RunE: func(cmd *cobra.Command, args []string) error {
			if number < 0 {
				return usage("--release wants the number of a release, not %d", number)
			}
			return a.dump(cmd.Context(), args[0], number)
		},
	}
	a.addTarget(cmd.Flags())
	cmd.Flags().IntVar(&number, "release", 0, "write what was live with release `N` (default: what is live)")
	return cmd
}

func (a *app) dump(ctx context.Context, folder string, number int) error {
	if files, err := os.ReadDir(folder); err == nil && len(files) > 0 {
		return usage("%s is not empty; name a new folder", folder)
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("dump: %w", err)
	}
	t, err := a.namedTarget(ctx)
	if err != nil {
		return err
	}
	if within(t.root, folder) {
		return usage("%s is within the catalogue, which would then hold every document twice; name a folder elsewhere", folder)
	}
	var live *bundle.Bundle
	err = a.withPublisher(ctx, t, access{mode: sqlstore.ReadOnly}, func(p *release.Publisher) error {
		if err := a.wasPublished(ctx)(p); err != nil {
			return err
		}
		if number == 0 {
			_, base, err := p.Live(ctx)
			if err != nil {
				return err
			}
			number = base.Release
		}
		live, err = p.At(ctx, number)
		return err
	})
	if err != nil {
		return err
	}
	writer, err := compiler.NewWriter()
	if err != nil {
		return err
	}
	d := dumper{folder: folder, writer: writer, taken: map[string]bool{}, words: map[string][]string{}, registry: kinds.All()}
	for i := range live.Entries {
		if err := d.document(&live.Entries[i]); err != nil {
			return fmt.Errorf("dump: %s: %w", live.Entries[i].ID, err)
		}
	}
	if err := d.project(t, live.Catalog); err != nil {
		return fmt.Errorf("dump: %w", err)
	}
	a.progress("wrote release %d of %s to %s: %s", number, t.name, folder, diag.Count(len(live.Entries), "document"))
	return nil
}

// within reports whether the files of a folder would be read as those of a
// catalogue.
func within(root, folder string) bool {
	from, err1 := filepath.Abs(root)
	to, err2 := filepath.Abs(folder)
	inside, err3 := filepath.Rel(from, to)
	return errors.Join(err1, err2, err3) == nil && filepath.IsLocal(inside) && !strings.Contains("/"+filepath.ToSlash(inside), "/.")
}

// dumper writes documents as files.
type dumper struct {
	folder   string
	writer   *compiler.Writer
	registry *resource.Registry
	taken    map[string]bool // paths, in lower case: some file systems do not tell them apart
	// words are those of closed vocabularies that the documents use.
	words map[string][]string
}

func (d *dumper) document(entry *bundle.Entry) error {
	text, err := d.writer.Document(entry.Body)
	if err != nil {
		return err
	}
	plural := strings.ToLower(entry.ID.Kind) + "s"
	if kind := d.registry.Get(entry.ID.Kind); kind != nil {
		plural = kind.Plural
		if file := syntax.Parse("", text); len(file.Documents) == 1 && file.Documents[0].Root != nil {
			for _, word := range kind.Words(kind.Decode(file.Documents[0].Root)) {
				if !slices.Contains(d.words[word.Vocabulary], word.Word) {
					d.words[word.Vocabulary] = append(d.words[word.Vocabulary], word.Word)
				}
			}
		}
	}
	return d.write(d.path(plural, entry.ID.Name), text)
}

// path returns a path of its own for a document. Names of models hold almost any
// character, some of which mean something in paths.
func (d *dumper) path(plural, name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		part = strings.Map(func(r rune) rune {
			if strings.ContainsRune(`\:*?"<>|`, r) {
				return '_'
			}
			return r
		}, part)
		if part == "" || strings.HasPrefix(part, ".") { // hidden files are not read
			part = "_" + part
		}
		const longest = 200 // bytes, of the 255 that file systems allow
		parts[i] = strings.ToValidUTF8(part[:min(len(part), longest)], "")
	}
	path := plural + "/" + strings.Join(parts, "/")
	unique := path
	for n := 2; d.taken[strings.ToLower(unique)]; n++ {
		unique = fmt.Sprintf("%s-%d", path, n)
	}
	d.taken[strings.ToLower(unique)] = true
	return unique + ".yaml"
}

func (d *dumper) write(path string, text []byte) error {
	path = filepath.Join(d.folder, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return writeFile(path, func(w io.Writer) error { _, err := w.Write(text); return err })
}

// project writes the project file: that of the catalogue at hand, with what the
// documents need. Relative paths of its targets would start at the new folder,
// so they become absolute.
func (d *dumper) project(t *target, name string) error {
	text, err := os.ReadFile(filepath.Join(t.root, catalog.ProjectFile))
	if err != nil {
		return err
	}
	var edits []syntax.Edit
	set := func(pointer string, value any) { edits = append(edits, syntax.Edit{Pointer: pointer, Value: value}) }
	if name != t.project.Name {
		set("/name", name)
	}
	for _, vocabulary := range slices.Sorted(maps.Keys(d.words)) {
		words := slices.Clone(t.project.Vocabulary.Words(vocabulary))
		known := len(words)
		for _, word := range d.words[vocabulary] {
			if !slices.Contains(words, word) {
				words = append(words, word)
			}
		}
		if len(words) > known {
			set(syntax.Pointer("/vocabulary", vocabulary), list(words))
		}
	}
	for _, name := range t.project.TargetNames() {
		declared, _ := t.project.Target(name)
		for _, field := range []struct{ name, text, prefix string }{{"database", declared.Database, "sqlite:"}, {"keys", declared.Keys, "file:"}} {
			path, isFile := strings.CutPrefix(field.text, field.prefix)
			if isFile && path != "" && !filepath.IsAbs(path) && !strings.HasPrefix(path, "$") {
				set(syntax.Pointer(syntax.Pointer("/targets", name), field.name), field.prefix+t.path(path))
			}
		}
	}
	if text, err = syntax.Apply(catalog.ProjectFile, text, d.writer.Order, edits...); err != nil {
		return err
	}
	return d.write(catalog.ProjectFile, text)
}

// list returns words as canonical content holds a list.
func list(words []string) []any {
	values := make([]any, len(words))
	for i, word := range words {
		values[i] = word
	}
	return values
}
