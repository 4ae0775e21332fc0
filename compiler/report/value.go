package report

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/resource"
)

const (
	// valueWidth is how much of a value is shown on one line.
	valueWidth = 160
	// longText is from where on two texts are compared word by word.
	longText = 60
)

// lines returns how an edit is shown: one line, or for long texts several.
func (m marks) lines(e edit) []string {
	name := m.plain(dotted(e.path)) + ":"
	switch e.op {
	case plan.Create:
		return []string{name + " " + m.sign(e.op) + " " + m.value(e.new, nil)}
	case plan.Delete:
		return []string{name + " " + m.sign(e.op) + " " + m.value(e.old, nil)}
	}
	before, oldIsText := e.old.(string)
	after, newIsText := e.new.(string)
	if oldIsText && newIsText && (isLong(before) || isLong(after)) {
		lines := []string{name}
		for _, line := range m.wordDiff(plan.Words(before, after)) {
			lines = append(lines, "  "+line)
		}
		return lines
	}
	line := name + " " + m.value(e.old, e.new) + " → " + m.value(e.new, e.old)
	if percent := percentage(before, after); percent != "" {
		line += " " + m.ink.faint("("+percent+")")
	}
	return []string{line}
}

func isLong(text string) bool {
	return strings.Contains(text, "\n") || uniseg.StringWidth(text) > longText
}

// value shows a value. A field that is not there has its default; other, the
// value on the far side, tells what to call that.
func (m marks) value(value, other any) string {
	var text string
	switch value := value.(type) {
	case nil:
		switch other.(type) {
		case bool, json.Number:
			return m.ink.faint("(default)")
		}
		return m.ink.faint("(not set)")
	case string:
		text = value
		if needsQuotes(value) {
			text = compact(value)
		}
	default:
		text = compact(value)
	}
	return m.plain(truncate(text, valueWidth))
}

// needsQuotes reports whether a text would not be recognized as one by itself.
func needsQuotes(text string) bool {
	switch text {
	case "", "true", "false", "null", "→":
		return true
	}
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
}

// percentage returns by how much an amount changed, such as +20% or -33.3%, or
// "" when the texts are not two decimals. The amounts stay exact; only what is
// shown is rounded.
func percentage(before, after string) string {
	from, err := resource.ParseDecimal(before)
	if err != nil || from.Sign() <= 0 {
		return ""
	}
	to, err := resource.ParseDecimal(after)
	if err != nil {
		return ""
	}
	ratio, ok := to.Ratio(from)
	if !ok {
		return ""
	}
	r, err := strconv.ParseFloat(ratio.String(), 64)
	if err != nil {
		return ""
	}
	percent := strings.TrimSuffix(strconv.FormatFloat((r-1)*100, 'f', 1, 64), ".0")
	switch {
	case percent == "0" || percent == "-0":
		return "less than 0.1%"
	case r > 1:
		return "+" + percent + "%"
	}
	return percent + "%"
}
