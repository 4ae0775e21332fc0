package template_test

import (
	"strings"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/template"
)

// Parsing takes time linear in the text, whatever it repeats: at this size
// anything quadratic takes far longer.
func TestParseOfHostileTextIsLinear(t *testing.T) {
	const size = 1 << 18
	parts := []string{
		"{", "}", "{{ ", "{a", "{ ", "{{{ ", "{{!", "{{\n", "{{# ", "{{{a}} ", "{{a\n}}", "{ \n", "{\"a\":", "{1}", "{1},",
		"{{\"", "{{#a}}", "{{#a}} \n", "{{^b}}", "{{/a}}", "{{a.", "{a.", " \t", "{{=", "{ {", "} {",
	}
	for _, part := range parts {
		text := strings.Repeat(part, size/len(part))
		for _, text := range []string{text, text + "}}", text + strings.Repeat("}", size/4)} {
			for _, syntax := range []template.Syntax{template.FString, template.Mustache} {
				start := time.Now()
				template.Parse(text, syntax)
				if took := time.Since(start); took > 30*time.Second {
					t.Errorf("%s of %q repeated: took %v", syntax, part, took)
				}
			}
		}
	}
}
