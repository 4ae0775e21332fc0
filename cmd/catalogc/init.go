package main

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/schemas"
)

// skeleton is a small catalogue that validates and publishes as it is.
//
//go:embed all:skeleton
var skeleton embed.FS

// schemaFolder is where a catalogue keeps its copy of the schemas, for editors.
const schemaFolder = ".schemas"

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init DIR",
		Short: "Write the skeleton of a catalogue",
		Long: `Write a small catalogue with a document of each kind, the JSON Schemas and the settings with
which editors offer fields and show mistakes while you type (yaml-language-server, VS Code).
Nothing that exists is overwritten.`,
		Example: "  catalogc init my-catalogue",
		Args:    oneArg,
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := skeletonFiles(args[0])
			if err != nil {
				return err
			}
			if err := writeSkeleton(args[0], files); err != nil {
				return err
			}
			a.progress("wrote %d files to %s", len(files), args[0])
			a.progress("next: catalogc validate %s", shellWord(args[0]))
			return nil
		},
	}
}

// shellWord quotes a path as a shell wants it.
func shellWord(path string) string {
	if !strings.ContainsAny(path, " \t'\"$&;|*?()<>\\`") {
		return path
	}
	return "'" + strings.ReplaceAll(path, "'", `'\''`) + "'"
}

// newFile is a file to write, with its path relative to the catalogue.
type newFile struct {
	path string
	data []byte
}

func skeletonFiles(folder string) ([]newFile, error) {
	name, err := catalogName(folder)
	if err != nil {
		return nil, err
	}
	var files []newFile
	err = fs.WalkDir(skeleton, "skeleton", func(full string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := skeleton.ReadFile(full)
		if err != nil {
			return err
		}
		relative := strings.TrimPrefix(full, "skeleton/")
		text := strings.ReplaceAll(string(data), "name: skeleton\n", "name: "+quoted(name)+"\n")
		if strings.HasSuffix(relative, ".yaml") {
			text = modeline(relative, text) + text
		}
		files = append(files, newFile{path: relative, data: []byte(text)})
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read skeleton: %w", err)
	}
	names, err := fs.Glob(schemas.Files, "*.json")
	if err != nil {
		return nil, fmt.Errorf("read schemas: %w", err)
	}
	for _, schema := range names {
		data, err := schemas.Files.ReadFile(schema)
		if err != nil {
			return nil, fmt.Errorf("read schemas: %w", err)
		}
		files = append(files, newFile{path: path.Join(schemaFolder, schema), data: data})
	}
	settings, err := editorSettings()
	if err != nil {
		return nil, err
	}
	return append(files, newFile{path: ".vscode/settings.json", data: settings}), nil
}

var kindField = regexp.MustCompile(`(?m)^kind: ([A-Za-z]+)$`)

// modeline tells yaml-language-server, which most editors use, the schema of a
// file.
func modeline(file, text string) string {
	schema := "catalogc"
	if match := kindField.FindStringSubmatch(text); match != nil {
		schema = strings.ToLower(match[1])
	}
	up := strings.Repeat("../", strings.Count(file, "/"))
	return "# yaml-language-server: $schema=" + up + schemaFolder + "/" + schema + ".schema.json\n"
}

// editorSettings wires the schemas up for VS Code's YAML extension: files that
// have no modeline yet find their schema by their folder.
func editorSettings() ([]byte, error) {
	wiring := map[string][]string{"./" + schemaFolder + "/catalogc.schema.json": {catalog.ProjectFile}}
	for _, kind := range kinds.All().All() {
		patterns := []string{kind.Plural + "/**/*.yaml"}
		if kind.Singleton {
			patterns = []string{kind.Plural + ".yaml"}
		}
		wiring["./"+schemaFolder+"/"+kind.SchemaName()+".schema.json"] = patterns
	}
	data, err := json.MarshalIndent(map[string]any{
		"yaml.schemas":             wiring,
		"yaml.format.enable":       false, // `catalogc fmt` does it
		"files.insertFinalNewline": true,
	}, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write editor settings: %w", err)
	}
	return append(data, '\n'), nil
}

// catalogName makes a catalogue's name of its folder's.
func catalogName(folder string) (string, error) {
	absolute, err := filepath.Abs(folder)
	if err != nil {
		return "", fmt.Errorf("name the catalogue: %w", err)
	}
	words := regexp.MustCompile(`[a-z0-9]+`).FindAllString(strings.ToLower(filepath.Base(absolute)), -1)
	if len(words) == 0 {
		return "catalogue", nil
	}
	return strings.Join(words, "-"), nil
}

// quoted returns a name as YAML has it: one that some reader would take for a
// number or a truth value needs quotes.
func quoted(name string) string {
	switch name {
	case "true", "false", "null", "yes", "no", "on", "off", "y", "n":
		return `"` + name + `"`
	}
	if name[0] >= '0' && name[0] <= '9' {
		return `"` + name + `"`
	}
	return name
}

// writeSkeleton writes all files or, when one of them exists, none.
func writeSkeleton(folder string, files []newFile) error {
	for _, file := range files {
		full := filepath.Join(folder, filepath.FromSlash(file.path))
		if _, err := os.Lstat(full); err == nil {
			return usage("%s exists already; init overwrites nothing", full)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("write skeleton: %w", err)
		}
	}
	for _, file := range files {
		full := filepath.Join(folder, filepath.FromSlash(file.path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			return fmt.Errorf("write skeleton: %w", err)
		}
		if err := os.WriteFile(full, file.data, 0o644); err != nil {
			return fmt.Errorf("write skeleton: %w", err)
		}
	}
	return nil
}
