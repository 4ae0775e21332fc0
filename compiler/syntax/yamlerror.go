package syntax

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// yaml.v3 says of a syntax error only a line, which is that of the enclosing
// block rather than of the mistake, is one too low for some errors and missing
// for those on the first line. The functions here find the place.

var errorLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// syntaxError reports a document that yaml.v3 refused.
func (p *parser) syntaxError(start, end int, err error) {
	match := errorLine.FindStringSubmatch(strings.SplitN(err.Error(), "\n", 2)[0])
	problem, line := err.Error(), 0
	if match != nil {
		problem = match[2]
		line, _ = strconv.Atoi(match[1])
	}
	text := p.text.data[start:end]
	if i := controlCharacter(text); i >= 0 && strings.Contains(problem, "control characters") {
		p.report(BinaryFile, start+i, start+i+1, "remove it, or write it as an escape in a double-quoted text",
			"the control character 0x%02X is not allowed in YAML", text[i])
		return
	}
	if strings.Contains(problem, "exceeded max depth") {
		at := deepest(text)
		p.report(NestingTooDeep, start+at, start+at+1, "flatten the value", "values are nested more than %d deep", MaxDepth)
		return
	}
	s := &suspect{text: text, problem: problem, said: line}
	s.find()
	p.report(SyntaxError, start+s.from, start+s.to, s.help, "%s", s.message)
}

// controlCharacter returns the offset of the first character YAML does not
// allow, or -1.
func controlCharacter(text []byte) int {
	for i, c := range text {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' || c == 0x7F {
			return i
		}
	}
	return bytes.IndexFunc(text, func(r rune) bool {
		return r >= 0x80 && r < 0xA0 && r != 0x85 || r == 0xFFFE || r == 0xFFFF
	})
}

// deepest returns the offset at which flow brackets, or else indentation, first
// go deeper than allowed.
func deepest(text []byte) int {
	depth := 0
	for i, c := range text {
		switch c {
		case '[', '{':
			if depth++; depth > MaxDepth {
				return i
			}
		case ']', '}':
			depth--
		}
	}
	at := 0
	for at < len(text) {
		if i := blankRun(text[at:]); i > 2*MaxDepth {
			return at + i
		}
		at = nextLine(text, at)
	}
	return 0
}

// suspect is the search for the place of a syntax error.
type suspect struct {
	text    []byte
	problem string
	said    int // the line yaml.v3 names, from 1; 0 when it names none

	from, to      int // bytes of text
	message, help string
}

// find looks at the line where the text stops being YAML. That is found by
// parsing ever shorter beginnings of the text: the first line with which the
// same error appears is the one that is wrong.
func (s *suspect) find() {
	starts := lineStarts(s.text, true)
	line := s.said
	if !strings.Contains(s.problem, "end of stream") {
		line = s.firstBadLine(starts)
	}
	line = min(max(line, 1), len(starts))
	s.from = int(starts[line-1])
	s.to = s.from + len(bytes.TrimRight(s.line(s.from), " \t"))
	content := blankRun(s.text[s.from:])
	begin := min(s.from+content, s.to)
	switch {
	case bytes.IndexByte(s.text[s.from:begin], '\t') >= 0:
		s.from += bytes.IndexByte(s.text[s.from:begin], '\t')
		s.to = s.from + 1
		s.message, s.help = "a tab in the indentation", "indent with spaces: YAML does not allow tabs there"
	case strings.Contains(s.problem, "mapping values are not allowed"):
		s.secondColon(begin)
	case strings.Contains(s.problem, "cannot start any token"):
		s.badStart(begin)
	case strings.Contains(s.problem, "end of stream") || s.openQuote(begin) >= 0 && strings.Contains(s.problem, "quoted"):
		s.unclosed(begin)
	case strings.Contains(s.problem, "did not find expected key"), strings.Contains(s.problem, "could not find expected ':'"):
		s.from = begin
		s.message = "expected a `key: value` line here, in step with the lines above"
		s.help = "check the indentation; quote a text that holds quotes, or write it as a block with |"
	case strings.Contains(s.problem, "',' or"):
		s.from = begin
		s.message, s.help = "a list or mapping in brackets goes on here without a comma", "check for a missing comma, quote or closing bracket"
	case strings.Contains(s.problem, "'-' indicator"), strings.Contains(s.problem, "block sequence entries"):
		s.from = begin
		s.message, s.help = "a list item stands where none is expected", "indent all items of a list alike, each with `- `"
	default:
		s.from = begin
		s.message, s.help = s.problem, "check the indentation, quotes and brackets of this line and the one before"
	}
	s.to = max(s.to, s.from)
}

