package syntax

import (
	"slices"
	"unicode/utf8"
)

// runeStep is the distance of the entries of a runeIndex in bytes.
const runeStep = 1 << 12

// runeIndex counts the characters of a text up to any byte in constant time, so
// that a file of one long line costs no more than one of many short ones. Its
// entry i is the number of characters that begin before byte i*runeStep.
type runeIndex []int32

func newRuneIndex(text []byte) runeIndex {
	index := make(runeIndex, 1, len(text)/runeStep+1)
	for at := runeStep; at <= len(text); at += runeStep {
		index = append(index, index[len(index)-1]+int32(beginnings(text[at-runeStep:at])))
	}
	return index
}

// beginnings counts the bytes of a text that begin a character. A piece of UTF-8
// may begin or end within a character, which utf8.RuneCount counts as several.
func beginnings(text []byte) int {
	n := 0
	for _, c := range text {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

// count returns the number of characters that begin before an offset.
func (index runeIndex) count(text []byte, offset int) int {
	i := offset / runeStep
	return int(index[i]) + beginnings(text[i*runeStep:offset])
}

// offset returns the offset of character number n, from 0.
func (index runeIndex) offset(text []byte, n int) int {
	i, exact := slices.BinarySearch(index, int32(n))
	if !exact {
		i--
	}
	at := i * runeStep
	for left := n - int(index[i]); at < len(text); at++ {
		if utf8.RuneStart(text[at]) {
			if left == 0 {
				break
			}
			left--
		}
	}
	return at
}
