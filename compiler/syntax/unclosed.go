package syntax

import (
	"bytes"
	"fmt"
)

// The mistakes in this file are about quotes and brackets: not closed, closed in
// the wrong place, or with something behind them.

// goesOn describes a value that goes on behind its closing quote or bracket.
func (m *mistake) goesOn() bool {
	before := bytes.TrimRight(m.text[m.lineStart(m.at):m.at], " \t")
	if len(before) == 0 {
		return false
	}
	last := m.lineStart(m.at) + len(before) - 1
	m.to = m.lineEnd(m.from)
	switch quote := m.text[last]; quote {
	case '"', '\'':
		if open := openingQuote(m.text, last); m.lineStart(open) != m.lineStart(last) {
			m.from, m.to = open, open+1
			line := bytes.Count(m.text[open:last], []byte("\n"))
			m.say(fmt.Sprintf("this quote is closed only %s below, in the middle of another value", lines(line)),
				"close it on its own line")
			return true
		}
		m.say("text stands behind the closing quote", "put the whole value in quotes, and write "+quoteHelp(quote))
	case ']', '}':
		m.say(fmt.Sprintf("text stands behind the closing %q", quote), "remove it, or put the whole value in quotes")
	default:
		m.say("this cannot stand behind a value", "check the quotes and brackets of this line")
	}
	return true
}

func lines(n int) string {
	if n == 1 {
		return "1 line"
	}
	return fmt.Sprintf("%d lines", n)
}

func quoteHelp(quote byte) string {
	if quote == '"' {
		return `\" for a quote in it`
	}
	return "'' for a quote in it"
}

// openingQuote returns the offset of the quote that the one at last closes.
func openingQuote(text []byte, last int) int {
	quote := text[last]
	for i := last - 1; i >= 0; i-- {
		switch {
		case text[i] != quote:
		case quote == '\'' && i > 0 && text[i-1] == quote:
			i--
		case quote == '"' && i > 0 && text[i-1] == '\\':
		default:
			return i
		}
	}
	return last
}

// openQuote describes a quoted text that is never closed.
func (m *mistake) openQuote() {
	m.from = min(m.context, len(m.text))
	m.to = m.from + 1
	if m.from == len(m.text) || m.text[m.from] != '"' && m.text[m.from] != '\'' {
		m.say("the text ends in the middle of a value", "close the quote or bracket that is open")
		return
	}
	m.say("this quote is never closed", "close it on its own line; inside write "+quoteHelp(m.text[m.from]))
}

// flow describes a mistake in the list or mapping in brackets that begins at
// open.
func (m *mistake) flow(open int) {
	open = min(open, len(m.text))
	closing, what := "]", "list"
	if open < len(m.text) && m.text[open] == '{' {
		closing, what = "}", "mapping"
	}
	begin, here := m.lineStart(open), m.lineStart(m.at)
	if m.at == len(m.text) || here > begin && blankRun(m.text[here:]) <= blankRun(m.text[begin:]) {
		m.from, m.to = open, open+1
		m.say("this bracket is never closed", fmt.Sprintf("close it with %s, or quote a text that begins with a bracket", closing))
		return
	}
	if c := m.char(); c == ']' || c == '}' {
		m.to = m.from + 1
		m.say(fmt.Sprintf("%q stands where the %s in brackets still lacks its %q", c, what, closing), "close the inner bracket first")
		return
	}
	m.say(fmt.Sprintf("a comma or %q was expected here, in the %s in brackets", closing, what),
		"put a comma before it, or quotes around a text with spaces, brackets or quotes in it")
}

// noValue describes what stands where a value was expected.
func (m *mistake) noValue() {
	if m.at == len(m.text) && m.open >= 0 {
		m.flow(m.open)
		return
	}
	m.to = m.from + 1
	m.say(fmt.Sprintf("a value was expected here, not %q", m.char()), "write a value, or put quotes around a text that begins like this")
}

func (m *mistake) escape() {
	m.from = m.at
	m.to = min(m.from+escapeSize(m.text[m.from:]), len(m.text))
	m.say(fmt.Sprintf("%s is no escape", m.text[m.from:m.to]), `write \\ for a backslash, or put the text in single quotes`)
}
