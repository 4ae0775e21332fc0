package plan

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Segment is a piece of a text that was kept, added or removed.
type Segment struct {
	// Op is 0 for kept text, +1 for added, -1 for removed text.
	Op   int
	Text string
}

// Words compares two texts word by word: words, runs of white space and single
// other characters are the units. Joining the kept and removed segments gives
// before, the kept and added ones after.
func Words(before, after string) []Segment {
	a, b := splitWords(before), splitWords(after)
	var segments []Segment
	add := func(op int, words []string) {
		if len(words) > 0 {
			segments = append(segments, Segment{Op: op, Text: strings.Join(words, "")})
		}
	}
	done := 0
	for _, d := range lcs.DiffLines(a, b) {
		add(0, a[done:d.Start])
		add(-1, a[d.Start:d.End])
		add(+1, b[d.ReplStart:d.ReplEnd])
		done = d.End
	}
	add(0, a[done:])
	return segments
}

func splitWords(text string) []string {
	var words []string
	for text != "" {
		n := wordLength(text)
		words = append(words, text[:n])
		text = text[n:]
	}
	return words
}

// wordLength returns how many bytes the first unit of a text takes. A line
// break is a unit of its own, so that lines stay apart.
func wordLength(text string) int {
	first, size := utf8.DecodeRuneInString(text)
	class := classOf(first)
	if class == other || first == '\n' {
		return size
	}
	n := size
	for n < len(text) {
		r, size := utf8.DecodeRuneInString(text[n:])
		if classOf(r) != class || r == '\n' {
			break
		}
		n += size
	}
	return n
}

type class uint8

const (
	other class = iota
	letter
	space
)

func classOf(r rune) class {
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), r == '_', r == '\'', r == '-':
		return letter
	case unicode.IsSpace(r):
		return space
	}
	return other
}
