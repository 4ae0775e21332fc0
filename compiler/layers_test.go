package compiler

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/igny8/catalogc/"

// line is one package of the import table.
type line struct {
	layer     int
	name      string
	libraries []string // outside libraries it may import
}

// layers is the import table: a package imports only from lower layers, and an
// outside library only where it is named.
var layers = []line{
	{0, "schemas", nil},
	{0, "testdata/rules", nil},
	{0, "compiler/diag", nil},
	{0, "compiler/secret", nil},
	{0, "compiler/testserver", nil},
	{0, "compiler/signature", []string{"github.com/secure-systems-lab/go-securesystemslib"}},
	{1, "compiler/source", []string{"github.com/go-git/go-git/v5"}},
	{1, "compiler/syntax", []string{"gopkg.in/yaml.v3"}},
	{2, "compiler/schema", []string{"github.com/santhosh-tekuri/jsonschema/v5"}},
	{2, "compiler/resource", []string{"github.com/cockroachdb/apd/v3"}},
	{3, "compiler/catalog", nil},
	{4, "compiler/rule", nil},
	{4, "compiler/template", []string{"github.com/tiktoken-go/tokenizer"}},
	{4, "compiler/bundle", nil},
	{5, "compiler/kinds", []string{"golang.org/x/text"}},
	{5, "compiler/plan", []string{"github.com/aymanbagabas/go-udiff"}},
	{6, "compiler/release", nil},
	{7, "compiler/release/storetest", []string{"github.com/google/go-cmp"}},
	{7, "compiler/release/keystest", nil},
	{7, "compiler/vault", []string{"github.com/hashicorp/vault/api"}},
	{7, "compiler/keyfile", []string{"filippo.io/age", "github.com/rogpeppe/go-internal/lockedfile"}},
	{7, "compiler/sqlstore", []string{"modernc.org/sqlite", "github.com/jackc/pgx/v5", "github.com/pressly/goose/v3"}},
	{7, "compiler/report", []string{"github.com/muesli/termenv", "github.com/rivo/uniseg", "github.com/dustin/go-humanize"}},
	{8, "compiler", []string{"golang.org/x/tools"}},
	{9, "cmd/catalogc", []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term", "github.com/schollz/progressbar/v3"}},
}

// TestLayers checks the imports of every package against the table.
func TestLayers(t *testing.T) {
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		at := slices.IndexFunc(layers, func(l line) bool { return l.name == name })
		if at < 0 {
			t.Errorf("%s is not in the table", name)
			continue
		}
		for _, path := range p.Imports {
			if inner, ours := strings.CutPrefix(path, module); ours {
				if layer := layerOf(inner); layer < 0 || layer >= layers[at].layer {
					t.Errorf("%s (layer %d) imports %s (layer %d)", name, layers[at].layer, inner, layer)
				}
				continue
			}
			if isStandard(path) || slices.ContainsFunc(layers[at].libraries, func(library string) bool {
				return path == library || strings.HasPrefix(path, library+"/")
			}) {
				continue
			}
			t.Errorf("%s imports %s, which the table does not give it", name, path)
		}
	}
}

// TestLayersAreUsed finds lines of the table that no longer say anything.
func TestLayersAreUsed(t *testing.T) {
	packages := map[string][]string{}
	for _, p := range listPackages(t) {
		packages[strings.TrimPrefix(p.ImportPath, module)] = p.Imports
	}
	for _, line := range layers {
		imports, ok := packages[line.name]
		if !ok {
			t.Errorf("there is no package %s", line.name)
		}
		for _, library := range line.libraries {
			if !slices.ContainsFunc(imports, func(path string) bool {
				return path == library || strings.HasPrefix(path, library+"/")
			}) {
				t.Errorf("%s does not import %s", line.name, library)
			}
		}
	}
}

type listedPackage struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	command := exec.Command("go", "list", "-json=ImportPath,Imports", "./...", "./testdata/rules")
	command.Dir = ".."
	output, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listedPackage
	for decoder := json.NewDecoder(strings.NewReader(string(output))); decoder.More(); {
		var p listedPackage
		if err := decoder.Decode(&p); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
	return packages
}

func layerOf(name string) int {
	for _, line := range layers {
		if line.name == name {
			return line.layer
		}
	}
	return -1
}

// isStandard reports whether a path is of the standard library: its first
// element has no dot.
func isStandard(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".")
}
