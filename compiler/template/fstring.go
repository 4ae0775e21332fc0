package template

import (
	"fmt"
	"strings"
)

// fstringParser turns the braces of an f-string into nodes, uses and problems.
type fstringParser struct {
	t      *Template
	braces []brace
	from   int // where the literal text not yet in a node starts

	// quietUntil is the end of the block of literal braces that is already
	// reported: what is wrong inside it is the same mistake.
	quietUntil int
	// literalEnd is the end of the last block of literal braces, or -1.
	literalEnd int
}

func parseFString(t *Template) {
	p := &fstringParser{t: t, braces: matchBraces(t.Text), literalEnd: -1}
	for i := 0; i < len(p.braces); i++ {
		switch b := p.braces[i]; b.kind {
		case escapedOpen:
			p.escape(b)
			p.noteEscaped(i)
		case escapedClose:
			p.escape(b)
		case openBrace:
			if p.open(i) {
				i++ // its closing brace is part of the field
			}
		case strayBrace:
			p.stray(b)
		case closeBrace: // of a literal block: text
		}
	}
	t.addText(t.Text[p.from:])
}

// escape keeps the first brace of a pair as text and drops the second.
func (p *fstringParser) escape(b brace) {
	p.t.addText(p.t.Text[p.from : b.at+1])
	p.from = b.at + 2
}

// noteEscaped remembers {{name}}. Quadruple braces are a deliberate way to
// write {{name}} and do not count.
func (p *fstringParser) noteEscaped(i int) {
	text, b := p.t.Text, p.braces[i]
	if i+1 >= len(p.braces) || p.braces[i+1].kind != escapedClose || b.at > 0 && text[b.at-1] == '{' {
		return
	}
	end := p.braces[i+1].at
	name := strings.TrimSpace(text[b.at+2 : end])
	if isName(name) {
		p.t.escaped = append(p.t.escaped, Use{Name: name, Path: name, Start: b.at, End: end + 2})
	}
}

// open reads the single brace at index i; true if it read the closing brace too.
func (p *fstringParser) open(i int) bool {
	text, b := p.t.Text, p.braces[i]
	if b.match < 0 {
		p.unclosed(b)
		return false
	}
	flat := p.braces[i+1].at == b.match // no braces inside
	content, end := text[b.at+1:b.match], b.match+1
	if flat && isName(content) {
		p.t.addText(text[p.from:b.at])
		p.t.nodes = append(p.t.nodes, node{kind: variableNode, path: []string{content}})
		p.t.Uses = append(p.t.Uses, Use{Name: content, Path: content, Start: b.at, End: end})
		p.from = end
		return true
	}
	if b.at < p.quietUntil {
		return false
	}

	problem := Problem{Kind: LiteralBraces, Start: b.at, End: b.at + 1}
	if flat {
		problem = judgeField(content)
		problem.Start, problem.End = b.at, end
	}
	if problem.Kind != LiteralBraces {
		p.t.Problems = append(p.t.Problems, problem)
		return true
	}

	sibling := p.literalEnd >= 0 && separatesSiblings(text[p.literalEnd:b.at])
	p.quietUntil, p.literalEnd = end, end
	if sibling {
		return flat
	}
	oneLine := flat && !strings.Contains(content, "\n")
	problem.Message = `a literal "{" must be doubled`
	switch {
	case !oneLine:
		problem.End = b.at + 1
		problem.Help = `write {{ here, }} at the brace that closes it, and double the literal braces between; {name} stays single`
	case len(content) <= maxQuoted:
		problem.Help = fmt.Sprintf("write {{%s}}", content)
	default:
		problem.Help = "write {{ and }} for these braces"
	}
	p.t.Problems = append(p.t.Problems, problem)
	return flat
}

func (p *fstringParser) unclosed(b brace) {
	text := p.t.Text
	name := text[b.at+1 : b.at+1+nameLen(text[b.at+1:])]
	help := "write {{ for a literal brace"
	if name != "" && len(name) <= maxQuoted {
		help = fmt.Sprintf("write {%s}, or {{ for a literal brace", name)
	}
	p.t.Problems = append(p.t.Problems, Problem{
		Kind:    Unclosed,
		Start:   b.at,
		End:     b.at + 1 + len(name),
		Message: quote("{"+name) + " is never closed",
		Help:    help,
	})
}

func (p *fstringParser) stray(b brace) {
	if b.at < p.quietUntil {
		return
	}
	problem := Problem{
		Kind:    StrayClose,
		Start:   b.at,
		End:     b.at + 1,
		Message: `"}" closes nothing`,
		Help:    "write }} for a literal brace",
	}
	if b.match >= 0 {
		problem.Message = `"{{" is closed by a single "}"`
		if name := p.t.Text[b.match+2 : b.at]; len(name) <= maxQuoted && isName(name) {
			problem.Help = fmt.Sprintf("write {%s} for the variable, or {{%s}} for literal braces", name, name)
		}
	}
	p.t.Problems = append(p.t.Problems, problem)
}

// separatesSiblings reports whether the text between two literal blocks makes
// them items of one list (a comma between them, as in a JSON array, or just a
// line break, as in JSON lines), so that one problem is enough for both.
func separatesSiblings(gap string) bool {
	commas, lines := 0, 0
	for i := range len(gap) {
		switch gap[i] {
		case ',':
			commas++
		case '\n':
			lines++
		case ' ', '\t', '\r', '[', ']':
		default:
			return false
		}
	}
	return commas > 0 || lines == 1
}
