package syntax

import (
	"bytes"
	"regexp"
	"sort"
	"strings"
	"time"

	"github.com/igny8/catalogc/compiler/diag"
)

// Waiver is one catalogc:ignore comment: findings with one of its codes are not
// reported between its lines, up to and including its last day.
//
// Behind a value it covers that field, or that item of a list, to its end; on a
// line of its own it covers the field or item below it; above a document's first
// field it covers the whole document.
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

// waiverMark is in every waiver, and in next to no file without one.
const waiverMark = "catalogc:"

// waiverComment also matches what was probably meant to be a waiver.
var waiverComment = regexp.MustCompile(`(?m)(?:^|[ \t\r])(#[ \t]*catalogc:[ \t]*ign[a-z]*\b[^\r\n]*)`)

// waivers collects the catalogc:ignore comments of the file. The same words
// inside a value are text and no comment. What stands in a document that could
// not be read is passed over: nobody can tell what it covers.
func (p *parser) waivers() {
	matches := waiverComment.FindAllSubmatchIndex(p.text.data, -1)
	covers := map[*Document]*coverage{}
	for _, match := range matches {
		start, end := match[2], match[3]
		end = start + len(bytes.TrimRight(p.text.data[start:end], " \t"))
		document := p.documentAt(start)
		if document == nil {
			continue
		}
		cover := covers[document]
		if cover == nil {
			cover = newCoverage(document)
			covers[document] = cover
		}
		if cover.isText(start) {
			continue
		}
		w, bad := parseWaiver(string(p.text.data[start:end]))
		if bad != nil {
			p.report(BadWaiver, start+bad.from, start+bad.to, bad.help, "%s", bad.message)
			continue
		}
		w.Path, w.Span = p.file.Path, p.text.span(start, end)
		w.FirstLine, w.LastLine = cover.lines(start)
		p.file.Waivers = append(p.file.Waivers, *w)
	}
}

// documentAt returns the document that a comment at an offset belongs to: the
// one around it, or the next one when only comments stand before a marker. It is
// nil when that document could not be read.
func (p *parser) documentAt(offset int) *Document {
	documents := p.file.Documents
	i := sort.Search(len(documents), func(i int) bool {
		return offset < documents[i].base+len(documents[i].text)
	})
	if i == len(documents) {
		i-- // behind the last one
	}
	if i < 0 || documents[i].Root == nil {
		return nil
	}
	return documents[i]
}

// badWaiver says what is wrong with bytes from to to of a waiver comment.
type badWaiver struct {
	from, to      int
	message, help string
}

const waiverForm = `write # catalogc:ignore CODE until=YYYY-MM-DD reason="why"; until may be left out`

var (
	waiverStart = regexp.MustCompile(`^#[ \t]*catalogc:ignore(?:[ \t]+|$)`)
	waiverWord  = regexp.MustCompile(`^(?:[a-z]+=(?:"[^"]*"|[^\s"]+)|[^\s,]+)`)
	waiverCode  = regexp.MustCompile(`^[A-Z]{3}[0-9]{3}$`)
)

// parseWaiver reads a waiver comment.
func parseWaiver(comment string) (*Waiver, *badWaiver) {
	at := len(waiverStart.FindString(comment))
	if at == 0 {
		return nil, &badWaiver{0, len(comment), "this looks like a waiver but is none", waiverForm}
	}
	w := &Waiver{}
	for at < len(comment) {
		word := waiverWord.FindString(comment[at:])
		if word != "" {
			if message, help := w.add(word); message != "" {
				return nil, &badWaiver{at, at + len(word), message, help}
			}
		}
		at += max(len(word), 1) // a blank or a comma between words
	}
	switch {
	case len(w.Codes) == 0:
		return nil, &badWaiver{0, len(comment), "the waiver names no code", waiverForm}
	case w.Reason == "":
		return nil, &badWaiver{0, len(comment), "the waiver gives no reason", `add reason="why" for the next reader`}
	}
	return w, nil
}

// add takes one word of a waiver comment: a code, until=… or reason=….
func (w *Waiver) add(word string) (message, help string) {
	name, value, isField := strings.Cut(word, "=")
	quotes := strings.Count(value, `"`)
	value = strings.Trim(value, `"`)
	switch {
	case isField && quotes%2 == 1:
		return "the quote in " + diag.Quote(word) + " is not closed", `write ` + name + `="…"`
	case !isField && waiverCode.MatchString(word):
		w.Codes = append(w.Codes, word)
	case !isField && waiverCode.MatchString(strings.ToUpper(word)):
		return "a code is written in capitals, not " + word, "write " + strings.ToUpper(word)
	case !isField && w.Reason != "":
		return "the waiver goes on behind its reason", `put the whole reason in double quotes: reason="why"`
	case !isField:
		return diag.Quote(word) + " is no code", "a code is three letters and three digits, such as PRM001"
	case name == "reason":
		w.Reason = strings.TrimSpace(value)
	case name == "until":
		day, err := time.Parse(time.DateOnly, value)
		if err != nil {
			return "until must be a date, not " + diag.Quote(value), "write it as until=YYYY-MM-DD"
		}
		w.Until = day
	default:
		return "a waiver has no field " + diag.Quote(name), "it has until=YYYY-MM-DD and reason=\"why\""
	}
	return "", ""
}
