package secret

import (
	"encoding/base64"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// fake returns a text of a shape. Keys are made here and not written out, so
// that nothing in the repository looks like one.
func fake(random *rand.Rand, s *shape, longest bool) string {
	var out strings.Builder
	if s.botID {
		out.WriteString("123456789:")
	}
	out.WriteString(s.prefix)
	for i, part := range s.parts {
		if i > 0 {
			out.WriteByte('.')
		}
		length := part.min
		if longest {
			length = min(part.max, 400)
		}
		if s.claims && i == 1 {
			out.WriteString(base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"example","exp":1900000000}`)))
			continue
		}
		for range length {
			for {
				c := byte(random.IntN('z'-'-'+1)) + '-'
				if classOf(c)&part.of != 0 {
					out.WriteByte(c)
					break
				}
			}
		}
	}
	return out.String()
}

func TestFindsEveryShape(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for i := range shapes {
		s := &shapes[i]
		missed := 0
		for n := range 1000 {
			key := fake(random, s, n%2 == 0)
			text := `first: "x` + "\n" + `key: "` + key + `" # that`
			found := Find([]byte(text))
			want := strings.Index(text, key) + strings.Index(key, s.prefix)
			switch {
			case len(found) == 0:
				missed++
			case len(found) > 1:
				t.Errorf("%s: found %d keys", s.prefix, len(found))
			case found[0].Start != want || found[0].End != strings.Index(text, key)+len(key) || found[0].Prefix != s.prefix:
				t.Errorf("%s: found %d to %d as %s", s.prefix, found[0].Start, found[0].End, found[0].Prefix)
			}
		}
		if missed > 10 { // a random key may look like words
			t.Errorf("%s: missed %d of 1000", s.prefix, missed)
		}
	}
}

func TestFindsBetweenOthers(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	key := fake(random, &shapes[1], false)
	for _, text := range []string{
		key, "key=" + key, "https://host/?k=" + key + "&b=1", `"first\n` + key + `"`, "# " + key, key + ":\n  a: 1", key + ".", "<" + key + ">",
	} {
		if found := Find([]byte(text)); len(found) != 1 || text[found[0].Start:found[0].End] != key {
			t.Errorf("got %v in %q", found, strings.ReplaceAll(text, key, "KEY"))
		}
	}
}

func TestFindsPrivateKeys(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	body := fake(random, &shape{parts: []part{{alnum, 64, 64}}}, false)
	for _, kind := range []string{"", "RSA ", "EC ", "OPENSSH ", "ENCRYPTED "} {
		header := "-----BEGIN " + kind + "PRIVATE KEY-----"
		if got := Find([]byte("a: |\n  " + header + "\n  " + body + "\n")); len(got) != 1 || got[0].Start != 7 {
			t.Errorf("%q: got %v", kind, got)
		}
		if got := Find([]byte("Begin it with " + header + " and end it likewise.")); got != nil {
			t.Errorf("%q alone: got %v", kind, got)
		}
	}
}

func TestLeavesPlaceholders(t *testing.T) {
	for _, text := range []string{
		"sk-" + strings.Repeat("x", 48),
		"sk-your-key-here",
		"sk-1234567890abcdefghijklmnopqrstuvwxyz123456",
		"sk-" + strings.Repeat("1234567890", 5),
		"sk-" + strings.Repeat("abc123def456ghi789jkl", 2),
		"sk-proj-your-openai-project-key-goes-here-and-nowhere-else-2026",
		"sk-ant-api03-" + strings.Repeat("X", 93) + "AA",
		"sk-learn-pipeline-v2-feature-extraction-2024-long-enough",
		"AKIA" + "IOSFODNN7EXAMPLE",
		"ghp_" + strings.Repeat("0", 36),
		"task-management-for-teams-with-more-than-100-people",
		"risk-0f8fad5bd9cb469fa16570867728950e",
		"xoxb-this-is-not-a-token-of-anybody-2026",
		"anthropic/claude-3-5-sonnet-20241022-v2-0-with-a-long-name",
		"0f8fad5b-d9cb-469f-a165-70867728950e",
		"sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
		"vault:platform/openai-production-account#api_key",
	} {
		if found := Find([]byte(text)); found != nil {
			t.Errorf("%q is taken for %s", text, found[0].What)
		}
	}
}

func TestRedact(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	key, other := fake(random, &shapes[0], false), fake(random, &shapes[1], false)
	got := Redact("unknown model \"" + key + "\"; or " + other + "?")
	if want := `unknown model "sk-ant-…"; or sk-proj-…?`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	given := "api_key: " + fake(random, &shape{parts: []part{{alnum, 32, 32}}}, false)
	if got := Redact(given + " # the key"); got != "api_key: … # the key" {
		t.Errorf("got %q", got)
	}
	if text := "api_key: vault:platform/openai#api_key"; Redact(text) != text {
		t.Errorf("got %q", Redact(text))
	}
	if text := "there is nothing secret in this text"; Redact(text) != text {
		t.Errorf("got %q", Redact(text))
	}
}

func TestFindIsLinear(t *testing.T) {
	for _, unit := range []string{"sk-proj-", "eyJ-", "eyJ.", "SG.", "-----BEGIN PRIVATE KEY", "a", "123456789:AA-", "xoxb-", "sk-", "\\nsk-"} {
		begin := time.Now()
		Find([]byte(strings.Repeat(unit, (4<<20)/len(unit))))
		if took := time.Since(begin); took > 30*time.Second {
			t.Errorf("4 MiB of %q take %v", unit, took)
		}
	}
}

func BenchmarkFind(b *testing.B) {
	data := []byte(strings.Repeat("Write ten ideas about {keyword} for an integration of platform/openai models.\n", 80_000))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		Find(data)
	}
}
