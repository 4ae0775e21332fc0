package plan

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestUnified(t *testing.T) {
	before := "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18"
	after := "1\n2\n3\nnew\n4\n5\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17\n18\n"
	want := `--- a
+++ b
@@ -1,9 +1,9 @@
 1
 2
 3
+new
 4
 5
-6
 7
 8
 9
@@ -15,4 +15,4 @@
 15
 16
 17
-18
\ No newline at end of file
+18
`
	if diff := cmp.Diff(want, Unified("a", "b", before, after)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := Unified("a", "b", before, before); got != "" {
		t.Errorf("no difference gives %q", got)
	}
}

// TestUnifiedIsAPatch applies what Unified writes with git, which checks every
// line and count.
func TestUnifiedIsAPatch(t *testing.T) {
	texts := rapid.Custom(func(t *rapid.T) string {
		lines := rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c", "d", ""}), 0, 40).Draw(t, "lines")
		return strings.Join(lines, "\n")
	})
	folder := t.TempDir()
	for i := range 25 {
		before, after := texts.Example(2*i), texts.Example(2*i+1)
		path := filepath.Join(folder, "file")
		if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
			t.Fatal(err)
		}
		patch := Unified("a/file", "b/file", before, after)
		if patch == "" {
			continue
		}
		apply := exec.Command("git", "apply", "--unidiff-zero", "-")
		apply.Dir, apply.Stdin = folder, strings.NewReader(patch)
		if output, err := apply.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s\n%s", err, output, patch)
		}
		got, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != after {
			t.Fatalf("the patch gives %q, want %q", got, after)
		}
	}
}
