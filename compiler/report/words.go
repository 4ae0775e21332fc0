package report

import (
	"strings"
	"unicode"

	"github.com/rivo/uniseg"

	"github.com/igny8/catalogc/compiler/plan"
)

// keptWidth is how much of unchanged text is shown on one line.
const keptWidth = 100

// wordDiff shows a comparison of two texts: the lines with changes, and around
// them a little of what stayed.
func (m marks) wordDiff(segments []plan.Segment) []string {
	lines := splitLines(joinChanges(segments))
	show := make([]bool, len(lines))
	for i, line := range lines {
		show[i] = line.changed() || contextual(lines, i)
	}
	var out []string
	gap := false
	for i, line := range lines {
		if !show[i] {
			gap = gap || len(line) > 0
			continue
		}
		if gap {
			out = append(out, m.ink.faint("…"))
		}
		gap = false
		out = append(out, m.diffLine(line))
	}
	if gap {
		out = append(out, m.ink.faint("…"))
	}
	return out
}

// contextual reports whether an unchanged line is shown because it stands next
// to a changed one. An empty line is shown only between two.
func contextual(lines []diffLine, i int) bool {
	before := i > 0 && lines[i-1].changed()
	behind := i+1 < len(lines) && lines[i+1].changed()
	if len(lines[i]) == 0 {
		return before && behind
	}
	return before || behind
}

type diffLine []plan.Segment

func (l diffLine) changed() bool {
	for _, s := range l {
		if s.Op != 0 {
			return true
		}
	}
	return false
}

func (m marks) diffLine(line diffLine) string {
	if !line.changed() {
		var text strings.Builder
		for _, s := range line {
			text.WriteString(s.Text)
		}
		return m.ink.faint(m.plain(truncate(text.String(), keptWidth)))
	}
	var out strings.Builder
	for i, s := range line {
		switch {
		case s.Op < 0:
			out.WriteString(m.removed(s.Text))
		case s.Op > 0:
			out.WriteString(m.added(s.Text))
		default:
			out.WriteString(m.plain(around(s.Text, i > 0, i < len(line)-1)))
		}
	}
	return out.String()
}

// around shortens unchanged text to what stands next to a change before or
// behind it.
func around(text string, before, behind bool) string {
	if uniseg.StringWidth(text) <= keptWidth {
		return text
	}
	list := glyphs(text)
	half := keptWidth / 2
	head, tail := 0, len(list)
	if before {
		for head < len(list) && list[head].offset < half {
			head++
		}
	}
	if behind {
		for tail > head && end(list)-list[tail-1].offset < half {
			tail--
		}
	}
	beginning, ending := join(list[:head]), join(list[tail:])
	if i := strings.LastIndexByte(beginning, ' '); i > 0 {
		beginning = beginning[:i]
	}
	if i := strings.IndexByte(ending, ' '); i >= 0 && i < len(ending)-1 {
		ending = ending[i+1:]
	}
	switch {
	case !before:
		return "… " + ending
	case !behind:
		return beginning + " …"
	}
	return beginning + " … " + ending
}

// joinChanges makes changes that only blanks keep apart into one: two phrases
// read better than a patchwork of words. Removed text comes before added.
func joinChanges(segments []plan.Segment) []plan.Segment {
	var out []plan.Segment
	var removed, added strings.Builder
	flush := func() {
		before, after, blanks := cutBlanks(removed.String(), added.String())
		for _, s := range []plan.Segment{{Op: -1, Text: before}, {Op: +1, Text: after}, {Text: blanks}} {
			if s.Text != "" {
				out = append(out, s)
			}
		}
		removed.Reset()
		added.Reset()
	}
	for i, s := range segments {
		switch {
		case s.Op < 0:
			removed.WriteString(s.Text)
		case s.Op > 0:
			added.WriteString(s.Text)
		case removed.Len() > 0 && added.Len() > 0 && i+1 < len(segments) && isBlank(s.Text):
			removed.WriteString(s.Text)
			added.WriteString(s.Text)
		default:
			flush()
			out = append(out, s)
		}
	}
	flush()
	return out
}

// cutBlanks takes the blanks that both texts end with off them.
func cutBlanks(before, after string) (string, string, string) {
	blanks := before[len(strings.TrimRight(before, " \t")):]
	rest, ok := strings.CutSuffix(after, blanks)
	if !ok || blanks == "" {
		return before, after, ""
	}
	return strings.TrimSuffix(before, blanks), rest, blanks
}

func isBlank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsSpace(r) || r == '\n' })
}

// splitLines breaks segments at line ends. Where nothing but the line end was
// added or removed, a sign stands for it.
func splitLines(segments []plan.Segment) []diffLine {
	lines := []diffLine{nil}
	for _, s := range segments {
		for i, part := range strings.Split(s.Text, "\n") {
			if i > 0 {
				lines = append(lines, nil)
			}
			if part == "" && i == 0 && s.Op != 0 {
				part = "↵"
			}
			if part != "" {
				last := &lines[len(lines)-1]
				*last = append(*last, plan.Segment{Op: s.Op, Text: part})
			}
		}
	}
	return lines
}
