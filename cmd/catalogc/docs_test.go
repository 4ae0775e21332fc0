package main

import (
	"bytes"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGeneratedDocs compares the generated pages with what the commands print;
// -update writes them anew.
func TestGeneratedDocs(t *testing.T) {
	t.Parallel()
	for path, command := range map[string]string{
		"../../docs/rules.md":     "rules",
		"../../docs/catalogue.md": "kinds",
	} {
		var out, problems bytes.Buffer
		if code := Main([]string{command, "--format", "markdown"}, nil, &out, &problems, nil); code != exitOK {
			t.Fatalf("catalogc %s: exit code %d: %s", command, code, problems.String())
		}
		if *update {
			if err := os.WriteFile(path, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(page), out.String()); diff != "" {
			t.Errorf("%s is not what catalogc %s prints; run `make docs` (-page +command):\n%s", path, command, diff)
		}
	}
}
