package compiler

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/syntax"
)

// TestHostileCatalogue compiles documents that no author writes. Each must give
// a bounded number of findings, among them the wanted one, in little time.
func TestHostileCatalogue(t *testing.T) {
	const patience = 40 * time.Second
	module := "kind: Module\nname: writer\nenabled: true\n"
	fill := func(unit string) string { return strings.Repeat(unit, 1<<20/len(unit)) }
	for _, test := range []struct {
		name, text string
		want       string // a code, or "" for no finding at all
	}{
		{"empty", "", "YML012"},
		{"binary", fill("\x00\x7F"), "YML011"},
		{"too large", module + "title: " + strings.Repeat("x", 5<<20), "YML009"},
		{"deep", module + "labels: " + strings.Repeat("{a: ", 10_000) + strings.Repeat("}", 10_000), "YML010"},
		{"deep braces", "template: " + strings.Repeat("{", 4<<20-100), "YML010"},
		{"alias bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n" + module, "YML003"},
		{"equal keys", module + fill("enabled: true\n"), "YML002"},
		{"unknown fields", module + many(50_000, "field_%d: 1\n"), "SCH002"},
		{"labels", module + "labels:\n" + many(50_000, "  label-%d: x\n"), ""},
		{"wrong labels", module + "labels:\n" + many(50_000, "  Label %d: 1\n"), "SCH006"},
		{"unknown references", module + "requires: [" + many(30_000, "other_%d, ") + "]", "REF001"},
		{"equal documents", strings.Repeat("---\n"+module, 20_000), "REF002"},
		{"long title", module + "title: " + fill("x"), "SCH007"},
		{"long name", "kind: Module\nname: " + fill("x") + "\nenabled: true\n", "SCH007"},
		{"long kind", "kind: " + fill("x") + "\nname: a\n", "SCH001"},
		{"huge version", "kind: Profile\nname: a\ncategory: blog\nversion: " + strings.Repeat("9", 400) + "\n", "YML006"},
		{"huge exponent", "kind: Profile\nname: a\ncategory: blog\nversion: 1e999999999\n", "YML006"},
		{"long template", "kind: Prompt\nname: a\ntype: ideas\nsyntax: plain\ntemplate: |\n" + fill("  Write {{{ten}}} ideas.\n"), ""},
		{"template of braces", "kind: Prompt\nname: a\ntype: ideas\ntemplate: '" + fill("{") + "'\n", ""},
		{"template of variables", "kind: Prompt\nname: a\ntype: ideas\ntemplate: '" + many(30_000, "{v%d} ") + "'\n", "PRM001"},
		{"free JSON", "kind: Profile\nname: a\ncategory: blog\nstructure_template: [" + fill("1,") + "]\n", ""},
		{"waivers", module + "labels:\n" + many(10_000, "  a%d: x # catalogc:ignore PRM001 reason=x\n"), "WVR003"},
	} {
		t.Run(test.name, func(t *testing.T) {
			tree := &source.Tree{Root: "test", Files: []source.File{
				{Path: "catalogc.yaml", Data: []byte("format: 1\nname: example\n")},
				{Path: "hostile.yaml", Data: []byte(test.text)},
				{Path: "settings.yaml", Data: []byte("kind: Settings\nname: global\n")},
			}}
			begin := time.Now()
			result, err := Compile(context.Background(), tree, Options{Today: today})
			if err != nil {
				t.Fatal(err)
			}
			if took := time.Since(begin); took > patience {
				t.Errorf("it took %v", took)
			}
			found := test.want == "" && len(result.Diagnostics) == 0
			for _, d := range result.Diagnostics {
				found = found || d.Code == test.want
			}
			if !found {
				t.Errorf("no finding %q among %d: %.300v", test.want, len(result.Diagnostics), result.Diagnostics)
			}
		})
	}
}

func many(n int, format string) string {
	var out strings.Builder
	for i := range n {
		fmt.Fprintf(&out, format, i)
	}
	return out.String()
}

// TestHostileProjectFile breaks the file that says what the others mean.
func TestHostileProjectFile(t *testing.T) {
	for name, text := range map[string]string{
		"empty": "", "binary": "\x00", "list": "- a\n", "unreadable": "format: [\n", "aliases": "format: &a 1\nname: *a\n",
		"huge format": "format: 99999999999999999999\nname: a\n", "deep": "targets: " + strings.Repeat("[", 10_000),
		"large": "name: " + strings.Repeat("x", syntax.MaxFileSize), "text format": "format: '1'\nname: a\n", "null": "format:\nname:\n",
	} {
		t.Run(name, func(t *testing.T) {
			tree := &source.Tree{Root: "test", Files: []source.File{{Path: "catalogc.yaml", Data: []byte(text)}}}
			result, err := Compile(context.Background(), tree, Options{Today: today})
			if err != nil {
				t.Fatal(err)
			}
			if !result.Diagnostics.HasErrors() {
				t.Errorf("got no error: %v", result.Diagnostics)
			}
		})
	}
}
