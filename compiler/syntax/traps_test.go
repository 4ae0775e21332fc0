package syntax

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
)

var update = flag.Bool("update", false, "rewrite what is wanted in testdata")

// TestTraps parses the files of testdata/syntax. NAME.yaml is followed by
// NAME.want, the findings with their help, and in some cases by NAME.nodes, the
// values with their places. A file whose first line is #bytes holds \xNN for
// bytes that a text file cannot.
func TestTraps(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/syntax/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := rerun(archive)
			if *update {
				if err := os.WriteFile(path, txtar.Format(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(txtar.Format(archive)), string(txtar.Format(got))); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

// rerun returns an archive with what its inputs give now.
func rerun(archive *txtar.Archive) *txtar.Archive {
	got := &txtar.Archive{Comment: archive.Comment}
	var file *File
	for _, f := range archive.Files {
		name, kind, _ := strings.Cut(f.Name, ".")
		switch kind {
		case "yaml":
			file = Parse(f.Name, unbytes(f.Data))
			got.Files = append(got.Files, f, txtar.File{Name: name + ".want", Data: findings(file)})
		case "nodes":
			got.Files = append(got.Files, txtar.File{Name: f.Name, Data: nodes(file)})
		}
	}
	return got
}

var escapedByte = regexp.MustCompile(`\\x([0-9a-f]{2})`)

func unbytes(data []byte) []byte {
	text, ok := strings.CutPrefix(string(data), "#bytes\n")
	if !ok {
		return data
	}
	return escapedByte.ReplaceAllFunc([]byte(text), func(match []byte) []byte {
		b, _ := strconv.ParseUint(string(match[2:]), 16, 8) // two digits, by the expression
		return []byte{byte(b)}
	})
}

func findings(file *File) []byte {
	var out strings.Builder
	for _, d := range file.Diagnostics {
		fmt.Fprintf(&out, "%s-%s %s: %s [%s]\n", d.Span.Start, d.Span.End, d.Severity, d.Message, d.Code)
		if d.Help != "" {
			fmt.Fprintf(&out, "\thelp: %s\n", d.Help)
		}
	}
	return []byte(out.String())
}

func nodes(file *File) []byte {
	var out strings.Builder
	for i, d := range file.Documents {
		if i > 0 {
			out.WriteString("---\n")
		}
		if d.Root == nil {
			fmt.Fprintf(&out, "not read, seems to be %q %q\n", d.Hint.Kind, d.Hint.Name)
			continue
		}
		dump(&out, d, d.Root, "")
	}
	return []byte(out.String())
}

func dump(out *strings.Builder, d *Document, n *Node, pointer string) {
	span := d.Span(n)
	fmt.Fprintf(out, "%s-%s %s ", span.Start, span.End, strconv.Quote(pointer))
	switch n.Kind {
	case Mapping:
		fmt.Fprintln(out, "mapping")
		for i := range n.Len() {
			key, value := n.Field(i)
			place := d.Span(key)
			fmt.Fprintf(out, "%s-%s key %q\n", place.Start, place.End, key.Text)
			dump(out, d, value, Pointer(pointer, key.Text))
		}
	case Sequence:
		fmt.Fprintln(out, "list")
		for i := range n.Len() {
			dump(out, d, n.Item(i), Index(pointer, i))
		}
	default:
		fmt.Fprintf(out, "%q\n", n.Text)
	}
}
