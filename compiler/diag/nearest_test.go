package diag

import "testing"

func TestNearest(t *testing.T) {
	candidates := []string{"keyword", "keywords", "language", "tone", "openai/gpt-4o-mini", "openai/gpt-4o"}
	for name, want := range map[string]string{
		"keywrd":            "keyword",
		"langauge":          "language",
		"tnoe":              "tone",
		"openai/gpt-4o-mni": "openai/gpt-4o-mini",
		"zebra":             "",
		"Keyword":           "keyword",
		"KEYWRDS":           "keywords",
		"":                  "",
		"ton":               "tone",
	} {
		if got := Nearest(name, candidates); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestListSortIsStableAndDropsCopies(t *testing.T) {
	at := func(path string, line int, code string) Diagnostic {
		return Diagnostic{Path: path, Span: Span{Start: Position{line, 1}}, Code: code, Severity: Error}
	}
	got := List{at("b", 1, "X"), at("a", 2, "X"), at("a", 2, "X"), at("a", 1, "Y")}.Sort()
	want := []string{"a:1:1: error:  [Y ]", "a:2:1: error:  [X ]", "b:1:1: error:  [X ]"}
	if len(got) != len(want) {
		t.Fatalf("got %d findings, want %d: %v", len(got), len(want), got)
	}
	for i := range want {
		if got[i].String() != want[i] {
			t.Errorf("finding %d is %q, want %q", i, got[i], want[i])
		}
	}
}
