// Package secret finds texts that look like API keys, so that they can be
// reported and are never printed. It knows a key by its provider's public
// prefix, its length and its randomness.
package secret

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// Match is a text that looks like a key.
type Match struct {
	Start, End int // bytes
	// What says in words what it is, such as "an OpenAI API key".
	What string
	// Prefix is the part that is the same in all keys of the kind. Nothing more
	// of the key may be shown.
	Prefix string
}

// Find returns what looks like a key in a text, in order. Its time is linear in
// the length of the text, whatever it holds.
func Find(data []byte) []Match {
	s := scanner{data: data}
	s.runs()
	s.privateKeys()
	slices.SortFunc(s.found, func(a, b Match) int { return cmp.Compare(a.Start, b.Start) })
	return s.found
}

// Redact replaces what looks like a key by its public prefix and an ellipsis,
// and likewise what is given as an api_key but refers to none.
func Redact(text string) string {
	if strings.Contains(text, "api_key") {
		text = givenKey.ReplaceAllStringFunc(text, func(given string) string {
			parts := givenKey.FindStringSubmatch(given)
			if strings.HasPrefix(parts[2], "vault:") || len(parts[2]) < leastGiven {
				return given
			}
			return parts[1] + "…"
		})
	}
	if len(text) < shortest {
		return text
	}
	matches := Find([]byte(text))
	if len(matches) == 0 {
		return text
	}
	var out strings.Builder
	at := 0
	for _, match := range matches {
		if match.Start >= at {
			out.WriteString(text[at:match.Start] + match.Prefix + "…")
			at = match.End
		}
	}
	out.WriteString(text[at:])
	return out.String()
}

// givenKey matches a field called api_key with its value.
var givenKey = regexp.MustCompile(`(api_key["']?[ \t]*:[ \t]*["']?)([^\s"'{}\[\],` + "`" + `]+)`)

// leastGiven is the length from which the value of api_key may be a key.
const leastGiven = 12

// shortest is the length of the shortest key known.
const shortest = 20

type scanner struct {
	data    []byte
	byFirst [256][]*shape
	found   []Match
	// reach holds where a run of a class ends that was measured last. It is the
	// same from every place in the run, so nothing is measured twice.
	reach [32]struct{ from, to int }
}

// runs looks at every run of characters that is long enough to be a key. Each
// such run has a character at one of the places tried, so that nearly all other
// text is skipped.
func (s *scanner) runs() {
	for i := range shapes {
		first := shapes[i].prefix[0]
		s.byFirst[first] = append(s.byFirst[first], &shapes[i])
	}
	for at := shortest - 1; at < len(s.data); {
		if !isToken(s.data[at]) {
			at += shortest
			continue
		}
		start, end := at, at+1
		for start > 0 && isToken(s.data[start-1]) {
			start--
		}
		for end < len(s.data) && isToken(s.data[end]) {
			end++
		}
		if end-start >= shortest {
			s.run(start, end)
		}
		at = end + shortest
	}
}

func isToken(c byte) bool { return classOf(c) != 0 || c == '.' }

// run tries the shapes wherever a key may begin: at the beginning, after a dash,
// underscore or dot, and after an escape such as \n.
func (s *scanner) run(start, end int) {
	escaped := start > 0 && s.data[start-1] == '\\'
	for at := start; end-at >= shortest; at++ {
		begins := at == start || classOf(s.data[at-1])&alnum == 0 || escaped && at == start+1
		if !begins {
			continue
		}
		for _, shape := range s.byFirst[s.data[at]] {
			if stop, ok := s.match(shape, at); ok {
				s.found = append(s.found, Match{Start: at, End: stop, What: shape.what, Prefix: shape.prefix})
				at = stop - 1
				break
			}
		}
	}
}

// match returns where the key of a shape ends that begins at an offset.
func (s *scanner) match(shape *shape, at int) (int, bool) {
	if !bytes.HasPrefix(s.data[at:], []byte(shape.prefix)) || shape.botID && !s.followsBotID(at) {
		return 0, false
	}
	start := at
	at += len(shape.prefix)
	body := at
	for i, part := range shape.parts {
		if i > 0 {
			if at >= len(s.data) || s.data[at] != '.' {
				return 0, false
			}
			at++
		}
		body = at
		at = s.span(part.of, at)
		if at-body < part.min || at-body > part.max {
			return 0, false
		}
	}
	if at < len(s.data) && classOf(s.data[at]) != 0 {
		return 0, false // it goes on: something longer
	}
	if shape.claims && !hasClaims(s.data[start:at]) {
		return 0, false
	}
	return at, isRandom(s.data[body:at])
}

// span returns the end of the run of characters of a class.
func (s *scanner) span(of class, from int) int {
	last := &s.reach[of]
	if from >= last.from && from < last.to {
		return last.to
	}
	to := from
	for to < len(s.data) && classOf(s.data[to])&of != 0 {
		to++
	}
	last.from, last.to = from, to
	return to
}

// followsBotID reports whether 8 to 10 digits and a colon stand before an
// offset.
func (s *scanner) followsBotID(at int) bool {
	if at == 0 || s.data[at-1] != ':' {
		return false
	}
	digits := 0
	for i := at - 2; i >= 0 && digits <= 10 && classOf(s.data[i]) == digit; i-- {
		digits++
	}
	return digits >= 8 && digits <= 10
}

// privateKeys finds PEM blocks of private keys. A header alone, as in a text
// about them, is none.
func (s *scanner) privateKeys() {
	const begin, middle, end = "-----BEGIN ", "PRIVATE KEY", "-----END "
	const header, sample, longest = 30, 300, 16 << 10
	for at := 0; ; {
		i := bytes.Index(s.data[at:], []byte(middle))
		if i < 0 {
			return
		}
		at += i
		start := max(0, at-header)
		dashes := bytes.LastIndex(s.data[start:at], []byte(begin))
		at += len(middle)
		if dashes < 0 || bytes.IndexByte(s.data[start+dashes:at], '\n') >= 0 {
			continue
		}
		stop := min(len(s.data), at+sample)
		if !hasBase64Line(s.data[at:stop]) {
			continue
		}
		if i := bytes.Index(s.data[at:min(len(s.data), at+longest)], []byte(end)); i >= 0 {
			stop = at + i
		}
		s.found = append(s.found, Match{Start: start + dashes, End: stop, What: "a private key", Prefix: begin + middle})
		at = stop
	}
}

func hasBase64Line(data []byte) bool {
	const enough = 40
	length := 0
	for _, c := range data {
		if classOf(c)&alnum != 0 || c == '+' || c == '/' {
			if length++; length == enough {
				return true
			}
		} else {
			length = 0
		}
	}
	return false
}
