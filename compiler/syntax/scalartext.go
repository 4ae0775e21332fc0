package syntax

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scalarText returns how a scalar that is no block is written: in one line, or in
// the author's lines without their indentation. source is the author's text.
func scalarText(n *Node, source string, flow bool) string {
	if n.Type != String {
		return n.Text
	}
	if breakAt([]byte(source), 0) < len(source) {
		if lines := refolded(source); !flow && readsBack(strings.ReplaceAll(lines, "\n", "\n  "), n.Text, false) {
			return lines
		}
		return newText(n.Text, flow)
	}
	return lineText(n, source, flow)
}

// keyText returns how the key of a field is written.
func keyText(e *entry, flow bool) string {
	n := e.key
	if n.Style == Literal || n.Style == Folded || breakAt([]byte(e.keySource), 0) < len(e.keySource) {
		return newText(n.Text, flow)
	}
	return lineText(n, e.keySource, flow)
}

// lineText returns how a text is written that its author wrote in one line: a
// plain one stays plain, and quotes that are not needed go.
func lineText(n *Node, source string, flow bool) string {
	switch {
	case isPlain(n.Text, flow):
		return n.Text
	case n.Style == Plain && readsBack(n.Text, n.Text, flow):
		return n.Text
	case n.Style == DoubleQuoted && !wantsSingle(n.Text):
		return source // with the author's choice of escapes
	}
	return quoted(n.Text)
}

// newText returns how a text is written whose author's writing cannot stay.
func newText(text string, flow bool) string {
	if isPlain(text, flow) {
		return text
	}
	return quoted(text)
}

// isPlain reports whether a text needs no quotes: no reader of YAML, of whatever
// version, could take it for anything but this text.
func isPlain(text string, flow bool) bool {
	if text == "" || strings.IndexByte("-?:,[]{}#&*!|>'\"%@`=~<.+ ", text[0]) >= 0 {
		return false
	}
	if last := text[len(text)-1]; last == ' ' || last == ':' {
		return false
	}
	if strings.Contains(text, ": ") || strings.Contains(text, " #") {
		return false
	}
	if flow && strings.ContainsAny(text, ",[]{}?:") {
		return false
	}
	for _, r := range text {
		if !unicode.IsPrint(r) || r == utf8.RuneError {
			return false
		}
	}
	if kind, doubt := resolve(text); kind != String || doubt != clear {
		return false
	}
	return !otherType.MatchString(text)
}

// otherType matches what some reader of YAML 1.1 or 1.2 takes for a truth value,
// nothing, a number, a time or a date.
var otherType = regexp.MustCompile(`^(?i:y|n|yes|no|on|off|true|false|null|` +
	`[0-9][0-9_,.:eE+-]*|0[xob][0-9a-f_]+|` +
	`[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?)$`)

// wantsSingle reports whether a text is easier to read in single quotes.
func wantsSingle(text string) bool {
	return strings.ContainsAny(text, `\"`) && !strings.Contains(text, "'") &&
		strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0
}

func quoted(text string) string {
	if wantsSingle(text) {
		return "'" + text + "'"
	}
	return doubleQuoted(text)
}

func doubleQuoted(text string) string {
	var out strings.Builder
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r == '\n':
			out.WriteString(`\n`)
		case r == '\t':
			out.WriteString(`\t`)
		case r == '\r':
			out.WriteString(`\r`)
		case unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r) && r != '\uFEFF':
			out.WriteRune(r)
		case r > 0xFFFF:
			fmt.Fprintf(&out, `\U%08X`, r)
		default:
			fmt.Fprintf(&out, `\u%04X`, r)
		}
	}
	out.WriteByte('"')
	return out.String()
}

// refolded returns a text of several lines without the indentation of the lines
// and the white space at their ends. Neither belongs to the text, unless a
// backslash says so.
func refolded(source string) string {
	data := []byte(source)
	var lines []string
	for at := 0; at <= len(data); {
		end := breakAt(data, at)
		lines = append(lines, strings.Trim(source[at:end], " \t"))
		at = end + max(1, breakSize(data, end))
	}
	return strings.Join(lines, "\n")
}

// readsBack reports whether the parser makes of a scalar's source the text it is
// to be.
func readsBack(source, text string, flow bool) bool {
	document := "a: " + source
	if flow {
		document = "a: [" + source + "]"
	}
	root, err := unmarshal([]byte(document))
	if err != nil || len(root.Content) == 0 || len(root.Content[0].Content) != 2 {
		return false
	}
	got := root.Content[0].Content[1]
	if flow {
		if len(got.Content) != 1 {
			return false
		}
		got = got.Content[0]
	}
	return got.Value == text && got.Content == nil && got.Anchor == "" && got.Alias == nil
}
