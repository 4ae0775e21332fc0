package syntax

import (
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/diag"
)

// marked returns a text without its marks « and », and the span between them.
func marked(t *testing.T, text string) ([]byte, diag.Span) {
	t.Helper()
	before, rest, _ := strings.Cut(text, "«")
	inside, after, found := strings.Cut(rest, "»")
	if !found {
		t.Fatalf("no marks in %q", text)
	}
	data := []byte(before + inside + after)
	file := &fileText{data: data}
	return data, file.span(len(before), len(before)+len(inside))
}

func parsed(t *testing.T, data []byte) *Document {
	t.Helper()
	file := Parse("a.yaml", data)
	if refused := refusals(file); len(refused) > 0 || len(file.Documents) == 0 {
		t.Fatalf("cannot parse %q: %v", data, refused)
	}
	return file.Documents[len(file.Documents)-1]
}

func TestSpan(t *testing.T) {
	for _, test := range []struct{ name, pointer, text string }{
		{"plain", "/a", "a: «text» \nb: 1\n"},
		{"plain before a comment", "/a", "a: «text»  # comment\n"},
		{"plain of several lines", "/a", "a: «one\n  two\n\n  three»\nb: 1\n"},
		{"plain below its key", "/a", "a:\n  «one»\n"},
		{"number", "/a", "a: «2.50» # comment\n"},
		{"wide characters", "/a/日本", "a: {é: 1, 日本: «🎉🎉», b: 2}\n"},
		{"single-quoted", "/a", "a: «'it''s'» # 'x'\n"},
		{"single-quoted lines", "/a", "a: «'one\n\n  two '»\n"},
		{"double-quoted", "/a", `a: «"\"\u00e9\\"» # "x"` + "\n"},
		{"double-quoted lines", "/a", "a: «\"one \\\n  two \\\n\n  \"»\n"},
		{"empty quotes", "/a", "a: «\"\"»\n"},
		{"literal", "/a", "a: «|\n  one\n\n    two»\n\n# comment\nb: 1\n"},
		{"literal with an indentation", "/a", "a: «|2-\n    one\n  two»\nb: 1\n"},
		{"literal with a comment behind its header", "/a", "a: «| # comment\n  one»\n"},
		{"literal ended by a comment", "/a", "a: «|\n  one»\n # comment\nb: 1\n"},
		{"literal with white space at its end", "/a", "a: «|\n  one\n     »\nb: 1\n"},
		{"literal without text", "/a", "a: «|»\n\nb: 1\n"},
		{"literal at the end", "/a", "a: «|\n  one»"},
		{"literal in CR LF", "/a", "a: «|\r\n  one\r\n\r\n  two»\r\nb: 1\r\n"},
		{"literal before a marker", "/b", "a: 1\n---\nb: «|\n  one»\n..."},
		{"folded", "/a", "a: «>-\n  one\n  two»\nb: 1\n"},
		{"nothing", "/a", "a:«»\nb: 1\n"},
		{"nothing before a comment", "/a", "a:«» # comment\n"},
		{"nothing in a list", "/a/0", "a:\n  -«»\n  - 1\n"},
		{"nothing in brackets", "/a/b", "a: {\"b\":«», c: 1}\n"},
		{"list", "/a", "a:\n  «- 1\n  - 2» # comment\n\nb: 1\n"},
		{"mapping", "/a", "a:\n  «b: 1\n  c:\n    - d»\n# comment\ne: 1\n"},
		{"brackets", "/a", "a: «[1, 2]» # ]\n"},
		{"brackets with comments", "/a", "a: «[1, # ]\n  2 # ]\n  ]» # ]\n"},
		{"nested brackets", "/a", "a: «{b: [{}, []], c: '}'}»\n"},
		{"empty brackets", "/a/0", "a: [«{}»]\n"},
		{"empty brackets with a comment", "/a", "a: «[ # ]\n  ]»\n"},
		{"pair without brackets", "/a/0", "a: [«b: 1», {c: 2}]\n"},
		{"pair without brackets but with a question mark", "/a/0", "a: [«? b : 1», c]\n"},
		{"behind a byte order mark", "/a", "\uFEFFa: «text»\n"},
		{"tabs", "/a", "a:\t«text»\t# comment\n"},
		{"explicit value", "/a", "? a\n: «text»\n"},
		{"missing value at the end", "/a", "? a«»"},
		{"second document", "/b", "a: 1\n---\nb: «text»\n"},
		{"line separator", "/a", "a: «|\n  one\u2028  two»\nb: 1\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data, want := marked(t, test.text)
			d := parsed(t, data)
			n := d.Root.Find(test.pointer)
			if n == nil {
				t.Fatalf("nothing at %s", test.pointer)
			}
			if got := d.Span(n); got != want {
				t.Errorf("stands at %v-%v, want %v-%v", got.Start, got.End, want.Start, want.End)
			}
		})
	}
}

