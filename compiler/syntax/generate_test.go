package syntax

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestAnyLayout writes documents in all the ways YAML has: every character of a
// value must be found where it stands, and formatting must keep all values and
// comments and come to the same layout twice.
func TestAnyLayout(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// rapid prefers small numbers, which makes for dull authors.
		a := &author{rand: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), rapid.Uint64().Draw(t, "seed")))}
		a.lineBreak = a.pick("\n", "\n", "\r\n")
		for i := range a.number(1, 2) {
			if i > 0 {
				a.write("---" + a.comment() + "\n")
			}
			a.mapping(0, 3)
			a.rest(4)
		}
		text := a.out.String()
		file := Parse("a.yaml", []byte(text))
		if refused := refusals(file); len(refused) > 0 {
			t.Fatalf("%v\n%s", refused, text)
		}
		for _, d := range file.Documents {
			checkPlaces(t, d, d.Root, true)
		}
		checkFormat(t, []byte(text))
	})
}

// author writes YAML at random.
type author struct {
	rand      *rand.Rand
	out       strings.Builder
	lineBreak string
	fields    int
}

func (a *author) write(text string) {
	a.out.WriteString(strings.ReplaceAll(text, "\n", a.lineBreak))
}

func (a *author) chance(percent int) bool {
	return a.number(1, 100) <= percent
}

func (a *author) number(from, to int) int { return from + a.rand.IntN(to-from+1) }

func (a *author) pick(list ...string) string { return list[a.rand.IntN(len(list))] }

func (a *author) word() string {
	return a.pick("a", "word", "é", "日本", "🎉x", "don't", "x:y", "a#b", "x-", "[", "{b", "12", "it\\", "\"q\"", "?", "- a", "100%")
}

// plainWord can stand in plain text.
func (a *author) plainWord() string {
	return a.pick("a", "word", "é", "日本", "🎉x", "don't", "x:y", "a#b", "x-", "12", "100%", "2024-01-02")
}

func (a *author) comment() string {
	if !a.chance(20) {
		return ""
	}
	return a.pick(" ", "  ") + "#" + a.pick("", " ", "# ") + a.word()
}

// rest writes blank lines and comments between entries.
func (a *author) rest(most int) {
	for a.chance(25) {
		if a.chance(50) {
			a.write(a.pick("", "", " ", "    ") + "\n")
		} else {
			a.write(strings.Repeat(" ", a.number(0, most)) + "# " + a.word() + "\n")
		}
	}
}

func (a *author) mapping(indent, depth int) {
	for range a.number(1, 4) {
		a.rest(indent + 3)
		a.write(strings.Repeat(" ", indent))
		a.field(indent, depth)
	}
}

func (a *author) key() string {
	a.fields++
	key := fmt.Sprintf("k%d", 100-a.fields)
	switch {
	case a.fields == 2:
		key = a.pick("title", "kind", "variables", "rates")
	case a.chance(10):
		return `"` + key + a.pick(" x", ": y", "\\n", "'") + `"`
	case a.chance(9):
		return "'" + key + a.pick("", " #", "''") + "'"
	}
	return key
}

func (a *author) field(indent, depth int) {
	if a.chance(5) {
		a.write("? " + a.key() + a.comment() + "\n" + strings.Repeat(" ", indent) + ":")
	} else {
		a.write(a.key() + a.pick("", "", " ") + ":")
	}
	a.value(indent, depth, true)
}

func (a *author) list(indent, depth int) {
	for range a.number(1, 3) {
		a.rest(indent + 3)
		a.write(strings.Repeat(" ", indent) + "-")
		switch {
		case depth > 0 && a.chance(30):
			gap := a.number(1, 3)
			a.write(strings.Repeat(" ", gap))
			a.field(indent+1+gap, depth-1)
			if a.chance(60) {
				a.mapping(indent+1+gap, depth-1)
			}
		case depth > 0 && a.chance(10):
			a.write(" -")
			a.value(indent+2, depth-1, false)
		default:
			a.value(indent, depth, false)
		}
	}
}

