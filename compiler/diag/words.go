package diag

import (
	"fmt"
	"strconv"
)

// enough is how many characters of an author's text a message repeats: enough
// to recognise it, not so much that it hides the message.
const enough = 60

// Shorten cuts a text to what fits a message and marks the cut.
func Shorten(text string) string {
	count := 0
	for i := range text {
		if count++; count > enough {
			return text[:i] + "…"
		}
	}
	return text
}

// Quote is %q of a text, cut to what fits a message.
func Quote(text string) string { return strconv.Quote(Shorten(text)) }

// Count writes a number with its noun: "1 item", "2 items".
func Count(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// DidYouMean returns `; did you mean "x"?` to follow the message about a name
// that is not known, or "" when no candidate is near.
func DidYouMean(name string, candidates []string) string {
	if nearest := Nearest(name, candidates); nearest != "" {
		return fmt.Sprintf("; did you mean %q?", nearest)
	}
	return ""
}
