package syntax

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestWaiverPlaces puts a waiver, written as W, in every place and wants the
// lines that it covers.
func TestWaiverPlaces(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
	}{
		{"behind a value", "kind: Prompt\nname: ideas # W\ntype: ideas\n", "2-2"},
		{"behind a block's header", "kind: Prompt\ntemplate: | # W\n  one\n  two\ntype: ideas\n", "2-4"},
		{"behind a folded block's header", "template: >- # W\n  one\n\n  two\n\ntype: ideas\n", "1-4"},
		{"behind the key of a mapping", "kind: Settings\nparameters: # W\n  n: 1\n  seed: 2\nname: global\n", "2-4"},
		{"behind the key of a list", "requires: # W\n- a\n- b\nname: x\n", "1-3"},
		{"behind an item", "requires:\n  - a # W\n  - b\n", "2-2"},
		{"behind the first field of an item", "variables:\n  - name: a # W\n    type: string\n  - name: b\n", "2-3"},
		{"behind a later field of an item", "variables:\n  - name: a\n    type: string # W\n  - name: b\n", "3-3"},
		{"behind a quoted text of several lines", "title: \"one\n  two\" # W\nname: a\n", "1-2"},
		{"behind a plain text of several lines", "title: one\n  two # W\nname: a\n", "1-2"},
		{"behind a closing bracket", "requires: [\n  a,\n  b\n] # W\nname: a\n", "1-4"},
		{"behind an item in brackets", "requires: [\n  a, # W\n  b\n]\n", "2-2"},
		{"above a field", "kind: Prompt\n# W\nname: ideas\ntype: ideas\n", "3-3"},
		{"above a field with blanks between", "kind: Prompt\n# W\n\n# more\n\nname: ideas\n", "6-6"},
		{"above a mapping", "kind: Settings\n# W\nparameters:\n  n: 1\n  seed: 2\nname: global\n", "3-5"},
		{"above a nested field", "parameters:\n  n: 1\n  # W\n  seed: 2\nname: global\n", "4-4"},
		{"above the first nested field", "parameters:\n  # W\n  n: 1\n  seed: 2\n", "3-3"},
		{"above an item", "requires:\n  # W\n  - a\n  - b\n", "3-3"},
		{"above an item of fields", "variables:\n  # W\n  - name: a\n    type: string\n  - name: b\n", "3-4"},
		{"above a block", "kind: Prompt\n# W\ntemplate: |\n  one\n  two\nname: x\n", "3-5"},
		{"above the document", "# W\nkind: Prompt\nname: ideas\n", "1-4"},
		{"above the document below its marker", "---\n# W\nkind: Prompt\nname: ideas\n---\nkind: Module\n", "2-5"},
		{"above the marker", "# W\n---\nkind: Prompt\nname: ideas\n---\nkind: Module\n", "1-5"},
		{"behind the marker", "kind: Module\n--- # W\nkind: Prompt\nname: ideas\n", "2-5"},
		{"below everything", "kind: Prompt\nname: ideas\n# W\n", "3-3"},
		{"below the end of the document", "kind: Prompt\n...\n# W\n", "3-3"},
		{"without a blank", "kind: Prompt\nname: ideas #W\n", "2-2"},
		{"behind a tab", "kind: Prompt\nname: ideas\t# W\n", "2-2"},
		{"in lines that end in CR LF", "kind: Prompt\r\n# W\r\nname: ideas\r\n", "3-3"},
		{"in lines that end in CR", "kind: Prompt\r# W\rname: ideas\r", "3-3"},
		{"inside a block", "template: |\n  one # W\n  # W\n  two\n", ""},
		{"inside a folded block", "template: >\n  one\n  # W\n", ""},
		{"at the margin of a block", "template: |\n  one\n# W\n  two: x\n", ""},
		{"inside a quoted text", "title: \"# W\"\n", ""},
		{"inside a quoted text of several lines", "title: 'a\n  # W\n  b'\n", ""},
		{"inside a plain text", "title: a# W\n", ""},
		{"inside a key", "\"a # W\": b\n", ""},
		{"inside a document that cannot be read", "name: ideas # W\n@\n", ""},
		{"in a file without a document", "# W\n", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := strings.ReplaceAll(test.text, "W", `catalogc:ignore PRM001 reason="why"`)
			file := Parse("a.yaml", []byte(text))
			var got []string
			for _, w := range file.Waivers {
				got = append(got, fmt.Sprintf("%d-%d", w.FirstLine, w.LastLine))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("covered lines differ (-want +got):\n%s%v", diff, file.Diagnostics)
			}
		})
	}
}