// value writes a value behind a colon or dash and ends its line.
func (a *author) value(indent, depth int, isField bool) {
	deeper := indent + a.number(1, 4)
	switch choice := a.number(0, 11); {
	case choice == 0:
		a.write(a.comment() + "\n")
	case choice == 1 && depth > 0:
		a.write(a.comment() + "\n")
		a.mapping(deeper, depth-1)
	case choice == 2 && depth > 0:
		a.write(a.comment() + "\n")
		if isField && a.chance(50) {
			deeper = indent
		}
		a.list(deeper, depth-1)
	case choice == 3:
		a.write(a.gap(deeper) + a.folding(deeper, a.plainWord) + a.comment() + "\n")
	case choice == 4:
		quoted := func() string {
			return strings.ReplaceAll(a.word(), "'", "''") + a.pick("", "", "", "\u2028", "\u0085 ")
		}
		a.write(a.gap(deeper) + "'" + a.folding(deeper, quoted) + a.pick("", " ") + "'" + a.comment() + "\n")
	case choice == 5:
		quoted := func() string {
			return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(a.word()) +
				a.pick("", "", "\u2028", `\n`, `\t`, `\u00e9`, `\x41`, `\U0001F600`, `\N`, "\\\n  ", "\\\n\n\t", `\ `)
		}
		a.write(a.gap(deeper) + `"` + a.folding(deeper, quoted) + `"` + a.comment() + "\n")
	case choice <= 7:
		a.blockScalar(indent, deeper)
	case choice == 8:
		a.write(a.gap(deeper) + a.flow(2, deeper) + a.comment() + "\n")
	default:
		a.write(" " + a.pick("1", "2.50", "true", "null", "~", "2024-01-02", "text", `"text"`, "'2.50'", `"no"`, `'a, b'`, `""`) + a.comment() + "\n")
	}
}

// gap is what stands between a colon or dash and a scalar.
func (a *author) gap(indent int) string {
	if a.chance(90) {
		return a.pick(" ", "  ")
	}
	return a.comment() + "\n" + strings.Repeat(" ", indent)
}

// folding joins words, some of them on lines of their own.
func (a *author) folding(indent int, word func() string) string {
	text := word()
	for a.chance(60) {
		if a.chance(30) {
			text += a.pick("", " ", "\t") + "\n" + a.pick("", "", "\n", " \n\n") + strings.Repeat(" ", indent)
		} else {
			text += a.pick(" ", "  ", " \t")
		}
		text += word()
	}
	return text
}

func (a *author) blockScalar(indent, deeper int) {
	header := a.pick("|", ">")
	hint := ""
	if a.chance(30) {
		hint = fmt.Sprint(deeper - indent)
	}
	a.write(" " + header + hint + a.pick("", "", "-", "+") + a.comment() + "\n")
	for i := range a.number(1, 6) {
		line := strings.Repeat(" ", deeper)
		switch {
		case a.chance(20):
			line = a.pick("", strings.Repeat(" ", indent))
		case hint != "" || i > 0 && a.chance(30):
			line += a.pick("", " ", "   ", "\t") + a.word()
		default:
			line += a.word() + a.pick("", "", " ", "  # no comment", ": x", "\u2028"+strings.Repeat(" ", deeper)+"x")
		}
		if i == 0 && hint == "" {
			line = strings.Repeat(" ", deeper) + "x" + a.word()
		}
		a.write(line + "\n")
	}
}

func (a *author) flow(depth, indent int) string {
	isList := a.chance(50)
	brackets := "{}"
	if isList {
		brackets = "[]"
	}
	text := brackets[:1] + a.flowGap(indent)
	for i := range a.number(0, 4) {
		if i > 0 {
			text += a.pick(",", " ,", ",  ") + a.flowGap(indent)
		}
		if !isList || a.chance(10) {
			text += a.key() + ": "
		}
		switch {
		case depth > 0 && a.chance(20):
			text += a.flow(depth-1, indent)
		default:
			text += a.pick("a", "1", "a b", `"x, y"`, "'it''s'", "日本", "a text that fills the line", `"\u00e9"`, "a\n"+strings.Repeat(" ", indent)+"b")
		}
		text += a.flowGap(indent)
	}
	return text + brackets[1:]
}

func (a *author) flowGap(indent int) string {
	if a.chance(75) {
		return a.pick("", " ")
	}
	return a.comment() + "\n" + strings.Repeat(" ", indent)
}
