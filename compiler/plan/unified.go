package plan

import (
	"fmt"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"
)

// Unified compares two files line by line in the unified format that `diff -u`
// and git use, with three lines of context; it is empty when they are the same.
//
// The library's own writer counts the lines of a hunk with several edits wrong,
// so that patch refuses what comes after it.
func Unified(oldName, newName, before, after string) string {
	a, b := splitLines(before), splitLines(after)
	var out strings.Builder
	for edits := lcs.DiffLines(a, b); len(edits) > 0; {
		n := 1
		for n < len(edits) && edits[n].Start-edits[n-1].End <= 2*context {
			n++
		}
		if out.Len() == 0 {
			fmt.Fprintf(&out, "--- %s\n+++ %s\n", oldName, newName)
		}
		hunk(&out, a, b, edits[:n])
		edits = edits[n:]
	}
	return out.String()
}

// context is how many unchanged lines surround a change.
const context = 3

// hunk writes some edits that are close to each other.
func hunk(out *strings.Builder, a, b []string, edits []lcs.Diff) {
	first, last := edits[0], edits[len(edits)-1]
	start, end := max(first.Start-context, 0), min(last.End+context, len(a))
	newStart, newEnd := first.ReplStart-(first.Start-start), last.ReplEnd+(end-last.End)
	fmt.Fprintf(out, "@@ -%s +%s @@\n", extent(start, end), extent(newStart, newEnd))
	at := start
	for _, edit := range edits {
		lines(out, ' ', a[at:edit.Start])
		lines(out, '-', a[edit.Start:edit.End])
		lines(out, '+', b[edit.ReplStart:edit.ReplEnd])
		at = edit.End
	}
	lines(out, ' ', a[at:end])
}

// extent writes a range of lines as first,count. A range without lines names
// the line before it.
func extent(start, end int) string {
	switch end - start {
	case 0:
		return fmt.Sprintf("%d,0", start)
	case 1:
		return fmt.Sprint(start + 1)
	}
	return fmt.Sprintf("%d,%d", start+1, end-start)
}

func lines(out *strings.Builder, mark byte, list []string) {
	for _, line := range list {
		out.WriteByte(mark)
		out.WriteString(line)
		if !strings.HasSuffix(line, "\n") {
			out.WriteString("\n\\ No newline at end of file\n")
		}
	}
}

// splitLines splits a text behind its line breaks.
func splitLines(text string) []string {
	list := strings.SplitAfter(text, "\n")
	if list[len(list)-1] == "" {
		list = list[:len(list)-1]
	}
	return list
}
