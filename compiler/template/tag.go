package template

import "strings"

// tag is one {{...}} of a mustache template.
type tag struct {
	sigil      byte   // one of # ^ / ! > = & {, or 0 for a plain {{name}}
	content    string // what stands between sigil and closing braces, trimmed
	start, end int
}

// tagState is how reading a tag went.
type tagState uint8

const (
	tagRead     tagState = iota
	tagUnclosed          // no }} before the next {{ or line's end
	tagLiteral           // {{ "…: the doubled braces of an example
)

// sigils are the characters that may follow the opening braces.
const sigils = "#^/!>=&{"

// readTag reads the tag whose braces open at offset at. Its work is bounded by
// the distance to the next pair of braces, except for comments, which may hold
// braces; and an unclosed comment ends the template.
func readTag(text string, at int) (tag, tagState) {
	t := tag{start: at}
	i := at + 2
	if i < len(text) && strings.IndexByte(sigils, text[i]) >= 0 {
		t.sigil = text[i]
		i++
	} else if lead := strings.TrimLeft(text[i:], " \t\r\n"); lead != "" && (lead[0] == '"' || lead[0] == '\'') {
		return t, tagLiteral
	}

	var closing int
	if t.sigil == '!' {
		closing = i + strings.Index(text[i:], "}}")
		if closing < i {
			return t, tagUnclosed
		}
	} else {
		closing = nextPair(text, i)
		if closing < 0 || text[closing] == '{' {
			return t, tagUnclosed
		}
	}
	t.content = strings.TrimSpace(text[i:closing])
	t.end = closing + 2
	if t.sigil == '!' {
		return t, tagRead
	}
	if t.sigil == '{' {
		if t.end == len(text) || text[t.end] != '}' {
			return t, tagUnclosed
		}
		t.end++
	}
	if strings.Contains(t.content, "\n") {
		return t, tagUnclosed
	}
	if t.sigil == '=' {
		t.content = strings.TrimSpace(strings.TrimSuffix(t.content, "="))
	}
	return t, tagRead
}

// nextPair finds the next {{ or }}; -1 if there is none.
func nextPair(text string, from int) int {
	for {
		i := strings.IndexAny(text[from:], "{}")
		if i < 0 {
			return -1
		}
		from += i
		if from+1 < len(text) && text[from+1] == text[from] {
			return from
		}
		from++
	}
}

// standsAlone reports whether a line that holds only this tag disappears from
// the output.
func (t tag) standsAlone() bool { return strings.IndexByte("#^/!>=", t.sigil) >= 0 }

// trimLine widens the tag's span [start, end) to its whole line, indentation
// and line break included, if nothing else is on it. The line cannot start
// before from, where the previous tag ended.
func trimLine(text string, from, start, end int) (int, int) {
	head := start
	for head > from && (text[head-1] == ' ' || text[head-1] == '\t') {
		head--
	}
	if head > 0 && text[head-1] != '\n' {
		return start, end
	}
	tail := end
	for tail < len(text) && (text[tail] == ' ' || text[tail] == '\t') {
		tail++
	}
	switch {
	case tail == len(text):
		return head, tail
	case text[tail] == '\n':
		return head, tail + 1
	case strings.HasPrefix(text[tail:], "\r\n"):
		return head, tail + 2
	}
	return start, end
}
