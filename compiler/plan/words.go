package plan

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"
)

// Segment is a piece of a text that was kept, added or removed.
type Segment struct {
	// Op is 0 for kept text, +1 for added, -1 for removed text.
	Op   int
	Text string
}

// Words compares two texts word by word: white space, words and punctuation
// marks are the units. Joining the kept and removed segments gives before, the
// kept and added ones after.
func Words(before, after string) []Segment {
	var table words
	a, b := table.encode(before), table.encode(after)
	var segments []Segment
	for _, d := range diffmatchpatch.New().DiffMainRunes(a, b, false) {
		segments = append(segments, Segment{Op: int(d.Type), Text: table.decode(d.Text)})
	}
	return segments
}

// words gives each word a rune of its own, so that the library compares words
// as it would characters.
type words struct {
	runes map[string]rune
	texts []string
}

func (w *words) encode(text string) []rune {
	if w.runes == nil {
		w.runes = map[string]rune{}
	}
	var out []rune
	for text != "" {
		n := wordLength(text)
		word := text[:n]
		text = text[n:]
		r, ok := w.runes[word]
		if !ok {
			r = nthRune(len(w.texts))
			w.runes[word] = r
			w.texts = append(w.texts, word)
		}
		out = append(out, r)
	}
	return out
}

func (w *words) decode(text string) string {
	var out strings.Builder
	for _, r := range text {
		out.WriteString(w.texts[runeIndex(r)])
	}
	return out.String()
}

// The surrogates are no characters, so the runes jump over them.
const surrogates = 0xE000 - 0xD800

func nthRune(n int) rune {
	r := rune(n + 1)
	if r >= 0xD800 {
		r += surrogates
	}
	return r
}

func runeIndex(r rune) int {
	if r >= 0xE000 {
		r -= surrogates
	}
	return int(r) - 1
}

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

const (
	other = iota
	letter
	space
)

func classOf(r rune) int {
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), r == '_', r == '\'', r == '-':
		return letter
	case unicode.IsSpace(r):
		return space
	}
	return other
}
