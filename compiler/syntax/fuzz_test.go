package syntax

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"
)

// FuzzParse parses any text: nothing may panic, all places lie within the file,
// and the characters of a value are found where they stand.
func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		file := Parse("a.yaml", data)
		for _, d := range file.Diagnostics {
			if d.Span.End.Before(d.Span.Start) {
				t.Errorf("%s ends before it begins: %v", d, d.Span)
			}
		}
		certain := len(refusals(file)) == 0
		for _, d := range file.Documents {
			if d.Root != nil {
				checkPlaces(t, d, d.Root, certain)
			}
		}
	})
}

// FuzzFormat formats any text that can be parsed: it must keep its values and
// comments, which Format itself checks, and must not change when formatted again.
func FuzzFormat(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		checkFormat(t, data)
	})
}

// FuzzApply sets and removes the value at some place of any text: nothing may
// panic, and what is not refused is as wanted.
func FuzzApply(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		file := Parse("a.yaml", data)
		if len(refusals(file)) > 0 || len(file.Documents) == 0 {
			return
		}
		sum := uint64(0)
		for _, c := range data {
			sum = sum*31 + uint64(c)
		}
		a := &author{rand: rand.New(rand.NewPCG(sum, 1))}
		index := a.number(0, len(file.Documents)-1)
		pointer := a.somewhere(file.Documents[index].Root)
		for _, value := range []any{"text", "a: b\nc\n\n", nil, map[string]any{"k": []any{"x", map[string]any{}}}} {
			for _, at := range []string{pointer, pointer + "/new", Parent(pointer) + "/-"} {
				got, err := Apply("a.yaml", data, exampleOrder, Edit{Document: index, Pointer: at, Value: value})
				if err != nil || strings.HasSuffix(at, "/-") {
					continue
				}
				if node := Parse("a.yaml", got).Documents[index].Root.Find(at); !node.holds(value) {
					t.Fatalf("the value at %s is not %v in %q", at, value, got)
				}
			}
		}
		_, _ = Apply("a.yaml", data, exampleOrder, Edit{Document: index, Pointer: pointer, Remove: true})
	})
}

// checkFormat returns the canonical layout of a text, or nil when it is refused.
func checkFormat(t rapid.TB, data []byte) []byte {
	t.Helper()
	once, err := Format("a.yaml", data, exampleOrder)
	if refused := (*FormatError)(nil); errors.As(err, &refused) {
		// Parse takes a document of a lone tag for none.
		if len(refusals(Parse("a.yaml", data))) == 0 && !mayHaveLoneTags(data) {
			t.Fatalf("parsed, but not understood: %q: %v", data, refused)
		}
		return nil
	}
	if err != nil {
		t.Fatalf("cannot format %q: %v", data, err)
	}
	twice, err := Format("a.yaml", once, exampleOrder)
	if err != nil {
		t.Fatalf("cannot format again %q: %v", once, err)
	}
	if !bytes.Equal(once, twice) {
		t.Fatalf("formatting again changes the text\nsource: %q\nonce:   %q\ntwice:  %q", data, once, twice)
	}
	return once
}

// seed adds the inputs of all golden files.
func seed(f *testing.F) {
	for _, pattern := range []string{"../../testdata/fmt/*.txtar", "../../testdata/syntax/*.txtar"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			data, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			for _, file := range txtar.Parse(data).Files {
				if filepath.Ext(file.Name) == ".yaml" {
					f.Add(unbytes(file.Data))
				}
			}
		}
	}
}

// checkPlaces checks the places of a node and of all nodes in it. Unless values
// are certain, they are only checked to lie within the file.
func checkPlaces(t rapid.TB, d *Document, n *Node, certain bool) {
	t.Helper()
	start, end := d.start(n), d.end(n)
	if start < d.base || end < start || end > d.base+len(d.text) {
		t.Fatalf("node %q stands at %d to %d of %d bytes", n.Text, start, end, len(d.file.data))
	}
	for i := range n.children {
		child := &n.children[i]
		if certain && (d.start(child) < start || d.end(child) > end) {
			t.Fatalf("node %q at %d to %d ends behind its parent at %d to %d", child.Text, d.start(child), d.end(child), start, end)
		}
		checkPlaces(t, d, child, certain)
	}
	if n.Kind != Scalar {
		return
	}
	const enough = 200 // characters; each is looked for from the beginning
	count := 0
	for i, r := range n.Text {
		if count++; count > enough {
			break
		}
		span := d.Inside(n, i, i+utf8.RuneLen(r)).Span
		if from := offsetOf(d.file, span.Start.Line, span.Start.Column); certain && !unicode.IsSpace(r) {
			to := offsetOf(d.file, span.End.Line, span.End.Column)
			checkCharacter(t, n, r, d.file.data[from:to])
		}
	}
}

func checkCharacter(t rapid.TB, n *Node, r rune, source []byte) {
	t.Helper()
	switch {
	case n.Style == DoubleQuoted && len(source) > 1 && source[0] == '\\':
	case n.Style == SingleQuoted && r == '\'' && string(source) == "''":
	case string(source) == string(r):
	default:
		t.Fatalf("%q of %q is %q in the source", r, n.Text, source)
	}
}

func offsetOf(f *fileText, line, column int) int {
	f.lineAt(0) // counts the lines
	start := int(f.lines[line-1])
	if line == 1 && bytes.HasPrefix(f.data, []byte(bom)) {
		start = len(bom)
	}
	return f.advance(start, column-1)
}