func TestInside(t *testing.T) {
	for _, test := range []struct{ name, find, text string }{
		{"plain", "word", "a: a «word»\n"},
		{"plain of several lines", "word", "a: a\n  b «word» c\n"},
		{"plain with a blank line", "word", "a: a\n\n  b\n   «word»\n"},
		{"over a folded line", "one two", "a: x «one  \n  two» y\n"},
		{"single-quoted", "word", "a: 'it''s a «word»'\n"},
		{"single-quoted quote", "'", "a: 'it«''»s'\n"},
		{"single-quoted lines", "word", "a: 'a\n\n\n  b''\n  «word»'\n"},
		{"double-quoted", "word", `a: "\"\\\u00e9\x41\U0001F600\n «word»"` + "\n"},
		{"escape", "é", `a: "caf«\u00e9»"` + "\n"},
		{"escaped line break", "word", "a: \"one \\\n   «word»\"\n"},
		{"escaped line break and a blank line", "word", "a: \"one\\\n\n   \\n«word»\"\n"},
		{"escaped blank", "word", "a: \"one\\\n   \\ «word»\"\n"},
		{"over an escaped line break", "oneword", "a: \"«one\\\n   word»\"\n"},
		{"line break", "\n", `a: "one«\n»two"` + "\n"},
		{"wide characters", "word", "a: 日本 🎉 «word»\n"},
		{"wide character", "🎉", "a: 日本 «🎉» word\n"},
		{"tab", "word", "a: one\t\t«word»\n"},
		{"literal", "word", "a: |\n  one\n    «word»\n"},
		{"literal of several lines", "one\n\ntwo", "a: |\n  x «one\n\n  two»\n"},
		{"literal with an indentation", "one", "a: |2\n    «one»\n  word\n"},
		{"literal with an indentation, later", "word", "a: |2\n    one\n  «word»\n"},
		{"literal behind blank lines", "word", "a: |\n\n\n  «word»\n"},
		{"literal with trailing blanks", "word", "a: |\n  one   \n  «word»  \n"},
		{"literal in a list", "word", "a: x\nb:\n  - c: |\n     «word»\n"},
		{"literal in CR LF", "word", "a: |\r\n  one\r\n  «word»\r\n"},
		{"literal with a line separator", "word", "a: |\n  one\u2028  two\n  «word»\n"},
		{"literal with a next line", "word", "a: |\n  one\u0085  two\n  «word»\n"},
		{"folded", "word", "a: >\n  one\n  «word»\n"},
		{"folded with blank lines", "word", "a: >\n\n  one\n\n\n  two\n  «word»\n"},
		{"folded with deeper lines", "word", "a: >\n  one\n    two\n\n    x «word»\n  three\n"},
		{"folded behind deeper lines", "word", "a: >\n  one\n    two\n  three\n  «word»\n"},
		{"folded with an indentation", "word", "a: >2\n    one\n  two\n  «word»\n"},
		{"folded with a line of blanks", "word", "a: >\n  one\n     \n  «word»\n"},
		{"folded in CR LF", "word", "a: >-\r\n  one\r\n  two «word»\r\n"},
		{"brackets", "word", "a: [1, {b: \"a \\\"«word»\\\"\"}]\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data, want := marked(t, test.text)
			d := parsed(t, data)
			n := holding(d.Root, test.find)
			if n == nil {
				t.Fatalf("%q is in no value", test.find)
			}
			i := strings.Index(n.Text, test.find)
			if got := d.Inside(n, i, i+len(test.find)).Span; got != want {
				t.Errorf("%q of %q stands at %v-%v, want %v-%v", test.find, n.Text, got.Start, got.End, want.Start, want.End)
			}
		})
	}
}

// holding returns the first scalar with a text in it.
func holding(n *Node, text string) *Node {
	if n.Kind == Scalar && strings.Contains(n.Text, text) {
		return n
	}
	for i := range n.children {
		if found := holding(&n.children[i], text); found != nil {
			return found
		}
	}
	return nil
}

// TestInsideBounds asks for places that are not in the text.
func TestInsideBounds(t *testing.T) {
	for _, text := range []string{"a: text\n", "a: 'text'\n", "a: \"te\\\n  xt\"\n", "a: |\n  text\n", "a: >\n  text\n", "a:\n", "a: ''\n", "a: |\n"} {
		d := parsed(t, []byte(text))
		n := d.Root.Get("a")
		whole := d.Span(n)
		for _, bounds := range [][2]int{{-5, -1}, {0, 0}, {0, 100}, {100, 200}, {3, 1}, {len(n.Text), len(n.Text)}} {
			got := d.Inside(n, bounds[0], bounds[1]).Span
			if got.Start.Before(whole.Start) || whole.End.Before(got.Start) || got.End.Before(got.Start) {
				t.Errorf("bytes %v of %q stand at %v-%v, outside of %v-%v", bounds, text, got.Start, got.End, whole.Start, whole.End)
			}
		}
	}
}

func TestField(t *testing.T) {
	data, want := marked(t, "a:\n  - b: 1\n    «c: |\n      text»\n  - d\n")
	if got := parsed(t, data).Field("/a/0/c"); got != want {
		t.Errorf("the field stands at %v-%v, want %v-%v", got.Start, got.End, want.Start, want.End)
	}
}
