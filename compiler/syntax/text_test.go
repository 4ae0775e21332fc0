package syntax

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/igny8/catalogc/compiler/diag"
)

func TestCharactersAreCountedInLongLines(t *testing.T) {
	text := []byte(strings.Repeat("aé日🎉", 5000))
	file := &fileText{data: text}
	for n, at := 0, 0; at < len(text); n++ {
		if got := file.advance(0, n); got != at {
			t.Fatalf("character %d begins at %d, want %d", n, got, at)
		}
		if got := file.position(at); got != (diag.Position{Line: 1, Column: n + 1}) {
			t.Fatalf("byte %d stands at %v, want column %d", at, got, n+1)
		}
		_, size := utf8.DecodeRune(text[at:])
		at += size
	}
	if got := file.advance(10, len(text)); got != len(text) {
		t.Errorf("behind the end is %d, want %d", got, len(text))
	}
}

func TestLinesAreCounted(t *testing.T) {
	const text = "\uFEFFa\nb\r\nc\rd\u0085e\u2028f\u2029g"
	file := &fileText{data: []byte(text)}
	for mark, want := range map[string]string{"a": "1:1", "b": "2:1", "c": "3:1", "d": "4:1", "e": "4:3", "f": "4:5", "g": "4:7"} {
		if got := file.position(strings.Index(text, mark)).String(); got != want {
			t.Errorf("%q stands at %s, want %s", mark, got, want)
		}
	}
	if got := len(lineStarts([]byte(text), true)); got != 7 {
		t.Errorf("a YAML parser counts %d lines, want 7", got)
	}
}
