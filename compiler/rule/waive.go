package rule

import (
	"cmp"
	"fmt"
	"slices"
	"sort"
	"time"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/compiler/syntax"
)

// Waive removes the findings that a catalogc:ignore comment waives and adds one
// for each waiver that is expired or waives nothing. Only findings of rules can
// be waived: a document that breaks its schema cannot be published whatever the
// reason.
func Waive(list diag.List, files []*syntax.File, rules []*Rule, today time.Time) diag.List {
	w := waiving{today: today, byCode: map[target][]*waiver{}, sound: map[string]bool{}}
	for _, r := range rules {
		w.codes = append(w.codes, r.Code)
	}
	for _, file := range files {
		w.sound[file.Path] = true
		for i := range file.Waivers {
			w.take(&file.Waivers[i])
		}
	}
	if len(w.all) == 0 {
		return list
	}
	for _, same := range w.byCode {
		order(same)
	}
	kept := make(diag.List, 0, len(list))
	for _, d := range list {
		waivable := slices.Contains(w.codes, d.Code)
		if waivable && w.waived(d) {
			continue
		}
		if !waivable && d.Severity == diag.Error {
			w.sound[d.Path] = false
		}
		kept = append(kept, d)
	}
	for _, one := range w.all {
		if d := w.judge(one); d.Code != "" {
			kept = append(kept, d)
		}
	}
	return kept.Sort()
}

// waiving is one run over all findings.
type waiving struct {
	today  time.Time
	codes  []string // that may be waived
	all    []*waiver
	byCode map[target][]*waiver // of each, in the order of their first lines
	// sound tells of each file that its documents obey their schemas, so that
	// the rules have looked at all of it.
	sound map[string]bool
}

// target is what a waiver is looked up by.
type target struct{ path, code string }

// waiver is one code of a catalogc:ignore comment.
type waiver struct {
	*syntax.Waiver
	code string
	used bool
	// reach is the last line that this waiver or one before it covers: how far
	// back a search must go.
	reach int
}

func (w *waiving) take(comment *syntax.Waiver) {
	for _, code := range comment.Codes {
		one := &waiver{Waiver: comment, code: code}
		at := target{comment.Path, code}
		w.byCode[at] = append(w.byCode[at], one)
		w.all = append(w.all, one)
	}
}

// order sorts waivers of one code by their first lines and sets their reach.
func order(same []*waiver) {
	slices.SortStableFunc(same, func(a, b *waiver) int { return cmp.Compare(a.FirstLine, b.FirstLine) })
	reach := 0
	for _, one := range same {
		reach = max(reach, one.LastLine)
		one.reach = reach
	}
}

// waived reports whether a waiver that has not expired covers a finding. The
// nearest one counts as used.
func (w *waiving) waived(d diag.Diagnostic) bool {
	same := w.byCode[target{d.Path, d.Code}]
	line := d.Span.Start.Line
	below := sort.Search(len(same), func(i int) bool { return same[i].FirstLine > line })
	for i := below - 1; i >= 0 && same[i].reach >= line; i-- {
		one := same[i]
		if line > one.LastLine {
			continue
		}
		one.used = true
		if !one.Expired(w.today) {
			return true
		}
	}
	return false
}

// judge returns the finding about a waiver itself, if there is one.
func (w *waiving) judge(one *waiver) diag.Diagnostic {
	var d diag.Diagnostic
	switch {
	case !slices.Contains(w.codes, one.code):
		d = w.notWaivable(one.code)
	case one.Expired(w.today):
		d = syntax.ExpiredWaiver.New(fmt.Sprintf("the waiver of %s ended on %s (reason given: %s)",
			one.code, one.Until.Format(time.DateOnly), one.Reason))
		d.Help = "mend what it waived and remove the comment, or agree on a later date"
	case !one.used && w.sound[one.Path]:
		d = syntax.UnusedWaiver.New(fmt.Sprintf("the waiver of %s waives nothing here", one.code))
		d.Help = "remove " + one.code + " from the comment, or the comment; it covers the field it stands behind or above"
	default:
		return d
	}
	d.Path, d.Span = one.Path, one.Span
	return d
}

func (w *waiving) notWaivable(code string) diag.Diagnostic {
	stages := slices.Concat(source.Definitions(), syntax.Definitions(), schema.Definitions(), catalog.Definitions())
	if slices.ContainsFunc(stages, func(d *diag.Definition) bool { return d.Code == code }) {
		d := syntax.BadWaiver.New(code + " cannot be waived: only findings of rules can")
		d.Help = "mend the finding and remove " + code + " from the comment"
		return d
	}
	message := "there is no code " + code
	if nearest := diag.Nearest(code, w.codes); nearest != "" {
		message += fmt.Sprintf("; did you mean %s?", nearest)
	}
	d := syntax.BadWaiver.New(message)
	d.Help = "`catalogc rules` lists the codes"
	return d
}
