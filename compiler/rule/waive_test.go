package rule

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/syntax"
)

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// TestWaive runs two rules, TST001 and TST002, that each find something on the
// lines given, over a file with waivers.
func TestWaive(t *testing.T) {
	first := &Rule{Definition: diag.Definition{Code: "TST001", Name: "first", Severity: diag.Error}}
	second := &Rule{Definition: diag.Definition{Code: "TST002", Name: "second", Severity: diag.Warning}}
	rules := []*Rule{first, second}
	for _, test := range []struct {
		name string
		text string
		// found are the lines of findings of TST001, TST002 and of the schema.
		first, second, broken []int
		want                  []string
	}{
		{
			name: "waived", text: "a: 1 # catalogc:ignore TST001 reason=x\nb: 2\n",
			first: []int{1, 2}, want: []string{"a.yaml:2:1: error: found [TST001 first]"},
		},
		{
			name: "several codes", text: "a: 1 # catalogc:ignore TST001,TST002 reason=x\n",
			first: []int{1}, second: []int{1},
		},
		{
			name: "one of several codes unused", text: "a: 1 # catalogc:ignore TST001 TST002 reason=x\n",
			first: []int{1}, want: []string{"a.yaml:1:6: warning: the waiver of TST002 waives nothing here [WVR003 unused-waiver]"},
		},
		{
			name: "another code", text: "a: 1 # catalogc:ignore TST002 reason=x\n", first: []int{1},
			want: []string{
				"a.yaml:1:1: error: found [TST001 first]",
				"a.yaml:1:6: warning: the waiver of TST002 waives nothing here [WVR003 unused-waiver]",
			},
		},
		{
			name: "last day", text: "a: 1 # catalogc:ignore TST001 until=2026-11-23 reason=x\n", first: []int{1},
		},
		{
			name: "expired", text: "a: 1 # catalogc:ignore TST001 until=2026-11-22 reason=later\n", first: []int{1},
			want: []string{
				"a.yaml:1:1: error: found [TST001 first]",
				"a.yaml:1:6: error: the waiver of TST001 ended on 2026-11-22 (reason given: later) [WVR002 expired-waiver]",
			},
		},
		{
			name: "expired and unused", text: "a: 1 # catalogc:ignore TST001 until=2026-11-22 reason=later\n",
			want: []string{"a.yaml:1:6: error: the waiver of TST001 ended on 2026-11-22 (reason given: later) [WVR002 expired-waiver]"},
		},
		{
			name: "within another one", text: "# catalogc:ignore TST001 reason=x\na: 1 # catalogc:ignore TST001 reason=y\nb: 2\n",
			first: []int{2, 3},
		},
		{
			name: "expired within a valid one", text: "# catalogc:ignore TST001 reason=x\na: 1 # catalogc:ignore TST001 until=2026-01-01 reason=y\n",
			first: []int{2},
			want:  []string{"a.yaml:2:6: error: the waiver of TST001 ended on 2026-01-01 (reason given: y) [WVR002 expired-waiver]"},
		},
		{
			name: "a finding of the schema", text: "a: 1 # catalogc:ignore SCH002 reason=x\n", broken: []int{1},
			want: []string{
				"a.yaml:1:1: error: broken [SCH002 unknown-field]",
				"a.yaml:1:6: error: SCH002 cannot be waived: only findings of rules can [WVR001 bad-waiver]",
			},
		},
		{
			name: "no such code", text: "a: 1 # catalogc:ignore TST003 reason=x\n",
			want: []string{`a.yaml:1:6: error: there is no code TST003; did you mean TST001? [WVR001 bad-waiver]`},
		},
		{
			name: "unused where the document is broken", text: "a: 1 # catalogc:ignore TST001 reason=x\nb: 1\n", broken: []int{2},
			want: []string{"a.yaml:2:1: error: broken [SCH002 unknown-field]"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var list diag.List
			add := func(definition *diag.Definition, message string, lines []int) {
				for _, line := range lines {
					d := definition.New(message)
					d.Path, d.Span.Start = "a.yaml", diag.Position{Line: line, Column: 1}
					list = append(list, d)
				}
			}
			add(&first.Definition, "found", test.first)
			add(&second.Definition, "found", test.second)
			add(schema.UnknownField, "broken", test.broken)
			var got []string
			for _, d := range Waive(list.Sort(), []*syntax.File{syntax.Parse("a.yaml", []byte(test.text))}, rules, today) {
				got = append(got, d.String())
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("findings differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWaiveManyTakesLittleTime(t *testing.T) {
	r := &Rule{Definition: diag.Definition{Code: "TST001", Name: "first", Severity: diag.Error}}
	const lines = 60_000
	file := syntax.Parse("a.yaml", []byte("a:\n"+strings.Repeat("- 1 # catalogc:ignore TST001 reason=x\n", lines)))
	var list diag.List
	for line := range lines {
		d := r.New("found")
		d.Path, d.Span.Start = "a.yaml", diag.Position{Line: line + 2, Column: 3}
		list = append(list, d)
	}
	begin := time.Now()
	if got := Waive(list, []*syntax.File{file}, []*Rule{r}, today); len(got) > 0 {
		t.Errorf("got %d findings, want none; the first is %v", len(got), got[0])
	}
	if took := time.Since(begin); took > 30*time.Second {
		t.Errorf("it took %v", took)
	}
}
