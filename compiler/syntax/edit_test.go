package syntax

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"
	"pgregory.net/rapid"
)

// TestApply makes the edits of each file of testdata/edit in its in.yaml and
// compares the text with out.yaml. An edit is a section such as "set /title" or
// "remove 1 /labels/a", where 1 is the second document, with the value as JSON.
func TestApply(t *testing.T) {
	paths, err := filepath.Glob("../../testdata/edit/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden files: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			in, out := &archive.Files[0], &archive.Files[len(archive.Files)-1]
			var edits []Edit
			for _, section := range archive.Files[1 : len(archive.Files)-1] {
				edits = append(edits, parseEdit(t, section))
			}
			got, err := Apply("a.yaml", unbytes(in.Data), exampleOrder, edits...)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.HasPrefix(in.Data, []byte("#bytes\n")) {
				got = append([]byte("#bytes\n"), bytes.ReplaceAll(bytes.ReplaceAll(got, []byte("\r"), []byte(`\x0d`)), []byte(bom), []byte(`\xef\xbb\xbf`))...)
			}
			if *update {
				out.Data = got
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if diff := cmp.Diff(string(out.Data), string(got)); diff != "" {
				t.Errorf("text differs (-want +got):\n%s", diff)
			}
		})
	}
}

func parseEdit(t *testing.T, section txtar.File) Edit {
	t.Helper()
	words := strings.Fields(section.Name)
	edit := Edit{Remove: words[0] == "remove"}
	if len(words) == 3 {
		edit.Document, _ = strconv.Atoi(words[1])
	}
	if last := words[len(words)-1]; last != "root" {
		edit.Pointer = last
	}
	if !edit.Remove {
		edit.Value = fromJSON(t, string(section.Data))
	}
	return edit
}

func TestApplyRefuses(t *testing.T) {
	const text = "a: 1\nlist: [1]\nmap: {x: 1}\n"
	for _, test := range []struct {
		name string
		edit Edit
		want string
	}{
		{"a document that is not there", Edit{Document: 1, Pointer: "/a"}, errNoDocument.Error()},
		{"a field that is not there", Edit{Pointer: "/b", Remove: true}, errNoField.Error()},
		{"a field of a number", Edit{Pointer: "/a/b", Value: "x"}, errNoRoom.Error()},
		{"an item beyond the end", Edit{Pointer: "/list/2", Value: "x"}, errNoField.Error()},
		{"no pointer", Edit{Pointer: "a", Value: "x"}, errNoField.Error()},
		{"a document that is a text", Edit{Value: "x"}, errRoot.Error()},
		{"the document", Edit{Remove: true}, errRoot.Error()},
		{"a value that YAML cannot hold", Edit{Pointer: "/a", Value: "x\x00"}, errUncertain.Error()},
		{"a value of another type", Edit{Pointer: "/a", Value: 1.5}, "float64"},
		{"a key that YAML cannot hold", Edit{Pointer: "/map/", Value: "x"}, errUncertain.Error()},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, err := Apply("x.yaml", []byte(text), nil, test.edit)
			if err == nil || got != nil || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(err.Error(), "edit x.yaml at ") {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
	_, err := Apply("x.yaml", []byte("a: [\n"), nil, Edit{Pointer: "/a", Value: "x"})
	if refused := (*FormatError)(nil); !errors.As(err, &refused) {
		t.Errorf("a broken file gives %v", err)
	}
}

// TestApplyAny makes edits at random in documents at random. Setting a value that
// is there already changes nothing; a new one is there afterwards, and only the
// lines of what was edited differ.
func TestApplyAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := &author{rand: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), rapid.Uint64().Draw(t, "seed")))}
		a.lineBreak = a.pick("\n", "\n", "\r\n")
		for i := range a.number(1, 2) {
			if i > 0 {
				a.write("---" + a.comment() + "\n")
			}
			a.mapping(0, 3)
			a.rest(4)
		}
		text := []byte(a.out.String())
		file := Parse("a.yaml", text)
		index := a.number(0, len(file.Documents)-1)
		root := file.Documents[index].Root
		pointer := a.somewhere(root)

		same, err := Apply("a.yaml", text, exampleOrder, Edit{Document: index, Pointer: pointer, Value: root.Find(pointer).Value()})
		if err != nil || !bytes.Equal(same, text) {
			t.Fatalf("setting the same value at %s changes\n%q\nto\n%q: %v", pointer, text, same, err)
		}
		value := anyValue(2).Draw(t, "value")
		if pointer == "" {
			value = anyMapping(2).Draw(t, "root")
		}
		checkEdit(t, text, Edit{Document: index, Pointer: pointer, Value: value})
		checkEdit(t, text, Edit{Document: index, Pointer: pointer + "/new", Value: value})
		checkEdit(t, text, Edit{Document: index, Pointer: pointer, Remove: true})
	})
}

