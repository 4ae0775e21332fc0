package rule

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/syntax"
)

// Waive removes the findings that a catalogc:ignore comment waives and adds one
// for each waiver that is expired or waives nothing. Only findings of rules can
// be waived: a document that breaks its schema cannot be published whatever the
// reason.
func Waive(list diag.List, files []*syntax.File, rules []*Rule, today time.Time) diag.List {
	waivable := map[string]bool{}
	for _, r := range rules {
		waivable[r.Code] = true
	}
	byPath := map[string][]*waiver{}
	for _, file := range files {
		for i := range file.Waivers {
			byPath[file.Path] = append(byPath[file.Path], &waiver{Waiver: &file.Waivers[i], used: map[string]bool{}})
		}
	}
	if len(byPath) == 0 {
		return list
	}
	kept := make(diag.List, 0, len(list))
	for _, d := range list {
		if !waivable[d.Code] || !waived(byPath[d.Path], d, today) {
			kept = append(kept, d)
		}
	}
	for _, file := range files {
		for _, w := range byPath[file.Path] {
			kept = append(kept, w.findings(waivable, today)...)
		}
	}
	return kept.Sort()
}

type waiver struct {
	*syntax.Waiver
	used map[string]bool
}

func waived(waivers []*waiver, d diag.Diagnostic, today time.Time) bool {
	for _, w := range waivers {
		if line := d.Span.Start.Line; line < w.FirstLine || line > w.LastLine || !slices.Contains(w.Codes, d.Code) {
			continue
		}
		w.used[d.Code] = true
		if !w.Expired(today) {
			return true
		}
	}
	return false
}

func (w *waiver) findings(waivable map[string]bool, today time.Time) diag.List {
	var list diag.List
	add := func(definition *diag.Definition, help, format string, args ...any) {
		d := definition.New(fmt.Sprintf(format, args...))
		d.Path, d.Span, d.Help = w.Path, w.Span, help
		list = append(list, d)
	}
	codes := strings.Join(w.Codes, ", ")
	if w.Expired(today) {
		add(syntax.ExpiredWaiver, "mend what it waived and remove the comment, or agree on a later date",
			"the waiver of %s ended on %s (reason given: %s)", codes, w.Until.Format(time.DateOnly), w.Reason)
		return list
	}
	for _, code := range w.Codes {
		switch {
		case !waivable[code]:
			add(syntax.BadWaiver, "remove the comment and mend the finding", "%s cannot be waived", code)
		case !w.used[code]:
			add(syntax.UnusedWaiver, "remove the comment", "the waiver of %s waives nothing here", code)
		}
	}
	return list
}
