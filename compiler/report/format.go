package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
)

// Format is a format of output.
type Format string

// The formats. All are for diagnostics; Text, JSON and Markdown are also for
// changes, plans and releases.
const (
	Text     Format = "text"
	JSON     Format = "json"
	SARIF    Format = "sarif"
	JUnit    Format = "junit"
	GitHub   Format = "github"
	GitLab   Format = "gitlab"
	Markdown Format = "markdown"
)

// Formats returns all formats, in the order in which help lists them.
func Formats() []Format { return []Format{Text, JSON, SARIF, JUnit, GitHub, GitLab, Markdown} }

// ParseFormat returns the format of a name.
func ParseFormat(name string) (Format, error) {
	formats := Formats()
	if slices.Contains(formats, Format(name)) {
		return Format(name), nil
	}
	if near := diag.Nearest(name, names(formats)); near != "" {
		return "", fmt.Errorf("unknown format %q; did you mean %q?", name, near)
	}
	return "", fmt.Errorf("unknown format %q; use %s", name, choice(formats))
}

// unfit says that a format is not for what is to be rendered.
func unfit(what string, format Format) error {
	return fmt.Errorf("format %q is not for %s; use %s", string(format), what, choice([]Format{Text, JSON, Markdown}))
}

func names(formats []Format) []string {
	list := make([]string, len(formats))
	for i, format := range formats {
		list[i] = string(format)
	}
	return list
}

func choice(formats []Format) string {
	list := names(formats)
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}
