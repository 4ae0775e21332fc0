package report

import (
	"bytes"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

var update = flag.Bool("update", false, "rewrite the goldens in testdata/report")

const goldens = "../../testdata/report"

// render runs a renderer and returns what it wrote.
func render(t *testing.T, f func(io.Writer) error) string {
	t.Helper()
	var out bytes.Buffer
	if err := f(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func golden(t *testing.T, name string, got string) {
	t.Helper()
	path := filepath.Join(goldens, name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", name, diff)
	}
}

func span(line, from, to int) diag.Span {
	return diag.Span{Start: diag.Position{Line: line, Column: from}, End: diag.Position{Line: line, Column: to}}
}

var undeclared = &diag.Definition{
	Code: "PRM001", Name: "undeclared-variable", Severity: diag.Error,
	Summary: "A template uses a variable that is not declared.",
	Why:     "Nobody fills it in: the model sees the braces.",
	Fix:     "Declare it under variables, or correct its name.",
}

// exampleFindings has one finding of each sort.
func exampleFindings() Findings {
	lines := map[string]string{
		"prompts/ideas.yaml:14": "  Write ten ideas about {keywrd}.",
		"prompts/ideas.yaml:20": "title: \"日本語\" # no title",
		"prompts/ideas.yaml:9":  "name: ideas",
		"prompts/ideas.yaml:3":  "name: ideas",
		"prompts/a b%.yaml:1":   "\tdescription: \x1b[31mred\x1b[0m and \u202eback",
	}
	return Findings{
		Documents:   6918,
		Definitions: []*diag.Definition{undeclared},
		Source: func(path string, line int) string {
			return lines[fmt.Sprintf("%s:%d", path, line)]
		},
		List: diag.List{
			{
				Code: "SRC001", Rule: "unreadable-file", Severity: diag.Warning, Path: "notes/odd,name:1.yaml",
				Message: "the file cannot be read", Help: "check its permissions",
			},
			{
				Code: "YML011", Rule: "control-character", Severity: diag.Error, Path: "prompts/a b%.yaml", Span: span(1, 15, 16),
				Pointer: "/description", Message: "character \x1b is not allowed, 100% sure:\nremove | `it` <b>, @team",
			},
			{
				Code: "YML002", Rule: "duplicate-key", Severity: diag.Error, Path: "prompts/ideas.yaml", Span: span(9, 1, 5),
				Pointer: "/name", Message: `key "name" stands twice; first on line 3`, Help: "remove or rename one of them",
				Related: []diag.Related{{Path: "prompts/ideas.yaml", Span: span(3, 1, 5), Message: "the first one"}},
			},
			{
				Code: "PRM001", Rule: "undeclared-variable", Severity: diag.Error, Path: "prompts/ideas.yaml", Span: span(14, 25, 33),
				Pointer: "/template", Message: `variable "keywrd" is not declared`, Help: "declare it under variables, or did you mean {keyword}?",
			},
			{
				Code: "POL004", Rule: "short-title", Severity: diag.Info, Path: "prompts/ideas.yaml", Span: span(20, 8, 13),
				Message: "the title is short",
			},
		},
	}
}

func TestDiagnostics(t *testing.T) {
	t.Parallel()
	for name, format := range map[string]Format{
		"findings.txt": Text, "findings.json": JSON, "findings.sarif": SARIF, "findings.xml": JUnit,
		"findings.github": GitHub, "findings.gitlab.json": GitLab, "findings.md": Markdown,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, name, render(t, func(w io.Writer) error {
				return Diagnostics(w, format, exampleFindings(), Style{Root: "catalog"})
			}))
		})
	}
	t.Run("findings.color.txt", func(t *testing.T) {
		t.Parallel()
		golden(t, "findings.color.txt", render(t, func(w io.Writer) error {
			return Diagnostics(w, Text, exampleFindings(), Style{Color: true, Width: 50})
		}))
	})
}

func TestDiagnosticsOfACleanCatalogue(t *testing.T) {
	t.Parallel()
	for format, want := range map[Format]string{
		Text:     "ok: 6,918 documents\n",
		JSON:     "{\n  \"diagnostics\": [],\n  \"summary\": {\n    \"documents\": 6918,\n    \"errors\": 0,\n    \"warnings\": 0\n  }\n}\n",
		GitHub:   "ok: 6,918 documents\n",
		GitLab:   "[]\n",
		Markdown: "### catalogc: no findings in 6,918 documents\n",
	} {
		got := render(t, func(w io.Writer) error { return Diagnostics(w, format, Findings{Documents: 6918}, Style{}) })
		if got != want {
			t.Errorf("%s: got %q, want %q", format, got, want)
		}
	}
}

