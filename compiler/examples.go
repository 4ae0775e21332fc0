package compiler

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/igny8/catalogc/testdata/rules"
)

// Example shows a finding: files that have it, files that do not, and what is
// reported for the first.
type Example struct {
	Bad, Good []ExampleFile
	// Live are files that were published before, where that matters.
	Live     []ExampleFile
	Findings string
}

// ExampleFile is one file of an example. Target is set for a symbolic link.
type ExampleFile struct {
	Path, Text, Target string
}

// ExampleOf returns the example of a code. Every code has one; the tests run
// them all.
func ExampleOf(code string) (*Example, error) {
	data, err := fs.ReadFile(rules.Files, code+".txtar")
	if err != nil {
		return nil, fmt.Errorf("example of %s: %w", code, err)
	}
	example := &Example{}
	for _, file := range txtar.Parse(data).Files {
		folder, path, _ := strings.Cut(file.Name, "/")
		path, target, _ := strings.Cut(path, " -> ")
		shown := ExampleFile{Path: path, Text: readable(string(file.Data)), Target: target}
		switch folder {
		case "bad":
			example.Bad = append(example.Bad, shown)
		case "good":
			example.Good = append(example.Good, shown)
		case "live":
			example.Live = append(example.Live, shown)
		case "want":
			example.Findings = string(file.Data)
		}
	}
	return example, nil
}

var repeatedLine = regexp.MustCompile(`(?m)^#repeat (\d+) (.*\n)`)

// readable writes out what example files abbreviate: a line that stands for
// many, and the mark of files with bytes that are no text.
func readable(text string) string {
	text = strings.TrimPrefix(text, "#bytes\n")
	return repeatedLine.ReplaceAllString(text, "$2… ($1 lines like this one)\n")
}
