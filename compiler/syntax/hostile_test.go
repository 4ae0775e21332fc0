package syntax

import (
	"strings"
	"testing"
	"time"
)

// patience bounds how long any one file may take. Each takes a fraction of it,
// about a second on one core; what is quadratic takes minutes.
const patience = 40 * time.Second

// TestHostileFiles parses files that no author writes: each must be refused at a
// place, or read, in time that grows with its size only.
func TestHostileFiles(t *testing.T) {
	full := func(unit string) string { return strings.Repeat(unit, (MaxFileSize-64)/len(unit)) }
	fill := func(unit string) string { return strings.Repeat(unit, 1<<20/len(unit)) }
	numbered := func(n int, format func(i int) string) string {
		var out strings.Builder
		for i := range n {
			out.WriteString(format(i))
		}
		return out.String()
	}
	bomb := "a0: &a0 [x, x]\n"
	for i := 1; i < 30; i++ {
		n := func(k int) string { return "a" + strings.Repeat("b", k) }
		bomb += n(i) + ": &" + n(i) + " [*" + n(i-1) + ", *" + n(i-1) + "]\n"
	}
	for _, test := range []struct {
		name, text string
		want       string // the code of the first finding
	}{
		{"empty", "", "YML012"},
		{"binary", "\x00\x01\x02\x7FELF" + fill("\x00\xFF"), "YML011"},
		{"not UTF-8", "kind: \xC3\x28\n", "YML007"},
		{"UTF-16", "\xFF\xFEk\x00:\x00", "YML007"},
		{"UTF-16 documents", "\xFF\xFE" + fill("---\n"), "YML007"},
		{"too large", full("a: b\n") + strings.Repeat("x", 1<<20), "YML009"},
		{"flow 10,000 deep", "a: " + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), "YML010"},
		{"flow 100,000 deep", "a: " + strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), "YML010"},
		{"block 10,000 deep", strings.Repeat("- ", 10_000) + "x\n", "YML010"},
		{"block mappings 2,000 deep", numbered(2000, func(i int) string { return strings.Repeat(" ", i) + "a:\n" }), "YML010"},
		{"alias bomb", bomb, "YML003"},
		{"equal keys", full("a: 1\n"), "YML002"},
		{"equal flow keys", "a: {" + fill("a: 1, ") + "}", "YML002"},
		{"one long line", "a: " + strings.Repeat("x", 1<<20), ""},
		{"one long line of words", "a: " + full("x "), ""},
		{"100,000 documents", strings.Repeat("---\na: 1\n", 100_000), ""},
		{"100,000 bad documents", strings.Repeat("---\na: [\n", 100_000), "YML001"},
		{"markers", full("---\n"), "YML012"},
		{"end markers", fill("...\n"), "YML012"},
		{"dashes", full("- "), "YML010"},
		{"dashes in lines", fill("-\n"), "YML013"},
		{"dashes no blank", fill("-"), "YML013"},
		{"braces", full("{"), "YML010"},
		{"brackets", fill("["), "YML010"},
		{"closing", fill("]"), "YML001"},
		{"a brackets", "a: " + fill("["), "YML010"},
		{"NUL escapes", "a: \"" + fill(`\0`) + "\"", "YML015"},
		{"quotes", full(`"`), "YML001"},
		{"quotes after key", "a: " + fill(`"`), "YML001"},
		{"single quotes", fill("'"), "YML013"},
		{"single quotes odd", "a: '" + fill("''"), "YML001"},
		{"open quote", `a: "` + fill("x\n "), "YML001"},
		{"spaces", full(" "), "YML012"},
		{"spaces text", "a:" + fill(" ") + "b", ""},
		{"line breaks", fill("\n"), "YML012"},
		{"CRs", fill("\r"), "YML012"},
		{"LS", "a: |\n  x" + fill("\u2028"), ""},
		{"tabs", fill("\t"), "YML001"},
		{"tab lines", "a:\n" + fill("\t\n"), "YML001"},
		{"comments", full("#\n"), "YML012"},
		{"comment lines", fill("# x\n"), "YML012"},
		{"comments with key", fill("# x\n") + "a: 1\n", ""},
		{"key with comments", "a: 1\n" + fill("# x\n"), ""},
		{"indented comments", "a:\n" + fill("  # x\n") + "  b: 1\n", ""},
		{"comments behind", fill("a: 1 # x\n"), "YML002"},
		{"comments behind items", "a:\n" + fill("- 1 # x\n"), ""},
		{"comments between items", "a:\n" + fill("- 1\n# x\n"), ""},
		{"comments between blank", "a:\n" + fill("# x\n\n"), ""},
		{"comments in flow", "a: [\n" + fill("# x\n") + "]\n", ""},
		{"comments in flow items", "a: [\n" + fill("1, # x\n") + "]\n", ""},
		{"colons", fill(":"), "YML001"},
		{"colons blank", fill(": "), "YML001"},
		{"question marks", fill("? "), "YML010"},
		{"question marks in lines", fill("?\n"), "YML014"},
		{"commas", "[" + fill(","), "YML001"},
		{"flow items", "a: [" + fill("1,") + "]", ""},
		{"flow quoted items", "a: [" + fill("\"\",") + "]", ""},
		{"flow quoted lines", "a: [" + fill("\"\",\n") + "]", ""},
		{"flow pairs", "a: [" + fill("a: b,") + "]", ""},
		{"anchors", fill("&a "), "YML001"},
		{"anchor each", "a:\n" + fill("- &a x\n"), "YML003"},
		{"aliases", "a: &a x\nb:\n" + fill("- *a\n"), "YML003"},
		{"tags", fill("!a "), "YML001"},
		{"tag each", "a:\n" + fill("- !a x\n"), "YML004"},
		{"directives", fill("%A\n"), "YML001"},
		{"tag directives", numbered(60_000, func(i int) string { return "%TAG !" + strings.Repeat("a", 1+i%30) + "! x\n" }) + "---\na: 1\n", "YML001"},
		{"huge numbers", "a: 1e999999999\nb: " + strings.Repeat("9", 400) + "\nc: 0." + strings.Repeat("0", 1<<20) + "1\n", "YML006"},
		{"long key", strings.Repeat("k", 100_000) + ": 1\n", "YML001"},
		{"long keys twice", strings.Repeat(strings.Repeat("k", 1000)+": 1\n", 1000), "YML002"},
		{"long quoted key", `"` + strings.Repeat("k", 100_000) + "\": 1\n", "YML001"},
		{"bad last line", full("a: 1\n") + "b\n", "YML001"},
		{"at sign in a text", "a:\n" + fill("- 1\n") + " @\n", ""},
		{"bad first line", "@\n" + fill("a: 1\n"), "YML001"},
		{"tab each", fill("a:\t1\n"), "YML002"},
		{"words", fill("yes\n"), "YML013"},
		{"ambiguous", "a:\n" + fill("- no\n"), "YML005"},
		{"ambiguous on one line", "a: [" + full("no,") + "]", "YML005"},
		{"duplicates on one line", "a: [" + fill("{a: 1, a: 1},") + "]", "YML002"},
		{"key types", fill("1: 1\n"), "YML014"},
		{"waivers", "a:\n" + fill("- 1 # catalogc:ignore PRM001 reason=x\n"), ""},
		{"waivers own line", "a:\n" + fill("# catalogc:ignore PRM001 reason=x\n- 1\n"), ""},
		{"bad waivers", "a:\n" + fill("- 1 # catalogc:ignore\n"), "WVR001"},
		{"waiver words", "a: |\n" + fill("  # catalogc:ignore PRM001 reason=x\n"), ""},
		{"waivers in documents", fill("---\na: 1 # catalogc:ignore PRM001 reason=x\n"), ""},
		{"waivers above nothing", "a: 1\n" + fill("# catalogc:ignore PRM001 reason=x\n"), ""},
		{"waiver in one line", "a: 1 " + fill("# catalogc:ignore PRM001 reason=x "), "WVR001"},
		{"block scalars", fill("a: |\n  x\n"), "YML002"},
		{"block scalar headers", fill("- |\n"), "YML013"},
		{"folded", "a: >\n" + fill("  x\n\n"), ""},
		{"nested flow in lines", strings.Repeat("a: [[[[[[[[[[x]]]]]]]]]]\n", 100_000), "YML002"},
		{"escapes", `a: "` + fill(`\u0041`) + `"`, ""},
		{"bad escape", `a: "` + fill(`x`) + `\q"`, "YML001"},
		{"wide", "a: " + fill("\U0001F600"), ""},
		{"wide bad", "a: \"" + fill("\U0001F600") + "\n", "YML001"},
		{"multi-line plain", "a: " + fill("x\n  "), ""},
		{"multi-line plain blank", "a: x" + fill("\n") + "  y", ""},
		{"missing commas", "a: [" + fill("\"x\" ") + "]", "YML001"},
		{"kind lines", fill("kind: x\n") + "@", "YML001"},
		{"simple keys", fill("\"a\" "), "YML001"},
		{"flow in keys", "a: {" + fill("{a: 1}: 1,") + "}", "YML014"},
		{"deep on one line then lines", strings.Repeat("- ", 5000) + "a\n" + strings.Repeat("- b\n", 100000), "YML010"},
	} {
		t.Run(test.name, func(t *testing.T) {
			begin := time.Now()
			file := Parse("a.yaml", []byte(test.text))
			if took := time.Since(begin); took > patience {
				t.Errorf("%d bytes took %v", len(test.text), took)
			}
			if len(file.Diagnostics) > MaxFindings+1 {
				t.Errorf("got %d findings, want at most %d", len(file.Diagnostics), MaxFindings+1)
			}
			first := ""
			if len(file.Diagnostics) > 0 {
				first = file.Diagnostics[0].Code
			}
			if first != test.want {
				t.Errorf("the first finding is %q, want %q", first, test.want)
			}
			for _, d := range file.Diagnostics {
				if len(d.Message)+len(d.Help) > 1000 {
					t.Errorf("a message of %d bytes: %.200s", len(d.Message)+len(d.Help), d.Message)
				}
			}
		})
	}
}