func TestNoFormatLetsControlCharactersThrough(t *testing.T) {
	t.Parallel()
	hostile := "a\x1b]0;title\x07\u009b31m\u202e\r::error::x"
	findings := Findings{
		Documents: 1, Source: func(string, int) string { return hostile },
		List: diag.List{{
			Code: "X\x1b", Rule: hostile, Severity: diag.Error, Path: hostile, Span: span(1, 1, 9),
			Message: hostile, Help: hostile, Related: []diag.Related{{Path: hostile, Message: hostile}},
		}},
	}
	p := &plan.Plan{Target: hostile, Catalog: hostile, Base: plan.Base{Release: 1}, Changes: []plan.Change{{
		Op: plan.Update, Kind: hostile, Name: hostile,
		Fields: []plan.Field{{Path: "/" + hostile, Old: hostile, New: "b"}, {Path: "/t", Old: hostile + "\n", New: "c\n"}},
	}}, Revision: plan.Revision{Commit: hostile, Author: hostile, Message: hostile}}
	r := &release.Release{Target: hostile, Catalog: hostile, PublishedBy: hostile, Compiler: hostile, Digest: hostile}
	renderers := map[string]func(io.Writer) error{
		"plan": func(w io.Writer) error { return Plan(w, Text, p, nil, Style{}) },
		"published": func(w io.Writer) error {
			return Published(w, Text, r, p, []string{hostile}, Style{})
		},
		"show": func(w io.Writer) error {
			return Show(w, Text, &release.Shown{Release: *r, Changes: p.ChangeSet(), Keys: p.Keys}, Style{})
		},
		"releases": func(w io.Writer) error { return Releases(w, Text, []release.Release{*r}, Style{}) },
		"markdown": func(w io.Writer) error { return Plan(w, Markdown, p, nil, Style{}) },
	}
	for _, format := range Formats() {
		renderers[string(format)] = func(w io.Writer) error { return Diagnostics(w, format, findings, Style{}) }
	}
	for name, f := range renderers {
		got := render(t, f)
		if i := strings.IndexFunc(got, func(r rune) bool { return r < ' ' && r != '\n' || r >= 0x7f && r <= 0x9f }); i >= 0 {
			t.Errorf("%s holds a control character at %d: %q", name, i, got)
		}
	}
}

func TestParseFormat(t *testing.T) {
	t.Parallel()
	if got, err := ParseFormat("sarif"); err != nil || got != SARIF {
		t.Errorf("ParseFormat(sarif) = %q, %v", got, err)
	}
	for name, want := range map[string]string{
		"jsn":  `unknown format "jsn"; did you mean "json"?`,
		"yaml": `unknown format "yaml"; use text, json, sarif, junit, github, gitlab or markdown`,
	} {
		if _, err := ParseFormat(name); err == nil || err.Error() != want {
			t.Errorf("ParseFormat(%q): got %v, want %s", name, err, want)
		}
	}
	if err := Plan(io.Discard, SARIF, &plan.Plan{}, nil, Style{}); err == nil {
		t.Error("a plan was rendered as SARIF")
	}
}

// entry returns a bundle's entry with a canonical body.
func entry(kind, name string, version int, body string) bundle.Entry {
	return bundle.Entry{
		ID: resource.ID{Kind: kind, Name: name}, Version: version, Digest: bundle.DigestOf([]byte(body)), Body: []byte(body),
		Source: strings.ToLower(kind) + "s/" + name + ".yaml",
	}
}

// patched is an entry that an overlay changed.
func patched(kind, name string, version int, body string) bundle.Entry {
	e := entry(kind, name, version, body)
	e.Source += " + overlays/production/models.yaml"
	return e
}

const templateBefore = `You are an editor.\nRead the brief.\n\nWrite ten ideas about {keyword}, each with a short title.\nKeep it plain.\nNo lists.\nNo jokes.\n`

const templateAfter = `You are an editor.\nRead the brief.\n\nWrite twelve good ideas about {keyword}, each with a title.\nKeep it plain.\nNo lists.\nNo jokes.\nEnd with a question.\n`

func exampleBundles() (current, want *bundle.Bundle) {
	current = bundle.New("igny8", []bundle.Entry{
		entry("Model", "openai/gpt-4o", 0, `{"capabilities":["tools","vision"],"kind":"Model","name":"openai/gpt-4o","prices":[{"from":"2024-05-13","rates":{"input":[{"amount":"2.5"}],"output":[{"amount":"10"}]}},{"from":"2024-05-13","rates":{"input":[{"amount":"1.25"}]},"when":{"service_tier":"batch"}}]}`),
		entry("Module", "linker", 0, `{"kind":"Module","name":"linker"}`),
		entry("Prompt", "ideas", 1, `{"kind":"Prompt","model":"openai/gpt-4o","name":"ideas","template":"`+templateBefore+`","title":"Ideas","variables":[{"name":"keyword"}]}`),
	})
	want = bundle.New("igny8", []bundle.Entry{
		patched("Model", "openai/gpt-4o", 0, `{"capabilities":["structured_output","vision"],"kind":"Model","name":"openai/gpt-4o","prices":[{"from":"2024-05-13","rates":{"input":[{"amount":"3"}],"output":[{"amount":"7.5"}]}},{"from":"2024-05-13","rates":{"input":[{"amount":"1.25"}]},"when":{"service_tier":"batch"}},{"from":"2026-11-01","rates":{"input":[{"amount":"1.5"}]}}]}`),
		entry("Prompt", "ideas", 2, `{"active":false,"kind":"Prompt","model":"openai/gpt-5","name":"ideas","parameters":{"temperature":0.7},"template":"`+templateAfter+`","title":"Ideas & more","variables":[{"name":"keyword","type":"text"},{"name":"tone"}],"version":2}`),
		entry("Prompt", "outline", 1, `{"kind":"Prompt","name":"outline"}`),
	})
	return current, want
}

