package keyfile

import (
	"bytes"
	"strings"
	"testing"
)

// FuzzDecode reads hostile content: no panic, and what is taken has no holes.
func FuzzDecode(f *testing.F) {
	for _, text := range []string{
		``, `{}`, `null`, `{"format":1}`, `{"format":1,"paths":{"a":null}}`, `{"format":1,"paths":{"a":{"versions":[null]}}}`, `{"format":2}`,
		`{"format":1,"paths":{"a":{"versions":[{"created":"2026-11-23T09:00:00Z","fields":{"k":"v"}},{"created":"2026-11-23T09:00:00Z","destroyed":true}],` +
			`"owner":{"catalog":"a","target":"b","release":3,"commit":"c"}}}}`,
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		found, err := decode(bytes.NewReader(data))
		if err != nil {
			return
		}
		for path, entry := range found.Paths {
			if len(entry.Versions) == 0 {
				t.Errorf("%q has no version", path)
			}
			for _, version := range entry.Versions {
				version.readable()
			}
		}
	})
}

// FuzzUnseal reads hostile text.
func FuzzUnseal(f *testing.F) {
	identity, _ := newIdentity(f)
	f.Add("")
	f.Add("-----BEGIN AGE ENCRYPTED FILE-----\n" + strings.Repeat("YWdl", 16) + "\n-----END AGE ENCRYPTED FILE-----\n")
	f.Fuzz(func(t *testing.T, text string) {
		if value, err := Unseal(text, identity); err == nil {
			t.Errorf("a text that nobody sealed gives %v", value)
		}
	})
}
