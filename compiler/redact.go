package compiler

import (
	"strings"
	"unicode"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/secret"
	"github.com/igny8/catalogc/compiler/syntax"
)

// redacted hides API keys in findings. Messages quote what an author wrote,
// perhaps shortened or spelt as it should be, and that may be a key in the wrong
// place.
func redacted(list diag.List, files []*syntax.File) diag.List {
	// A key is a finding itself, so files without one need not be searched.
	suspect := map[string]bool{}
	for i := range list {
		suspect[list[i].Path] = true
	}
	leaks := leakDetector{}
	for _, file := range files {
		if !suspect[file.Path] {
			continue
		}
		for _, match := range secret.Find(file.Data()) {
			leaks.add(string(file.Data()[match.Start+len(match.Prefix) : match.End]))
		}
	}
	if len(leaks) == 0 {
		return list
	}
	for i := range list {
		d := &list[i]
		if leaks.in(d.Message) {
			d.Message = "the value is not shown: it looks like an API key"
		}
		for _, text := range []*string{&d.Help, &d.Pointer, &d.Suggestion} {
			if leaks.in(*text) {
				*text = ""
			}
		}
		for j := range d.Related {
			if leaks.in(d.Related[j].Message) {
				d.Related[j].Message = ""
			}
		}
	}
	return list
}

// leakDetector knows every run of some characters in some keys, whatever their
// case and the signs between them.
type leakDetector map[string]bool

// leakLength is how many characters of a key in a row give it away.
const leakLength = 10

func (l leakDetector) add(key string) {
	plain := lettersAndDigits(key)
	for i := 0; i+leakLength <= len(plain); i++ {
		l[plain[i:i+leakLength]] = true
	}
}

func (l leakDetector) in(text string) bool {
	plain := lettersAndDigits(text)
	for i := 0; i+leakLength <= len(plain); i++ {
		if l[plain[i:i+leakLength]] {
			return true
		}
	}
	return false
}

func lettersAndDigits(text string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}
