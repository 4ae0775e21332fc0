package report

import (
	"io"
	"net/url"

	"github.com/igny8/catalogc/compiler/diag"
)

// The part of SARIF 2.1.0 that code scanning reads. The types are our own
// because the library for it brings a schema validator and an HTTP client into
// the binary and writes every optional property.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name  string      `json:"name"`
		Rules []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID      string             `json:"id"`
		Name    string             `json:"name"`
		Short   *sarifText         `json:"shortDescription,omitempty"`
		Full    *sarifText         `json:"fullDescription,omitempty"`
		Help    *sarifText         `json:"help,omitempty"`
		Default sarifConfiguration `json:"defaultConfiguration"`
	}
	sarifConfiguration struct {
		Level string `json:"level"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID       string            `json:"ruleId"`
		RuleIndex    int               `json:"ruleIndex"`
		Level        string            `json:"level"`
		Message      sarifText         `json:"message"`
		Locations    []sarifLocation   `json:"locations,omitempty"`
		Related      []sarifLocation   `json:"relatedLocations,omitempty"`
		Fingerprints map[string]string `json:"partialFingerprints"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
		Message  *sarifText     `json:"message,omitempty"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}
	sarifLogical struct {
		FullyQualifiedName string `json:"fullyQualifiedName"`
	}
)

const (
	sarifSchema      = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	sarifFingerprint = "catalogc/v1"
)

func diagnosticsSARIF(w io.Writer, findings Findings, style Style) error {
	run := sarifRun{
		Tool:       sarifTool{Driver: sarifDriver{Name: "catalogc", Rules: []sarifRule{}}},
		ColumnKind: "unicodeCodePoints", Results: make([]sarifResult, len(findings.List)),
	}
	index := map[string]int{}
	add := func(d *diag.Definition) {
		index[d.Code] = len(run.Tool.Driver.Rules)
		run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, sarifRuleOf(d))
	}
	for _, definition := range findings.Definitions {
		add(definition)
	}
	fingerprints := findings.fingerprints()
	for i := range findings.List {
		d := &findings.List[i]
		if _, ok := index[d.Code]; !ok {
			add(findings.definition(d))
		}
		run.Results[i] = sarifResultOf(d, style)
		run.Results[i].RuleIndex = index[d.Code]
		run.Results[i].Fingerprints = map[string]string{sarifFingerprint: fingerprints[i]}
	}
	return writeJSON(w, sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

func sarifRuleOf(d *diag.Definition) sarifRule {
	return sarifRule{
		ID: d.Code, Name: d.Name, Short: sarifTextOf(d.Summary), Full: sarifTextOf(d.Why), Help: sarifTextOf(d.Fix),
		Default: sarifConfiguration{Level: sarifLevel(d.Severity)},
	}
}

func sarifResultOf(d *diag.Diagnostic, style Style) sarifResult {
	text := d.Message
	if d.Help != "" {
		text += "\nhelp: " + d.Help
	}
	result := sarifResult{RuleID: d.Code, Level: sarifLevel(d.Severity), Message: sarifText{Text: text}}
	if d.Path != "" {
		location := sarifLocationOf(style, d.Path, d.Span)
		if d.Pointer != "" {
			location.Logical = []sarifLogical{{FullyQualifiedName: d.Pointer}}
		}
		result.Locations = []sarifLocation{location}
	}
	for _, related := range d.Related {
		location := sarifLocationOf(style, related.Path, related.Span)
		location.Message = sarifTextOf(related.Message)
		result.Related = append(result.Related, location)
	}
	return result
}

func sarifLocationOf(style Style, path string, span diag.Span) sarifLocation {
	location := sarifLocation{Physical: sarifPhysical{Artifact: sarifArtifact{URI: uri(style.path(path))}}}
	if span.IsValid() {
		location.Physical.Region = &sarifRegion{
			StartLine: span.Start.Line, StartColumn: span.Start.Column,
			EndLine: span.End.Line, EndColumn: span.End.Column,
		}
	}
	return location
}

// uri percent-encodes a path, and keeps a colon in its first segment from being
// read as a scheme.
func uri(path string) string { return (&url.URL{Path: path}).String() }

func sarifTextOf(text string) *sarifText {
	if text == "" {
		return nil
	}
	return &sarifText{Text: text}
}

func sarifLevel(severity diag.Severity) string {
	switch severity {
	case diag.Error:
		return "error"
	case diag.Warning:
		return "warning"
	}
	return "note"
}
