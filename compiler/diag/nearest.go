package diag

import (
	"strings"
	"unicode/utf8"
)

// Nearest returns the candidate that name is most likely a misspelling of, or
// "" when none is close: at most a third of its characters differ, counting an
// insertion, a removal, a change or a swap of neighbours as one. Upper and lower
// case count as the same. The first of equally near candidates wins.
func Nearest(name string, candidates []string) string {
	best, nearest := utf8.RuneCountInString(name)/3+1, ""
	a := []rune(strings.ToLower(name))
	for _, candidate := range candidates {
		if candidate == name {
			continue
		}
		b := []rune(strings.ToLower(candidate))
		if abs(len(a)-len(b)) >= best {
			continue
		}
		if d := distance(a, b, best); d < best {
			best, nearest = d, candidate
		}
	}
	return nearest
}

// distance is the optimal string alignment distance of a and b, or limit when
// it is at least that.
func distance(a, b []rune, limit int) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		smallest := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			smallest = min(smallest, row[j])
		}
		if smallest >= limit {
			return limit
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