// firstBadLine returns the number of the first line with which the text, cut
// behind it, gives the error of the whole text.
func (s *suspect) firstBadLine(starts []int32) int {
	low, high := 0, len(starts) // lines 1..low are fine, 1..high are not
	for high-low > 1 {
		middle := (low + high) / 2
		end := len(s.text)
		if middle < len(starts) {
			end = int(starts[middle])
		}
		if s.sameError(s.text[:end]) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

func (s *suspect) sameError(text []byte) bool {
	err := yaml.Unmarshal(text, new(yaml.Node))
	if err == nil {
		return false
	}
	match := errorLine.FindStringSubmatch(strings.SplitN(err.Error(), "\n", 2)[0])
	return match != nil && match[2] == s.problem
}

func (s *suspect) line(from int) []byte {
	line := s.text[from:]
	if i := bytes.IndexAny(line, "\r\n"); i >= 0 {
		line = line[:i]
	}
	return line
}

// secondColon points at the `: ` that makes a text look like another key.
func (s *suspect) secondColon(begin int) {
	line := string(s.text[begin:s.to])
	s.message = "a value cannot hold \": \" unless it is quoted"
	s.help = "put the value in quotes, or write it as a block with |"
	first := strings.Index(line, ": ")
	if first < 0 {
		first = 0
	}
	second := -1
	if first+1 <= len(line) {
		second = strings.Index(line[first+1:], ":")
	}
	if second >= 0 {
		s.from = begin + first + 1 + second
		s.to = s.from + 1
		return
	}
	s.from = begin
	s.message = "a key is not expected here"
	s.help = "check the indentation: is this line indented deeper than the one it belongs to?"
}

// badStart points at a character that no value can begin with.
func (s *suspect) badStart(begin int) {
	s.from = begin
	for i := begin; i < s.to; i++ {
		if i > begin && s.text[i-1] != ' ' {
			continue
		}
		if strings.IndexByte("@`%|>\t", s.text[i]) >= 0 {
			s.from, s.to = i, i+1
			break
		}
	}
	what := "this character"
	if s.to == s.from+1 {
		what = strconv.Quote(string(s.text[s.from]))
	}
	s.message, s.help = "a value cannot begin with "+what+" unless it is quoted", "put the value in quotes"
}

// openQuote returns the offset of the first quote that begins a value on the
// line, or -1.
func (s *suspect) openQuote(begin int) int {
	for i := begin; i < s.to; i++ {
		if c := s.text[i]; (c == '"' || c == '\'') && (i == begin || strings.IndexByte(" [{,:", s.text[i-1]) >= 0) {
			return i
		}
	}
	return -1
}

// unclosed points at the quote or bracket that is never closed.
func (s *suspect) unclosed(begin int) {
	s.message, s.help = "the text ends in the middle of a value", "close the quote or bracket that is open"
	if at := s.openQuote(begin); at >= 0 {
		s.from, s.to = at, at+1
		s.message, s.help = "this quote is never closed", "close it, or write \\\" for a quote inside a double-quoted text and '' inside a single-quoted one"
		return
	}
	if i := bytes.IndexAny(s.text[begin:s.to], "[{"); i >= 0 {
		s.from, s.to = begin+i, begin+i+1
		s.message, s.help = "this bracket is never closed", "close it, or quote a text that begins with a bracket"
		return
	}
	s.from = begin
}
