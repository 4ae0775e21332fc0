package template

import (
	"cmp"
	"fmt"
	"slices"
)

// maxDepth is how deep sections may nest; the YAML around them has the same
// limit. It bounds the stack of rendering and the size of Use.In.
const maxDepth = 64

// sections are the sections open at one point of a mustache template.
type sections struct {
	stack   []section
	counts  map[string]int // how often a name is on the stack
	skipped map[string]int // sections ended by the end of an outer one, by name
	tooDeep bool           // has been reported
}

// section is one open section.
type section struct {
	name       string
	start, end int // of the opening tag
	node       int // index of its node
	in         []string
}

// push opens a section.
func (s *sections) push(sec section) {
	if s.counts == nil {
		s.counts, s.skipped = map[string]int{}, map[string]int{}
	}
	s.counts[sec.name]++
	s.stack = append(s.stack, sec)
}

// around returns the names of the open sections, as Use.In wants them.
func (s *sections) around() []string {
	if len(s.stack) == 0 {
		return nil
	}
	return s.stack[len(s.stack)-1].in
}

// openSection starts a section. One with a bad name (named is false) is opened
// too, so that its end is not reported as well.
func (p *mustacheParser) openSection(t tag, path []string, named bool) {
	if named {
		p.use(t, path)
	}
	in := p.around()
	switch {
	case len(p.stack) >= maxDepth:
		if !p.tooDeep {
			p.tooDeep = true
			p.problem(TooDeep, t.start, t.end,
				fmt.Sprintf("section %s is nested deeper than %d", quote(t.content), maxDepth), "flatten the sections")
		}
	case t.sigil == '#' && path != nil:
		// Clipped, because sibling sections append to the same slice.
		in = append(slices.Clip(in), path[0])
	}
	kind := sectionNode
	if t.sigil == '^' {
		kind = invertedNode
	}
	p.push(section{name: t.content, start: t.start, end: t.end, node: len(p.t.nodes), in: in})
	p.t.nodes = append(p.t.nodes, node{kind: kind, path: path})
}

// closeSection ends a section. A wrong name closes the section it names if that
// is open further out, and the innermost one if not: it is then taken for a typo.
func (p *mustacheParser) closeSection(t tag) {
	if p.skipped[t.content] > 0 {
		p.skipped[t.content]--
		return
	}
	if len(p.stack) == 0 {
		p.problem(StrayClose, t.start, t.end, fmt.Sprintf("close of %s, but no section is open", quote(t.content)),
			fmt.Sprintf("delete it, or open the section with {{#%s}}", shorten(t.content)))
		return
	}
	want := p.stack[len(p.stack)-1].name
	if t.content == want {
		p.endSection()
		return
	}
	p.problem(MismatchedClose, t.start, t.end,
		fmt.Sprintf("section %s is closed by %s", quote(want), quote(t.content)),
		fmt.Sprintf("write {{/%s}}", shorten(want)))
	if p.counts[t.content] == 0 {
		p.endSection()
		return
	}
	for {
		name := p.endSection()
		if name == t.content {
			return
		}
		p.skipped[name]++
	}
}

// endSection ends the innermost section and returns its name.
func (p *mustacheParser) endSection() string {
	last := p.stack[len(p.stack)-1]
	p.stack = p.stack[:len(p.stack)-1]
	p.counts[last.name]--
	p.t.nodes[last.node].end = len(p.t.nodes)
	return last.name
}

// finishSections reports the sections that the text leaves open.
func (p *mustacheParser) finishSections() {
	for len(p.stack) > 0 {
		last := p.stack[len(p.stack)-1]
		p.problem(UnclosedSection, last.start, last.end, fmt.Sprintf("section %s is never closed", quote(last.name)),
			fmt.Sprintf("write {{/%s}} where it ends", shorten(last.name)))
		p.endSection()
	}
}

// sortProblems puts problems in order of place: that a section is unclosed is
// known only at the end of the text.
func sortProblems(problems []Problem) {
	slices.SortStableFunc(problems, func(a, b Problem) int { return cmp.Compare(a.Start, b.Start) })
}
