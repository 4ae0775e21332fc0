package report

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/igny8/catalogc/compiler/diag"
)

// TestSARIFFollowsItsSchema checks against the schema that OASIS publishes.
func TestSARIFFollowsItsSchema(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(goldens, "sarif-schema-2.1.0.json"))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.CompileString("sarif-schema-2.1.0.json", string(text))
	if err != nil {
		t.Fatal(err)
	}
	for name, findings := range map[string]Findings{"findings": exampleFindings(), "clean": {Documents: 1}} {
		var log any
		got := render(t, func(w io.Writer) error { return Diagnostics(w, SARIF, findings, Style{Root: "catalog"}) })
		if err := json.Unmarshal([]byte(got), &log); err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(log); err != nil {
			t.Errorf("%s: %#v", name, err)
		}
	}
}

func TestSARIFResultsPointAtTheirRules(t *testing.T) {
	t.Parallel()
	var log sarifLog
	got := render(t, func(w io.Writer) error { return Diagnostics(w, SARIF, exampleFindings(), Style{}) })
	if err := json.Unmarshal([]byte(got), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	for _, result := range run.Results {
		if rule := run.Tool.Driver.Rules[result.RuleIndex]; rule.ID != result.RuleID {
			t.Errorf("result of %s points at rule %s", result.RuleID, rule.ID)
		}
	}
	for path, want := range map[string]string{
		"a b%.yaml": "a%20b%25.yaml", "a:b.yaml": "./a:b.yaml", "é#?.yaml": "%C3%A9%23%3F.yaml",
	} {
		if got := uri(path); got != want {
			t.Errorf("uri(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestJUnitIsXML(t *testing.T) {
	t.Parallel()
	hostile := "]]>&<\"\x00\x1b\ufffe\n"
	findings := Findings{Documents: 2, List: diag.List{
		{Code: "A", Rule: hostile, Severity: diag.Error, Path: hostile, Message: hostile, Help: hostile},
		{Code: "B", Rule: "b", Severity: diag.Warning, Path: "b", Message: hostile},
	}}
	for name, test := range map[string]struct {
		findings        Findings
		tests, failures int
	}{"hostile": {findings, 2, 1}, "clean": {Findings{Documents: 2}, 1, 0}} {
		var report junitReport
		got := render(t, func(w io.Writer) error { return Diagnostics(w, JUnit, test.findings, Style{}) })
		if err := xml.Unmarshal([]byte(got), &report); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, got)
		}
		if report.Tests != test.tests || report.Failures != test.failures {
			t.Errorf("%s: %d tests and %d failures, want %d and %d", name, report.Tests, report.Failures, test.tests, test.failures)
		}
		cases := 0
		for _, suite := range report.Suites {
			cases += len(suite.Cases)
		}
		if cases != test.tests {
			t.Errorf("%s: %d cases, want %d", name, cases, test.tests)
		}
	}
}

func TestGitHubEscaping(t *testing.T) {
	t.Parallel()
	if got, want := githubData("50%\r\na:b,c"), "50%25%0D%0Aa:b,c"; got != want {
		t.Errorf("data: got %q, want %q", got, want)
	}
	if got, want := githubProperty("50%,a:b"), "50%25%2Ca%3Ab"; got != want {
		t.Errorf("property: got %q, want %q", got, want)
	}
}

func TestFingerprintsStayWhenLinesMove(t *testing.T) {
	t.Parallel()
	at := func(line int) Findings {
		return Findings{
			Source: func(_ string, n int) string { return map[int]string{line: "  {a} {b}"}[n] },
			List: diag.List{
				{Code: "PRM001", Path: "p.yaml", Pointer: "/template", Span: span(line, 3, 6), Message: "a"},
				{Code: "PRM001", Path: "p.yaml", Pointer: "/template", Span: span(line, 7, 10), Message: "b"},
			},
		}
	}
	before, after := at(3), at(30)
	a, b := before.fingerprints(), after.fingerprints()
	if a[0] != b[0] || a[1] != b[1] {
		t.Errorf("the fingerprints changed: %v, %v", a, b)
	}
	if a[0] == a[1] {
		t.Errorf("two findings have one fingerprint %s", a[0])
	}
}

func TestEscapeMarkdown(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a|b `c` <d> *e* _f_": "a\\|b \\`c\\` &lt;d&gt; \\*e\\* \\_f\\_",
		"@team #12":           "@&#8203;team #&#8203;12",
		"[a](b)":              `\[a\](b)`,
	} {
		if got := escapeMarkdown(text); got != want {
			t.Errorf("escapeMarkdown(%q) = %q, want %q", text, got, want)
		}
	}
	for text, want := range map[string]string{"a": "`a`", "a`b": "``a`b``", "`": "`` ` ``"} {
		if got := code(text); got != want {
			t.Errorf("code(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestSeveralThousandFindings(t *testing.T) {
	t.Parallel()
	findings := Findings{Documents: 5000, Source: func(string, int) string { return "name: |<&" }}
	for i := range 5000 {
		findings.List = append(findings.List, diag.Diagnostic{
			Code: "SCH001", Rule: "schema", Severity: diag.Error, Path: "a.yaml", Span: span(i+1, 1, 5), Message: "wrong | <name>",
		})
	}
	text := render(t, func(w io.Writer) error { return Diagnostics(w, Text, findings, Style{}) })
	if got := strings.Count(text, "error: wrong"); got != 5000 {
		t.Errorf("text shows %d findings", got)
	}
	if !strings.HasSuffix(text, "\n5,000 documents: 5,000 errors\n") {
		t.Error("text does not end with the summary")
	}
	comment := render(t, func(w io.Writer) error { return Diagnostics(w, Markdown, findings, Style{}) })
	if len(comment) > markdownLimit {
		t.Errorf("the comment has %d bytes", len(comment))
	}
	if !strings.Contains(comment, "more findings; `--format json` lists all.") {
		t.Error("the comment does not say what was left out")
	}
}
