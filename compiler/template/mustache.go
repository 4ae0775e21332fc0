package template

import (
	"fmt"
	"strings"
)

// mustacheParser turns the tags of a mustache template into nodes, uses and
// problems.
type mustacheParser struct {
	t    *Template
	from int // where the literal text not yet in a node starts
	sections

	// literals counts the {{ of JSON examples whose }} is still to come. The
	// outermost is reported; those inside it are the same mistake.
	literals int
}

func parseMustache(t *Template) {
	p := &mustacheParser{t: t}
	for pos := 0; ; {
		i := strings.Index(t.Text[pos:], "{{")
		if i < 0 {
			break
		}
		at := pos + i
		tag, state := readTag(t.Text, at)
		switch state {
		case tagLiteral:
			p.literal(at)
			pos = at + 2
		case tagUnclosed:
			p.flush(at)
			p.unclosed(tag)
			if tag.sigil == '!' {
				p.from, pos = len(t.Text), len(t.Text)
				continue
			}
			// A run of braces is one mistake, not one for each pair.
			rest := strings.TrimLeft(t.Text[at:], "{")
			pos = len(t.Text) - len(rest)
		default:
			start, end := tag.start, tag.end
			if tag.standsAlone() {
				start, end = trimLine(t.Text, p.from, start, end)
			}
			p.flush(start)
			p.apply(tag)
			p.from, pos = end, end
		}
	}
	p.flush(len(t.Text))
	p.finishSections()
	sortProblems(t.Problems)
}

// flush moves the literal text up to offset to into a node.
func (p *mustacheParser) flush(to int) {
	text := p.t.Text[p.from:to]
	p.t.addText(text)
	p.likelyFStrings(text)
	if p.literals > 0 {
		p.literals = max(0, p.literals-strings.Count(text, "}}"))
	}
	p.from = to
}

// likelyFStrings warns of each {name} in literal text.
func (p *mustacheParser) likelyFStrings(text string) {
	for at := 0; ; {
		i := strings.IndexByte(text[at:], '{')
		if i < 0 {
			return
		}
		open := at + i
		n := nameLen(text[open+1:])
		end := open + 1 + n
		at = end
		if n == 0 || end == len(text) || text[end] != '}' {
			continue
		}
		if open > 0 && text[open-1] == '{' || end+1 < len(text) && text[end+1] == '}' {
			continue // part of a broken {{name}}
		}
		p.problem(LikelyFString, p.from+open, p.from+end+1,
			quote(text[open:end+1])+" is plain text in a mustache template",
			fmt.Sprintf("write {{%s}} for the variable", shorten(text[open+1:end])))
	}
}

// literal reports the doubled braces at offset at, which hold no tag.
func (p *mustacheParser) literal(at int) {
	p.flush(at)
	p.literals++
	if p.literals == 1 {
		p.problem(LiteralBraces, at, at+2, `"{{" before a quote is no variable`,
			"write { and } for the literal braces of this block; mustache needs no doubling")
	}
}

func (p *mustacheParser) unclosed(t tag) {
	text := p.t.Text
	nameAt := t.start + 2
	if t.sigil != 0 {
		nameAt++
	}
	end := nameAt + nameLen(text[nameAt:])
	closer := "}}"
	if t.sigil == '{' {
		closer = "}}}"
	}
	help := fmt.Sprintf("write %s after the name", closer)
	switch {
	case t.sigil == '!':
		help = "write }} where the comment ends"
	case end > nameAt && end-t.start <= maxQuoted:
		help = fmt.Sprintf("write %s%s", text[t.start:end], closer)
	}
	p.problem(Unclosed, t.start, end, quote(text[t.start:end])+" is never closed", help)
}

// apply adds what a tag means: a node, a use, a section's start or end.
func (p *mustacheParser) apply(t tag) {
	switch t.sigil {
	case '!':
		return
	case '>':
		p.problem(Unsupported, t.start, t.end, "partial "+quote(t.content)+": partials are not supported",
			"copy the text of the partial here")
		return
	case '=':
		p.problem(Unsupported, t.start, t.end, "other delimiters are not supported", "write {{ and }} around every name")
		return
	case '/':
		p.closeSection(t)
		return
	}

	path, ok := p.path(t)
	switch t.sigil {
	case '#', '^':
		p.openSection(t, path, ok)
	default:
		if ok {
			p.t.nodes = append(p.t.nodes, node{kind: variableNode, path: path})
			p.use(t, path)
		}
	}
}

// path reads the tag's name: nil and true for ".".
func (p *mustacheParser) path(t tag) ([]string, bool) {
	if t.content == "." {
		if len(p.stack) == 0 {
			p.problem(Unsupported, t.start, t.end, `"." is the current item, but no section is open here`,
				"name the variable, as in {{topic}}")
			return nil, false
		}
		return nil, true
	}
	if t.content == "" {
		if p.literals > 0 {
			return nil, false // an empty object in the block that is already reported
		}
		p.problem(EmptyName, t.start, t.end, "empty braces hold no name",
			"name the variable, as in {{topic}}; for literal braces write { and }")
		return nil, false
	}
	path, ok := splitName(t.content)
	if !ok {
		help := "a name is letters, digits and _; for literal braces write { and }"
		if suggestion, ok := suggestName(t.content); ok {
			help = fmt.Sprintf("write {{%s}}; for literal braces write { and }", suggestion)
		} else if t.sigil == 0 && strings.IndexByte(sigils, t.content[0]) >= 0 {
			help = fmt.Sprintf("write {{%c without white space before it", t.content[0])
		}
		p.problem(NotName, t.start, t.end, quote(t.content)+" is not a variable name", help)
	}
	return path, ok
}

// use records the tag as a use of a variable; "." is none.
func (p *mustacheParser) use(t tag, path []string) {
	if path == nil {
		return
	}
	p.t.Uses = append(p.t.Uses, Use{
		Name:    path[0],
		Path:    t.content,
		Start:   t.start,
		End:     t.end,
		Section: t.sigil == '#' || t.sigil == '^',
		In:      p.around(),
	})
}

func (p *mustacheParser) problem(kind ProblemKind, start, end int, message, help string) {
	p.t.Problems = append(p.t.Problems, Problem{Kind: kind, Start: start, End: end, Message: message, Help: help})
}