func examplePlan(t *testing.T) *plan.Plan {
	t.Helper()
	current, want := exampleBundles()
	set, err := plan.Diff(current, want)
	if err != nil {
		t.Fatal(err)
	}
	p, err := plan.New(set, want, plan.Context{
		Target: "production", Base: plan.Base{Release: 3, Digest: current.Digest}, Compiler: "1.0.0",
		Revision: plan.Revision{Commit: "5f3c2a1b9c2d4e5f60718293a4b5c6d7e8f90a1b", Author: "Ada", Message: "Use GPT-5 for ideas\n\nAnd more."},
		Keys: []plan.Key{
			{Action: plan.PinKey, Integration: "anthropic", Path: "platform/anthropic", Field: "api_key", From: 3, Version: 4},
			{Action: plan.WriteKey, Integration: "openai", Path: "platform/openai", Field: "api_key", Current: 2, Sealed: "sealed", SealedDigest: "sha256:x"},
			{Action: plan.UnpinKey, Integration: "runware", Path: "platform/runware", Field: "api_key", From: 1},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func exampleRelease(p *plan.Plan) *release.Release {
	return &release.Release{
		Number: 4, Digest: p.Bundle, PlanDigest: p.Digest, Catalog: p.Catalog, Target: p.Target, Revision: p.Revision,
		PublishedAt: time.Date(2026, 11, 23, 13, 0, 5, 0, time.UTC), PublishedBy: "release-bot", Compiler: p.Compiler,
		Created: 1, Updated: 2, Deleted: 1, Documents: 6918,
	}
}

func TestPlansAndReleases(t *testing.T) {
	t.Parallel()
	p := examplePlan(t)
	r := exampleRelease(p)
	notes := []string{"API keys are stored by a step of their own: vault:platform/openai#api_key (openai)"}
	older := *r
	older.Number, older.Revision, older.Created, older.PublishedBy = 3, plan.Revision{}, 6918, "ada@example.org"
	empty := &plan.Plan{Target: "production", Catalog: "igny8", Base: plan.Base{Release: 3}}
	for name, f := range map[string]func(io.Writer) error{
		"plan.txt":       func(w io.Writer) error { return Plan(w, Text, p, nil, Style{}) },
		"plan.color.txt": func(w io.Writer) error { return Plan(w, Text, p, nil, Style{Color: true}) },
		"plan.json":      func(w io.Writer) error { return Plan(w, JSON, p, nil, Style{}) },
		"plan.md":        func(w io.Writer) error { return Plan(w, Markdown, p, nil, Style{}) },
		"plan.empty.txt": func(w io.Writer) error { return Plan(w, Text, empty, nil, Style{}) },
		"plan.empty.md":  func(w io.Writer) error { return Plan(w, Markdown, empty, nil, Style{}) },
		"changes.txt":    func(w io.Writer) error { return ChangeSet(w, Text, p.ChangeSet(), Style{}) },
		"changes.json":   func(w io.Writer) error { return ChangeSet(w, JSON, p.ChangeSet(), Style{}) },
		"published.txt":  func(w io.Writer) error { return Published(w, Text, r, p, notes, Style{Width: 60}) },
		"published.json": func(w io.Writer) error { return Published(w, JSON, r, p, notes, Style{}) },
		"published.md":   func(w io.Writer) error { return Published(w, Markdown, r, p, notes, Style{}) },
		"show.txt": func(w io.Writer) error {
			return Show(w, Text, &release.Shown{Release: *r, Changes: p.ChangeSet(), Keys: p.Keys}, Style{})
		},
		"releases.txt":  func(w io.Writer) error { return Releases(w, Text, []release.Release{*r, older}, Style{}) },
		"releases.json": func(w io.Writer) error { return Releases(w, JSON, []release.Release{*r}, Style{}) },
		"releases.md":   func(w io.Writer) error { return Releases(w, Markdown, []release.Release{*r, older}, Style{}) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, name, render(t, f))
		})
	}
}
