package syntax

import (
	"bytes"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/igny8/catalogc/compiler/diag"
)

// lineStarts returns the byte offset of each line's first byte. A line ends as
// editors end it (LF, CR LF, a lone CR) and, when yaml is set, also where
// yaml.v3 counts a line: at NEL, LS and PS.
func lineStarts(text []byte, yaml bool) []int32 {
	starts := make([]int32, 1, len(text)/32+1)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\n':
			starts = append(starts, int32(i+1))
		case c == '\r' && (i+1 == len(text) || text[i+1] != '\n'):
			starts = append(starts, int32(i+1))
		case yaml && c == 0xC2 && i+1 < len(text) && text[i+1] == 0x85:
			starts = append(starts, int32(i+2))
		case yaml && c == 0xE2 && i+2 < len(text) && text[i+1] == 0x80 && (text[i+2] == 0xA8 || text[i+2] == 0xA9):
			starts = append(starts, int32(i+3))
		}
	}
	return starts
}

// fileText is the text of a whole file with its lines. Lines and characters are
// counted when somebody first asks: most files have no finding.
type fileText struct {
	data []byte

	once  sync.Once
	lines []int32 // starts of the lines, as editors count them

	counting sync.Once
	counted  runeIndex
}

// position turns a byte offset into a line and a column in characters.
func (f *fileText) position(offset int) diag.Position {
	offset = min(max(offset, 0), len(f.data))
	line := f.lineAt(offset)
	start := int(f.lines[line-1])
	if line == 1 && bytes.HasPrefix(f.data[:offset], []byte(bom)) {
		start = len(bom) // invisible, so no editor counts it
	}
	return diag.Position{Line: line, Column: f.characters(start, offset) + 1}
}

// lineAt returns the number of the line that an offset stands on.
func (f *fileText) lineAt(offset int) int {
	f.once.Do(func() { f.lines = lineStarts(f.data, false) })
	line, exact := slices.BinarySearch(f.lines, int32(offset))
	if exact {
		line++
	}
	return line
}

func (f *fileText) span(start, end int) diag.Span {
	return diag.Span{Start: f.position(start), End: f.position(end)}
}

// characters returns the number of characters between two offsets.
func (f *fileText) characters(start, end int) int {
	if end-start <= runeStep {
		return beginnings(f.data[start:end])
	}
	return f.runes().count(f.data, end) - f.runes().count(f.data, start)
}

// advance returns the offset n characters behind an offset.
func (f *fileText) advance(offset, n int) int {
	if n > runeStep {
		return f.runes().offset(f.data, f.runes().count(f.data, offset)+n)
	}
	for ; n > 0 && offset < len(f.data); n-- {
		_, size := utf8.DecodeRune(f.data[offset:])
		offset += size
	}
	return offset
}

func (f *fileText) runes() runeIndex {
	f.counting.Do(func() { f.counted = newRuneIndex(f.data) })
	return f.counted
}

const bom = "\uFEFF"

// controlCharacter returns the offset of the first character YAML does not
// allow, or -1.
func controlCharacter(text []byte) int {
	return bytes.IndexFunc(text, func(r rune) bool {
		switch {
		case r < 0x20:
			return r != '\t' && r != '\n' && r != '\r'
		case r < 0xA0:
			return r >= 0x7F && r != 0x85
		}
		return r == 0xFFFE || r == 0xFFFF
	})
}

// tokenEnd returns the length of the word that text begins with.
func tokenEnd(text []byte) int {
	if i := bytes.IndexAny(text, " \t\r\n,[]{}"); i > 0 {
		return i
	} else if i < 0 {
		return len(text)
	}
	return min(1, len(text))
}
