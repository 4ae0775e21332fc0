package syntax

import (
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

// position turns a byte offset into a line and a column in characters. starts
// are those of lineStarts(text, false).
func position(text []byte, starts []int32, offset int) diag.Position {
	offset = min(max(offset, 0), len(text))
	low, high := 0, len(starts)
	for high-low > 1 {
		if middle := (low + high) / 2; int(starts[middle]) <= offset {
			low = middle
		} else {
			high = middle
		}
	}
	line := text[starts[low]:offset]
	if low == 0 && len(line) >= len(bom) && string(line[:len(bom)]) == bom {
		line = line[len(bom):] // invisible, so no editor counts it
	}
	return diag.Position{Line: low + 1, Column: utf8.RuneCount(line) + 1}
}

const bom = "\uFEFF"
