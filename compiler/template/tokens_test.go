package template_test

import (
	"strings"
	"testing"
	"time"

	"github.com/tiktoken-go/tokenizer"
	"pgregory.net/rapid"

	"github.com/igny8/catalogc/compiler/template"
)

func TestCountTokens(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text  string
		o, cl int
	}{
		{"", 0, 0},
		{"hello world", 2, 2},
		{"Write ten ideas about {keyword}.", 7, 7},
		{"supercalifragilistic", 6, 7},
		{"こんにちは世界", 2, 4},
		{"<|endoftext|>", 7, 7},
	}
	for _, test := range tests {
		for encoding, want := range map[template.Encoding]int{template.O200kBase: test.o, template.CL100kBase: test.cl} {
			got, err := template.CountTokens(test.text, encoding)
			if err != nil || got != want {
				t.Errorf("%s of %q: got %d, %v; want %d", encoding, test.text, got, err, want)
			}
		}
	}
	if _, err := template.CountTokens("a", "latin"); err == nil || !strings.Contains(err.Error(), `"latin"`) {
		t.Errorf("unknown encoding: got %v", err)
	}
}

// Cutting text into pieces does not change the count of prose and code.
func TestCountTokensInPieces(t *testing.T) {
	words := rapid.SampledFrom([]string{"The", "quick", "don't", "it's", " ", " ", "  ", "\n", "\n\n", "{\"a\": 1}", "1234", "été", "e\u0301", "世界，", "a/b", "—", "🙂"})
	for _, encoding := range []template.Encoding{template.O200kBase, template.CL100kBase} {
		codec, err := tokenizer.Get(tokenizer.Encoding(encoding))
		if err != nil {
			t.Fatal(err)
		}
		rapid.Check(t, func(t *rapid.T) {
			// Enough for several pieces; "fox." makes sure that each can be cut.
			text := strings.Repeat(strings.Join(rapid.SliceOfN(words, 1, 100).Draw(t, "words"), "")+" fox.", 20)
			want, err := codec.Count(text)
			if err != nil {
				t.Fatal(err)
			}
			got, err := template.CountTokens(text, encoding)
			if err != nil || got != want {
				t.Fatalf("got %d, %v; want %d", got, err, want)
			}
		})
	}
}

// Text made to be slow is counted in time that grows with its length only.
func TestCountTokensOfHostileText(t *testing.T) {
	for _, part := range []string{"a", " ", "\n", " \n", "\r\u00a0", "!", "1", "é", "\u0301", "\xff"} {
		text := strings.Repeat(part, (256<<10)/len(part))
		start := time.Now()
		got, err := template.CountTokens(text, template.O200kBase)
		if err != nil || got == 0 || got > template.UpperBound(text) {
			t.Errorf("%q: got %d, %v", part, got, err)
		}
		if took := time.Since(start); took > 20*time.Second { // 27 s when not in pieces
			t.Errorf("%q: took %v", part, took)
		}
	}
}

func TestUpperBound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.OneOf(rapid.SliceOf(rapid.Byte()), rapid.Map(rapid.String(), func(s string) []byte { return []byte(s) })).Draw(t, "text"))
		for _, encoding := range []template.Encoding{template.O200kBase, template.CL100kBase} {
			got, err := template.CountTokens(text, encoding)
			if bound := template.UpperBound(text); err != nil || got > bound {
				t.Fatalf("got %d tokens, %v; bound %d", got, err, bound)
			}
		}
	})
	for text, want := range map[string]int{"": 0, "abc": 3, "é": 2, "\uFFFD": 3, "a\xffb": 5} {
		if got := template.UpperBound(text); got != want {
			t.Errorf("%q: got %d, want %d", text, got, want)
		}
	}
}

func TestEncodingFor(t *testing.T) {
	t.Parallel()
	tests := []struct {
		provider, model string
		want            template.Encoding
		exact           bool
	}{
		{"openai", "gpt-4o", template.O200kBase, true},
		{"openai", "gpt-4o-mini-2024-07-18", template.O200kBase, true},
		{"openai", "openai/gpt-5.4-nano", template.O200kBase, true},
		{"openai", "gpt-4.1", template.O200kBase, true},
		{"openai", "gpt-4", template.CL100kBase, true},
		{"openai", "gpt-4-turbo", template.CL100kBase, true},
		{"openai", "gpt-4-1106-preview", template.CL100kBase, true},
		{"abacus", "gpt-4-1", template.O200kBase, true},
		{"openai", "gpt-3.5-turbo-0125", template.CL100kBase, true},
		{"azure", "gpt-35-turbo", template.CL100kBase, true},
		{"openai", "text-embedding-3-small", template.CL100kBase, true},
		{"openai", "ft:gpt-4o-mini:org::id", template.O200kBase, true},
		{"openai", "o3-mini", template.O200kBase, true},
		{"openai_compatible", "vercel/openai/o3", template.O200kBase, true},
		{"openai_compatible", "someone/o3", template.O200kBase, false},
		{"openai", "o10", template.O200kBase, false},
		{"openai", "gpt-40", template.O200kBase, false},
		{"openai", "whisper-1", template.O200kBase, false},
		{"anthropic", "anthropic/claude-sonnet-4", template.O200kBase, false},
		{"", "", template.O200kBase, false},
	}
	for _, test := range tests {
		got, exact := template.EncodingFor(test.provider, test.model)
		if got != test.want || exact != test.exact {
			t.Errorf("%s %s: got %s, %v; want %s, %v", test.provider, test.model, got, exact, test.want, test.exact)
		}
	}
}

func TestFitTokensAgreesWithCounting(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Write ten ideas about bread, each in a line. ", 2000)
	count, err := template.CountTokens(text, template.O200kBase)
	if err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[int]bool{
		0: false, count / 2: false, count - 1: false, count: true, count + 1: true, len(text) - 1: true, len(text): true, -1: false,
	} {
		got, err := template.FitTokens(text, template.O200kBase, limit)
		if err != nil || got != want {
			t.Errorf("%d tokens in a limit of %d: %v, %v; want %v", count, limit, got, err, want)
		}
	}
	if fits, err := template.FitTokens("", template.O200kBase, 0); err != nil || !fits {
		t.Errorf("no text fits: %v, %v", fits, err)
	}
}
