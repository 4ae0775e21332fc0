package template_test

import (
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/template"
)

// Benchmarks of prompts as they are and of texts made to be slow: the MB/s of
// one row must not depend on the length of its text.

var (
	fstringPrompt  = strings.Repeat("Write about {topic} for {audience}.\nReturn JSON: {{\"title\": \"...\", \"parts\": [{{}}]}}\n", 20)
	mustachePrompt = strings.Repeat("Write about {{topic}}.\n{{#parts}}\n- {{title}} {\"n\": 1}\n{{/parts}}\n", 20)
)

func BenchmarkParse(b *testing.B) {
	tests := []struct {
		name   string
		syntax template.Syntax
		text   string
	}{
		{"f-string", template.FString, fstringPrompt},
		{"mustache", template.Mustache, mustachePrompt},
		{"plain", template.Plain, fstringPrompt},
		{"f-string hostile open", template.FString, strings.Repeat("{", 1<<18+1)},
		{"f-string hostile JSON", template.FString, strings.Repeat(`{"a":`, 1<<15) + strings.Repeat("}", 1<<15)},
		{"mustache hostile open", template.Mustache, strings.Repeat("{{ ", 1<<16) + "}}"},
		{"mustache hostile close", template.Mustache, strings.Repeat("{{#a}}", 1<<14) + strings.Repeat("{{/b}}", 1<<14)},
		{"mustache hostile sections", template.Mustache, strings.Repeat("{{#a}}\n", 1<<15)},
	}
	for _, test := range tests {
		b.Run(test.name, func(b *testing.B) {
			b.SetBytes(int64(len(test.text)))
			b.ReportAllocs()
			for b.Loop() {
				template.Parse(test.text, test.syntax)
			}
		})
	}
}

func BenchmarkRender(b *testing.B) {
	values := map[string]any{"topic": "trees", "audience": "children", "parts": []any{
		map[string]any{"title": "one"}, map[string]any{"title": "two"}}}
	for _, parsed := range []*template.Template{
		template.Parse(fstringPrompt, template.FString),
		template.Parse(mustachePrompt, template.Mustache),
	} {
		b.Run(string(parsed.Syntax), func(b *testing.B) {
			b.SetBytes(int64(len(parsed.Text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := parsed.Render(values); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCountTokens(b *testing.B) {
	tests := map[string]string{
		"prompt":      fstringPrompt,
		"letters":     strings.Repeat("a", 1<<20),
		"spaces":      strings.Repeat(" ", 1<<20),
		"mixed space": strings.Repeat(" \n", 1<<19),
	}
	for name, text := range tests {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := template.CountTokens(text, template.O200kBase); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkUpperBound(b *testing.B) {
	b.SetBytes(int64(len(fstringPrompt)))
	b.ReportAllocs()
	for b.Loop() {
		template.UpperBound(fstringPrompt)
	}
}