// somewhere returns the pointer of some value.
func (a *author) somewhere(n *Node) string {
	pointer := ""
	for n.Kind != Scalar && n.Len() > 0 && !a.chance(10) {
		i := a.number(0, n.Len()-1)
		if n.Kind == Sequence {
			pointer, n = Index(pointer, i), n.Item(i)
			continue
		}
		key, value := n.Field(i)
		pointer, n = Pointer(pointer, key.Text), value
	}
	return pointer
}

// checkEdit makes one edit; Apply itself checks the values and comments.
func checkEdit(t rapid.TB, text []byte, edit Edit) {
	t.Helper()
	got, err := Apply("a.yaml", text, exampleOrder, edit)
	if errors.Is(err, errNoRoom) || errors.Is(err, errRoot) || errors.Is(err, errNoField) {
		return
	}
	if err != nil {
		t.Fatalf("%v: %#v\n%s\n%q", err, edit.Value, text, text)
	}
	root := Parse("a.yaml", got).Documents[edit.Document].Root
	switch node := root.Find(edit.Pointer); {
	case !edit.Remove && (node == nil || !node.holds(edit.Value)):
		t.Fatalf("the value at %s is not %#v in\n%s", edit.Pointer, edit.Value, got)
	case !edit.Remove:
		checkLines(t, text, got, edit)
	}
}

// checkLines checks that lines that differ belong to what was edited.
func checkLines(t rapid.TB, before, after []byte, edit Edit) {
	t.Helper()
	if bytes.Equal(before, after) {
		return
	}
	old, text := strings.SplitAfter(string(before), "\n"), strings.SplitAfter(string(after), "\n")
	begin := 0
	for begin < min(len(old), len(text)) && old[begin] == text[begin] {
		begin++
	}
	end := 0
	for end < min(len(old), len(text))-begin && old[len(old)-1-end] == text[len(text)-1-end] {
		end++
	}
	e, err := newEditor("a.yaml", before, nil, edit.Document)
	if err != nil {
		t.Fatal(err)
	}
	at, _ := e.at(edit.Pointer)
	from, to := lineOfOffset(before, at.start), lineOfOffset(before, at.extent())
	if at == e.root {
		from = 0
	}
	// Blank lines and comments below a text are kept out of it.
	for to < len(old) && strings.Trim(old[to], " \t\r\n") == "" || to < len(old) && strings.HasPrefix(strings.TrimLeft(old[to], " \t"), "#") {
		to++
	}
	if begin+1 < from || len(old)-end > to+1 {
		t.Fatalf("lines %d to %d changed; the value at %s stands on %d to %d\n%s\nafter\n%s", begin+1, len(old)-end, edit.Pointer, from, to, before, after)
	}
}

func lineOfOffset(data []byte, at int) int { return bytes.Count(data[:at], []byte("\n")) + 1 }

// TestApplyMuch sets a value that differs in more places than are edited one by
// one.
func TestApplyMuch(t *testing.T) {
	text := []byte("a: 1 # kept\nlist:\n" + strings.Repeat("  - x\n", 2*fewSteps) + "b: 2\n")
	list := make([]any, 2*fewSteps)
	for i := range list {
		list[i] = strconv.Itoa(i)
	}
	got, err := Apply("a.yaml", text, nil, Edit{Pointer: "/list", Value: list})
	if err != nil {
		t.Fatal(err)
	}
	root := Parse("a.yaml", got).Documents[0].Root
	if !root.Get("list").holds(list) || !bytes.HasPrefix(got, []byte("a: 1 # kept\nlist:\n  - \"0\"\n")) || !bytes.HasSuffix(got, []byte("\nb: 2\n")) {
		t.Errorf("got\n%s", got)
	}
}
