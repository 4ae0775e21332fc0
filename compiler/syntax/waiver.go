package syntax

import (
	"bytes"
	"regexp"
	"strings"
	"time"

	"github.com/igny8/catalogc/compiler/diag"
)

const waiverMark = "catalogc:ignore"

// Waiver is one catalogc:ignore comment: findings with one of its codes are not
// reported between its lines, up to and including its last day.
//
// Behind a value it covers that field to its end; on a line of its own it
// covers the field or item below it; above a document's first field it covers
// the whole document.
type Waiver struct {
	Path   string
	Span   diag.Span // the comment
	Codes  []string
	Until  time.Time // zero: for good
	Reason string
	// FirstLine and LastLine are the lines covered, both inclusive.
	FirstLine, LastLine int
}

// Expired reports whether the waiver's last day is before today.
func (w *Waiver) Expired(today time.Time) bool {
	return !w.Until.IsZero() && today.After(w.Until.AddDate(0, 0, 1).Add(-1))
}

var (
	waiverComment = regexp.MustCompile(`(?m)(?:^|[ \t])(#[ \t]*catalogc:ignore\b[^\r\n]*)`)
	waiverFields  = regexp.MustCompile(`^#[ \t]*catalogc:ignore((?:[ \t,]+[A-Z]{3}[0-9]{3})+)((?:[ \t]+[a-z]+=(?:"[^"]*"|[^\s"]+))*)[ \t]*$`)
	waiverField   = regexp.MustCompile(`([a-z]+)=(?:"([^"]*)"|([^\s"]+))`)
	waiverCode    = regexp.MustCompile(`[A-Z]{3}[0-9]{3}`)
)

// waivers collects the catalogc:ignore comments of the file. The same words
// inside a value are text and no comment.
func (p *parser) waivers() {
	for _, match := range waiverComment.FindAllSubmatchIndex(p.text.data, -1) {
		start, end := match[2], match[3]
		document := p.documentAt(start)
		if document == nil || document.Root != nil && document.inScalar(document.Root, start) {
			continue
		}
		w, help := parseWaiver(string(p.text.data[start:end]))
		if help != "" {
			p.report(BadWaiver, start, end, `write # catalogc:ignore CODE until=YYYY-MM-DD reason="why"`, "%s", help)
			continue
		}
		w.Path, w.Span = p.file.Path, p.text.span(start, end)
		w.FirstLine, w.LastLine = document.covered(start)
		p.file.Waivers = append(p.file.Waivers, *w)
	}
}

func (p *parser) documentAt(offset int) *Document {
	for _, d := range p.file.Documents {
		if offset >= d.base && offset < d.base+len(d.text) {
			return d
		}
	}
	return nil
}

// parseWaiver reads a waiver comment; the text returned says what is wrong with
// it.
func parseWaiver(comment string) (*Waiver, string) {
	match := waiverFields.FindStringSubmatch(strings.TrimRight(comment, " \t"))
	if match == nil {
		return nil, "the waiver cannot be understood"
	}
	w := &Waiver{Codes: waiverCode.FindAllString(match[1], -1)}
	for _, field := range waiverField.FindAllStringSubmatch(match[2], -1) {
		value := field[2] + field[3]
		switch field[1] {
		case "reason":
			w.Reason = strings.TrimSpace(value)
		case "until":
			day, err := time.Parse(time.DateOnly, value)
			if err != nil {
				return nil, "the waiver's until is no date: \"" + value + "\""
			}
			w.Until = day
		default:
			return nil, "a waiver has no field \"" + field[1] + "\""
		}
	}
	if w.Reason == "" {
		return nil, "the waiver gives no reason"
	}
	return w, ""
}

// inScalar reports whether an offset of the file lies in a scalar below n.
func (d *Document) inScalar(n *Node, offset int) bool {
	if n.Kind == Scalar {
		start := d.start(n)
		if n.Style == Literal || n.Style == Folded {
			start = d.lineEnd(start) // a comment may stand behind the header
		}
		return offset >= start && offset < d.end(n)
	}
	for i := range n.children {
		if d.inScalar(&n.children[i], offset) {
			return true
		}
	}
	return false
}

// covered returns the lines a waiver at an offset covers.
func (d *Document) covered(offset int) (first, last int) {
	line := d.file.position(offset).Line
	begin := offset
	for begin > 0 && d.file.data[begin-1] != '\n' {
		begin--
	}
	alone := len(bytes.TrimSpace(d.file.data[begin:offset])) == 0
	if d.Root == nil || len(d.Root.children) == 0 {
		return line, line
	}
	if alone {
		if offset < d.start(&d.Root.children[0]) {
			return line, d.file.position(d.base + len(d.text)).Line
		}
		line = d.nextContentLine(line)
	}
	first, last = line, line
	d.widest(d.Root, line, &last)
	return first, last
}

func (d *Document) nextContentLine(line int) int {
	for next := line + 1; next <= len(d.file.lines); next++ {
		if text := strings.TrimSpace(d.file.line(next)); text != "" && text[0] != '#' {
			return next
		}
	}
	return line
}

// widest sets last to the last line of the values that begin on a line.
func (d *Document) widest(n *Node, line int, last *int) {
	for i := range n.children {
		child := &n.children[i]
		if i%2 == 1 && n.Kind == Mapping {
			if d.Span(&n.children[i-1]).Start.Line == line {
				*last = max(*last, d.Span(child).End.Line)
				continue
			}
		} else if d.Span(child).Start.Line == line {
			*last = max(*last, d.Span(child).End.Line)
		}
		d.widest(child, line, last)
	}
}
