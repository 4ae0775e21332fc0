package compiler

import (
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/testdata/rules"
)

var update = flag.Bool("update", false, "rewrite the wanted findings in testdata")

const examples = "../testdata/rules"

// today is the day on which the examples are judged.
var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// TestRuleExamples runs the example of every code: the good files give no
// finding at all, the bad ones exactly the wanted ones, the code among them.
func TestRuleExamples(t *testing.T) {
	for _, definition := range Definitions() {
		t.Run(definition.Code, func(t *testing.T) {
			t.Parallel()
			data, err := fs.ReadFile(rules.Files, definition.Code+".txtar")
			if err != nil {
				t.Fatalf("the code has no example: %v", err)
			}
			archive := txtar.Parse(data)
			if got := report(t, archive, "good/"); got != "" {
				t.Errorf("the good files have findings:\n%s", got)
			}
			got := report(t, archive, "bad/")
			if !strings.Contains(got, " ["+definition.Code+" "+definition.Name+"]") {
				t.Errorf("the bad files do not show %s %s:\n%s", definition.Code, definition.Name, got)
			}
			if *update {
				rewrite(t, archive, definition.Code, got)
				return
			}
			if diff := cmp.Diff(section(archive, "want"), got); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

// TestExamplesHaveCodes finds examples of codes that are gone.
func TestExamplesHaveCodes(t *testing.T) {
	entries, err := fs.ReadDir(rules.Files, ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		code := strings.TrimSuffix(entry.Name(), ".txtar")
		if !slices.ContainsFunc(Definitions(), func(d *diag.Definition) bool { return d.Code == code }) {
			t.Errorf("%s belongs to no code", entry.Name())
		}
	}
}

// report returns the findings in the files of an archive below a prefix, a line
// each. Where the archive has files below live/, these are published first and
// what planning against them refuses is reported too.
func report(t *testing.T, archive *txtar.Archive, prefix string) string {
	t.Helper()
	result := compileExample(t, archive, prefix)
	findings := result.Diagnostics
	if slices.ContainsFunc(archive.Files, func(f txtar.File) bool { return strings.HasPrefix(f.Name, "live/") }) {
		publisher := newPublisher(t, kinds.All())
		publish(t, publisher, compileExample(t, archive, "live/"))
		_, conflicts := planFor(t, publisher, result)
		findings = append(findings, VersionFindings(result.Catalog, conflicts)...)
	}
	var out strings.Builder
	for _, d := range findings {
		fmt.Fprintln(&out, d)
	}
	return out.String()
}

// compileExample compiles the files of an archive below a prefix, and those
// below both/. Every example has a project file and Settings unless it brings
// its own or says "no-settings". A file called "bad/a.yaml -> b" is a symbolic
// link to b.
func compileExample(t *testing.T, archive *txtar.Archive, prefix string) *Result {
	t.Helper()
	root := t.TempDir()
	write(t, root, "catalogc.yaml", []byte("format: 1\nname: example\n"))
	if !strings.Contains(string(archive.Comment), "no-settings") {
		write(t, root, "settings.yaml", []byte("kind: Settings\nname: global\n"))
	}
	found := false
	for _, file := range archive.Files {
		for _, part := range []string{prefix, "both/"} {
			if path, ok := strings.CutPrefix(file.Name, part); ok {
				write(t, root, path, file.Data)
				found = found || part == prefix
			}
		}
	}
	if !found {
		t.Fatalf("the example has no files below %s", prefix)
	}
	tree, err := source.Folder(context.Background(), root)
	if err != nil {
		t.Fatal(err)
	}
	result, err := Compile(context.Background(), tree, Options{Today: today})
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func write(t *testing.T, root, path string, data []byte) {
	t.Helper()
	path, target, isLink := strings.Cut(path, " -> ")
	path = filepath.Join(root, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	var err error
	if isLink {
		err = os.Symlink(target, path)
	} else {
		err = os.WriteFile(path, unescape(data), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// unescape lets an example hold bytes that a text file cannot: \xNN becomes a
// byte in files whose first line is "#bytes". A line "#repeat N TEXT" stands for
// N lines of TEXT, so that examples of large files stay small.
func unescape(data []byte) []byte {
	rest, ok := strings.CutPrefix(repeat(string(data)), "#bytes\n")
	if !ok {
		return []byte(rest)
	}
	var out strings.Builder
	for rest != "" {
		var b byte
		if n, _ := fmt.Sscanf(rest, `\x%02x`, &b); n == 1 {
			out.WriteByte(b)
			rest = rest[4:]
			continue
		}
		out.WriteByte(rest[0])
		rest = rest[1:]
	}
	return []byte(out.String())
}

func repeat(text string) string {
	return repeatedLine.ReplaceAllStringFunc(text, func(line string) string {
		match := repeatedLine.FindStringSubmatch(line)
		n, _ := strconv.Atoi(match[1]) // digits, by the expression
		return strings.Repeat(match[2], n)
	})
}

func section(archive *txtar.Archive, name string) string {
	for _, file := range archive.Files {
		if file.Name == name {
			return string(file.Data)
		}
	}
	return ""
}

func rewrite(t *testing.T, archive *txtar.Archive, code, want string) {
	t.Helper()
	archive.Files = slices.DeleteFunc(archive.Files, func(f txtar.File) bool { return f.Name == "want" })
	archive.Files = append(archive.Files, txtar.File{Name: "want", Data: []byte(want)})
	path := filepath.Join(examples, code+".txtar")
	if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
		t.Fatal(err)
	}
}
