package report

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"

	"github.com/igny8/catalogc/compiler/diag"
)

func TestMark(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("word ", 60) + "{keywrd}" + strings.Repeat(" more", 60)
	lines := func(from, to diag.Position) diag.Span { return diag.Span{Start: from, End: to} }
	for name, test := range map[string]struct {
		line  string
		span  diag.Span
		width int
		text  string
		marks string
	}{
		"plain": {
			line: "name: ideas", span: span(1, 7, 12), width: 40,
			text:  "name: ideas",
			marks: "      ^~~~~",
		},
		"tabs": {
			line: "a\tb: \tc", span: span(1, 3, 4), width: 40,
			text:  "a   b:  c",
			marks: "    ^",
		},
		"the tab itself": {
			line: "a\tb", span: span(1, 2, 3), width: 40,
			text:  "a   b",
			marks: " ^~~",
		},
		"wide characters": {
			line: "標題: 値段", span: span(1, 5, 7), width: 40,
			text:  "標題: 値段",
			marks: "      ^~~~",
		},
		"combining characters": {
			line: "e\u0301te\u0301: x", span: span(1, 8, 9), width: 40,
			text:  "e\u0301te\u0301: x",
			marks: "     ^",
		},
		"joined emoji": {
			line: "👩\u200d👩\u200d👧: x", span: span(1, 8, 9), width: 40,
			text:  "👩\u200d👩\u200d👧: x",
			marks: "    ^",
		},
		"end of line": {
			line: "name: ", span: span(1, 7, 7), width: 40,
			text:  "name:",
			marks: "      ^",
		},
		"behind the line": {
			line: "ab", span: span(1, 90, 95), width: 40,
			text:  "ab",
			marks: "  ^",
		},
		"several lines": {
			line: "  text: |   ", span: lines(diag.Position{Line: 1, Column: 3}, diag.Position{Line: 4, Column: 2}), width: 40,
			text:  "  text: |",
			marks: "  ^~~~~~~",
		},
		"no end": {
			line: "name", span: lines(diag.Position{Line: 1, Column: 2}, diag.Position{}), width: 40,
			text:  "name",
			marks: " ^",
		},
		"end before start": {
			line: "name", span: span(1, 3, 1), width: 40,
			text:  "name",
			marks: "  ^",
		},
		"escapes": {
			line: "a\x1b[0m: b", span: span(1, 2, 3), width: 40,
			text:  `a\x1b[0m: b`,
			marks: " ^~~~",
		},
		"not UTF-8": {
			line: "a\xffb", span: span(1, 3, 4), width: 40,
			text:  `a\xffb`,
			marks: "     ^",
		},
		"long line": {
			line: long, span: span(1, 301, 309), width: 40,
			text:  "…rd word word {keywrd} more more more m…",
			marks: "              ^~~~~~~~",
		},
		"long line, at its start": {
			line: long, span: span(1, 1, 5), width: 20,
			text:  "word word word word…",
			marks: "^~~~",
		},
		"long line, at its end": {
			line: "x" + long, span: span(1, 1, 1), width: 3,
			text:  "xw…",
			marks: "^",
		},
		"a span wider than the window": {
			line: long, span: span(1, 6, 300), width: 20,
			text:  "word word word word…",
			marks: "     ^~~~~~~~~~~~~~~",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := mark(test.line, test.span, test.width)
			marks := strings.Repeat(" ", got.offset) + "^" + strings.Repeat("~", got.length-1)
			if got.text != test.text || marks != test.marks {
				t.Errorf("got\n%s\n%s\nwant\n%s\n%s", got.text, marks, test.text, test.marks)
			}
		})
	}
}

func FuzzMark(f *testing.F) {
	f.Add("name: \tideas\x1b 標題", 1, 7, 12, 20)
	f.Add(strings.Repeat("標", 50), 1, 40, 45, 21)
	f.Fuzz(func(t *testing.T, line string, endLine, from, to, width int) {
		if width < 20 || width > 1000 || strings.ContainsAny(line, "\r\n") {
			return
		}
		got := mark(line, diag.Span{Start: diag.Position{Line: 1, Column: from}, End: diag.Position{Line: endLine, Column: to}}, width)
		if got.offset < 0 || got.length < 1 || got.offset+got.length > max(width, uniseg.StringWidth(got.text))+1 {
			t.Errorf("marks %d+%d do not fit %q in %d columns", got.offset, got.length, got.text, width)
		}
		if !utf8.ValidString(got.text) || strings.ContainsFunc(got.text, isHidden) {
			t.Errorf("%q shows what cannot be seen", got.text)
		}
	})
}

func TestFill(t *testing.T) {
	t.Parallel()
	got := strings.Join(fill("declare it under variables, or remove it", 16), "\n")
	if want := "declare it under\nvariables, or\nremove it"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := fill("one two", 0); len(got) != 1 {
		t.Errorf("width 0 wraps: %q", got)
	}
}