func TestParseWaiver(t *testing.T) {
	for _, test := range []struct {
		comment, want string
	}{
		{`# catalogc:ignore PRM001 reason="a b"`, "[PRM001] 0001-01-01 a b"},
		{`#catalogc:ignore PRM001 reason=short`, "[PRM001] 0001-01-01 short"},
		{`# catalogc:ignore PRM001, PRM002 MOD003 reason="x" until=2027-01-31`, "[PRM001 PRM002 MOD003] 2027-01-31 x"},
		{`# catalogc:ignore PRM001 until="2027-01-31" reason="it's 50 %, #1"`, "[PRM001] 2027-01-31 it's 50 %, #1"},
		{`# catalogc:ignore PRM001`, "2-26 the waiver gives no reason"},
		{`# catalogc:ignore PRM001 reason=""`, "2-36 the waiver gives no reason"},
		{`# catalogc:ignore PRM001 reason="  "`, "2-38 the waiver gives no reason"},
		{`# catalogc:ignore reason="x"`, "2-30 the waiver names no code"},
		{`# catalogc:ignore`, "2-19 the waiver names no code"},
		{`# catalogc:ignore prm001 reason="x"`, "20-26 a code is written in capitals, not prm001"},
		{`# catalogc:ignore everything reason="x"`, `20-30 "everything" is no code`},
		{`# catalogc:ignore PRM001 reason=needed soon`, "41-45 the waiver goes on behind its reason"},
		{`# catalogc:ignore PRM001 reason="x`, `27-36 the quote in "reason=\"x" is not closed`},
		{`# catalogc:ignore PRM001 until=soon reason="x"`, `27-37 until must be a date, not "soon"`},
		{`# catalogc:ignore PRM001 until=2027-02-30 reason="x"`, `27-43 until must be a date, not "2027-02-30"`},
		{`# catalogc:ignore PRM001 expires=2027-02-01 reason="x"`, `27-45 a waiver has no field "expires"`},
		{`# catalogc: ignore PRM001 reason="x"`, "2-38 this looks like a waiver but is none"},
		{`# catalogc:ignored PRM001 reason="x"`, "2-38 this looks like a waiver but is none"},
	} {
		t.Run(test.comment, func(t *testing.T) {
			file := Parse("a.yaml", []byte("a: "+test.comment+"\n"))
			got := ""
			for _, w := range file.Waivers {
				got = fmt.Sprintf("%v %s %s", w.Codes, w.Until.Format(time.DateOnly), w.Reason)
			}
			for _, d := range file.Diagnostics {
				got = fmt.Sprintf("%d-%d %s", d.Span.Start.Column-2, d.Span.End.Column-2, d.Message)
				if d.Code != BadWaiver.Code || d.Help == "" {
					t.Errorf("got %s with the help %q", d.Code, d.Help)
				}
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestWaiverExpires(t *testing.T) {
	day := func(text string) time.Time {
		d, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	w := &Waiver{Until: day("2027-01-31")}
	for today, want := range map[string]bool{"2027-01-30": false, "2027-01-31": false, "2027-02-01": true} {
		if got := w.Expired(day(today)); got != want {
			t.Errorf("on %s the waiver counts as expired: %v, want %v", today, got, want)
		}
	}
	if (&Waiver{}).Expired(day("2999-01-01")) {
		t.Error("a waiver without an end expired")
	}
}
