// Package report renders what catalogc has to say: findings, change sets,
// plans and releases, each in the formats that people and their tools read.
// Text that authors wrote never reaches a terminal, a workflow command or
// markup unescaped.
package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/dustin/go-humanize"
)

// Style says for which reader the output is.
type Style struct {
	// Color turns colours on. The caller knows whether there is a terminal.
	Color bool
	// Width is that of the terminal in columns; 0 leaves long texts unwrapped.
	Width int
	// Quiet leaves the summary line of diagnostics out.
	Quiet bool
	// Root is put before paths, so that they are relative to where the reader
	// stands: the catalogue's folder as seen from the repository's root.
	Root string
}

// path returns a file's path as the reader sees it.
func (s Style) path(file string) string {
	if s.Root == "" || s.Root == "." {
		return file
	}
	return path.Join(strings.ReplaceAll(s.Root, `\`, "/"), file)
}

// count returns "6,918 documents" or "1 document".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return number(n) + " " + noun + "s"
}

// Number returns a number as people read it, such as 6,918.
func Number(n int) string { return number(n) }

func number(n int) string { return humanize.Comma(int64(n)) }

// writeJSON writes a value as indented JSON. JSON leaves DEL and the C1 control
// characters as they are, and some terminals obey those, so they are escaped.
func writeJSON(w io.Writer, value any) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return fmt.Errorf("encode report: %w", err)
	}
	text := out.String()
	if strings.ContainsFunc(text, isLateControl) {
		var safe strings.Builder
		for _, r := range text {
			if isLateControl(r) {
				fmt.Fprintf(&safe, `\u%04x`, r)
			} else {
				safe.WriteRune(r)
			}
		}
		text = safe.String()
	}
	return write(w, text)
}

func isLateControl(r rune) bool { return r >= 0x7F && r <= 0x9F }

func write(w io.Writer, text string) error {
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("write report: %w", err)
	}
	return nil
}
