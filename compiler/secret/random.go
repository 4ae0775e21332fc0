package secret

import (
	"bytes"
	"math"
)

// placeholders are what people write in place of a key.
var placeholders = [][]byte{
	[]byte("example"), []byte("sample"), []byte("placeholder"), []byte("redacted"), []byte("changeme"),
	[]byte("replace"), []byte("insert"), []byte("dummy"), []byte("xxxx"),
	[]byte("your-"), []byte("your_"), []byte("-here"), []byte("_here"), []byte("-key"), []byte("_key"),
}

// leastEntropy is in bits a character. Random text of 16 characters and more
// has at least 3.2 whatever its alphabet; repeated and padded text has less.
const leastEntropy = 3.0

// isRandom reports whether text looks drawn at random: not like words, a
// placeholder or a run along the keyboard.
func isRandom(text []byte) bool {
	var counts [256]int
	digits, small, large, joints, steps := 0, 0, 0, 0, 0
	for i, c := range text {
		counts[c]++
		switch classOf(c) {
		case digit:
			digits++
		case lower:
			small++
		case upper:
			large++
		default:
			joints++
		}
		if i > 0 && (c == text[i-1] || c == text[i-1]+1) {
			steps++
		}
	}
	switch {
	case small+large == 0, digits == 0 && len(text) > 30:
		return false
	case joints > 0 && (small == 0 || large == 0) && digits*8 < len(text):
		return false // words, perhaps with a year in them
	case steps*3 > len(text):
		return false // abcd1234, 0000
	case entropy(&counts, len(text)) < leastEntropy:
		return false
	}
	folded := bytes.ToLower(text)
	for _, word := range placeholders {
		if bytes.Contains(folded, word) {
			return false
		}
	}
	return true
}

func entropy(counts *[256]int, total int) float64 {
	sum := 0.0
	for _, n := range counts {
		if n > 0 {
			share := float64(n) / float64(total)
			sum -= share * math.Log2(share)
		}
	}
	return sum
}
