package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
)

// The JUnit XML that test reports of CI servers read.
type (
	junitReport struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Failures int          `xml:"failures,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name      string        `xml:"name,attr"`
		Class     string        `xml:"classname,attr"`
		File      string        `xml:"file,attr,omitempty"`
		Line      int           `xml:"line,attr,omitempty"`
		Failure   *junitFailure `xml:"failure"`
		SystemOut string        `xml:"system-out,omitempty"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// diagnosticsJUnit writes a suite a file and a test case a finding. Only errors
// fail: a warning is a passing case with output. A clean run is one passing
// case, because servers take a report without cases for a broken one.
func diagnosticsJUnit(w io.Writer, findings Findings, style Style) error {
	report := junitReport{Name: "catalogc"}
	for i := range findings.List {
		d := &findings.List[i]
		name := visible(style.path(d.Path))
		if last := len(report.Suites) - 1; last < 0 || report.Suites[last].Name != name {
			report.Suites = append(report.Suites, junitSuite{Name: name})
		}
		suite := &report.Suites[len(report.Suites)-1]
		suite.Cases = append(suite.Cases, junitCaseOf(d, name))
		suite.Tests++
		report.Tests++
		if d.Severity == diag.Error {
			suite.Failures++
			report.Failures++
		}
	}
	if len(report.Suites) == 0 {
		report.Tests = 1
		report.Suites = []junitSuite{{Name: "catalogc", Tests: 1, Cases: []junitCase{
			{Name: count(findings.Documents, "document"), Class: "catalogc"},
		}}}
	}
	data, err := xml.MarshalIndent(report, "", "  ")
	if err != nil {
		return fmt.Errorf("encode report: %w", err)
	}
	return write(w, xml.Header+string(data)+"\n")
}

func junitCaseOf(d *diag.Diagnostic, path string) junitCase {
	c := junitCase{Name: visible(d.Code + " " + d.Rule), Class: path, File: path, Line: d.Span.Start.Line}
	place := path
	if d.Span.IsValid() {
		c.Name += " " + d.Span.Start.String()
		place += ":" + d.Span.Start.String()
	}
	var text strings.Builder
	fmt.Fprintf(&text, "%s: %s: %s", place, d.Severity, visible(d.Message))
	if d.Help != "" {
		fmt.Fprintf(&text, "\nhelp: %s", visible(d.Help))
	}
	if d.Severity == diag.Error {
		c.Failure = &junitFailure{Message: visible(d.Message), Type: d.Code, Text: text.String()}
	} else {
		c.SystemOut = text.String()
	}
	return c
}
