package source

import (
	"bytes"
	"strings"
)

// Lines returns the lines of a text without their line breaks, which are LF,
// CR LF or a lone CR. Bytes that are not UTF-8 become replacement characters.
func Lines(data []byte) []string {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	lines := make([]string, 0, bytes.Count(data, []byte("\n"))+1)
	for {
		end := bytes.IndexAny(data, "\r\n")
		if end < 0 {
			return append(lines, strings.ToValidUTF8(string(data), "\uFFFD"))
		}
		lines = append(lines, strings.ToValidUTF8(string(data[:end]), "\uFFFD"))
		if data[end] == '\r' && end+1 < len(data) && data[end+1] == '\n' {
			end++
		}
		data = data[end+1:]
	}
}
