package syntax

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/igny8/catalogc/compiler/diag"
)

// syntaxError reports a document that yaml.v3 refused.
func (p *parser) syntaxError(start, end int, err error) {
	text := p.text.data[start:end]
	if i := controlCharacter(text); i >= 0 && strings.Contains(err.Error(), "control characters") {
		r, size := utf8.DecodeRune(text[i:])
		p.report(BinaryFile, start+i, start+i+size, "remove it, or write it as an escape in a double-quoted text",
			"the character U+%04X is not allowed in YAML", r)
		return
	}
	f := explain(text, err)
	switch {
	case strings.Contains(f.problem, "exceeded max depth"):
		p.report(NestingTooDeep, start+f.at, start+f.at+1, "flatten the value", "values are nested more than %d deep", MaxDepth)
	case strings.HasPrefix(f.problem, "unknown anchor"):
		to := f.at + tokenEnd(text[f.at:])
		p.report(AnchorOrAlias, start+f.at, start+to, "write the value out, or quote a text that begins with *",
			"alias %s: aliases are not used in a catalogue", diag.Quote(string(text[f.at:to])))
	default:
		m := &mistake{failure: f, text: text}
		m.describe()
		p.report(SyntaxError, start+m.from, start+m.to, m.help, "%s", m.message)
	}
}

// mistake is a syntax error in an author's words.
type mistake struct {
	failure
	text          []byte
	from, to      int // bytes of text
	message, help string
}

// describe chooses the place to point at and the words. By default that is what
// stands where the parser gave up.
func (m *mistake) describe() {
	m.at = min(m.at, len(m.text))
	m.from, m.to = m.at, m.at+tokenEnd(m.text[m.at:])
	switch {
	case strings.Contains(m.problem, "tab character"), m.char() == '\t':
		m.to = m.from + 1
		m.say("a tab in the indentation", "indent with spaces: YAML does not allow tabs there")
	case m.problem == "mapping values are not allowed in this context":
		m.colon()
	case m.problem == "could not find expected ':'":
		m.noColon()
	case m.problem == "did not find expected key":
		m.noKey()
	case m.problem == "did not find expected '-' indicator":
		m.say("this line stands among the items of a list but is none", "begin it with \"- \", or indent it like the lines it belongs with")
	case m.problem == "block sequence entries are not allowed in this context":
		m.to = m.from + 1
		m.say("a list item cannot stand here", "write each item on a line of its own, or the list in brackets: [a, b]")
	case m.problem == "found character that cannot start any token":
		m.to = m.from + 1
		m.say(fmt.Sprintf("a value cannot begin with %q unless it is quoted", m.text[m.from:m.to]), "put the value in quotes")
	case m.problem == "did not find expected comment or line break":
		m.to = m.lineEnd(m.from)
		m.say("text stands behind the | or > that begins a block", "write the text on the lines below, indented")
	case m.problem == "found unknown escape character":
		m.escape()
	case strings.Contains(m.problem, "scape code"), strings.Contains(m.problem, "hexdecimal"):
		m.say("this escape is not complete or names no character", `write \xNN, \uNNNN or \UNNNNNNNN with hexadecimal digits`)
	case strings.Contains(m.problem, "end of stream"):
		m.openQuote()
	case strings.HasPrefix(m.problem, "did not find expected ','"):
		m.flow(m.context)
	case m.problem == "did not find expected node content":
		m.noValue()
	case m.problem == "did not find expected <document start>":
		m.say("the document ends before this line", "begin all fields of a document in the same column; separate documents by a line with ---")
	case m.problem == "mapping keys are not allowed in this context":
		m.to = m.from + 1
		m.say("a value cannot begin with \"? \" unless it is quoted", "put the value in quotes")
	case m.problem == "did not find expected alphabetic or numeric character":
		m.from, m.to = m.context, m.context+1
		m.say(fmt.Sprintf("a value cannot begin with %q unless it is quoted", m.text[m.from:m.to]), "put the value in quotes")
	case bytes.HasPrefix(m.text[m.lineStart(m.at):], []byte("%")):
		m.directive(m.lineStart(m.at))
	case strings.Contains(m.problem, "indentation indicator"):
		m.say("the indentation of a block cannot be 0", "write | or > without a number")
	default:
		m.say(m.problem, "check the indentation, quotes and brackets of this line and the one before")
	}
	m.to = max(m.to, m.from)
}

func (m *mistake) say(message, help string) { m.message, m.help = message, help }

// maxKey is how long a key may be without a question mark before it: YAML's own
// limit.
const maxKey = 1024

// colon describes a `: ` that makes a text look like another key.
func (m *mistake) colon() {
	m.to = m.from + 1
	begin := m.lineStart(m.at)
	begin += blankRun(m.text[begin:])
	key := string(m.text[begin:m.at])
	above := m.contentAbove(begin)
	switch {
	case len(key) > maxKey:
		m.from, m.to = begin, m.at
		m.say(fmt.Sprintf("a key of %d characters; at most %d are read", utf8.RuneCountInString(key), maxKey), "shorten it")
	case strings.Contains(key, ": ") || above < 0:
		m.say("a value with \": \" in it must be quoted", "put the value in quotes, or write it as a block with |")
	case m.text[above] == '%':
		m.directive(above)
	case bytes.HasPrefix(m.text[above:], []byte("--- ")):
		m.from, m.to = above+len("--- "), m.lineEnd(above)
		m.say("text stands behind the --- that begins a document", "write the document on the lines below")
	case above-m.lineStart(above) >= begin-m.lineStart(begin):
		m.context = above
		m.noColon()
	default:
		m.from, m.to = begin, m.at
		m.say(fmt.Sprintf("the key %s is indented deeper than the line above it", diag.Quote(strings.TrimSpace(key))),
			"indent it like the keys it belongs with, or quote the text above that goes on here")
	}
}

// contentAbove returns the offset of the first character of the line above that
// is neither blank nor a comment, or -1.
func (m *mistake) contentAbove(at int) int {
	for at = m.lineStart(at); at > 0; {
		at = m.lineStart(at - 1)
		begin := at + blankRun(m.text[at:])
		if c := m.text[begin]; c != '\n' && c != '\r' && c != '#' {
			return begin
		}
	}
	return -1
}

// directive describes a line that begins with %.
func (m *mistake) directive(at int) {
	m.from, m.to = at, m.lineEnd(at)
	m.say("a line that begins with % is a directive of YAML; directives are not used in a catalogue",
		"remove the line, or quote a text that begins with %")
}

// noColon describes a line among the fields of a mapping that is no field.
func (m *mistake) noColon() {
	m.from = m.context
	m.to = m.lineEnd(m.from)
	line := string(m.text[m.from:m.to])
	if i := strings.IndexByte(line, ':'); i > 0 && i+1 < len(line) {
		m.from, m.to = m.from+i, m.from+i+1
		m.say("a space is missing behind the colon", fmt.Sprintf("write %s", diag.Quote(line[:i+1]+" "+line[i+1:])))
		return
	}
	m.say(fmt.Sprintf("%s is no field: it has no colon", diag.Quote(line)),
		"write `key: value`; indent a text that goes on from the line above")
}

// noKey describes what stands where the next field of a mapping was expected.
func (m *mistake) noKey() {
	if m.goesOn() {
		return
	}
	switch m.char() {
	case '-':
		m.to = m.from + 1
		m.say("a list item stands where a key was expected", "indent all items of a list alike, below the key of the list")
	case ']', '}':
		m.to = m.from + 1
		m.say(fmt.Sprintf("%q closes a bracket that was never opened", m.text[m.from]), "remove it, or open its bracket before")
	case ':':
		m.to = m.from + 1
		m.say("a colon without a key before it", "write the key before the colon")
	default:
		m.to = m.lineEnd(m.from)
		m.say(fmt.Sprintf("this line is indented by %d, like no line that it could belong to", m.from-m.lineStart(m.from)),
			"indent it exactly like the keys it belongs with")
	}
}

// char returns the character where the parser gave up, or 0 at the end.
func (m *mistake) char() rune {
	if m.at >= len(m.text) {
		return 0
	}
	r, _ := utf8.DecodeRune(m.text[m.at:])
	return r
}

func (m *mistake) lineStart(at int) int {
	return bytes.LastIndexAny(m.text[:at], "\r\n") + 1
}

// lineEnd returns the end of the line at an offset, without white space.
func (m *mistake) lineEnd(at int) int {
	line := m.text[at:]
	if i := bytes.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	return at + len(bytes.TrimRight(line, " \t"))
}
