package syntax

import "bytes"

// part is the byte range of one document in a file.
type part struct{ start, end int }

// split cuts a file at its document markers. YAML gives `---` and `...` at the
// beginning of a line this meaning everywhere, in block scalars too, so each
// document can be parsed on its own: a mistake in one hides nothing of the next.
// Between two markers with nothing between them there is no document.
func split(data []byte) []part {
	begin := 0
	if bytes.HasPrefix(data, []byte(bom)) {
		begin = len(bom)
	}
	if !bytes.Contains(data, []byte("---")) && !bytes.Contains(data, []byte("...")) {
		return []part{{begin, len(data)}}
	}
	var parts []part
	add := func(start, end int) {
		if text := bytes.TrimPrefix(data[start:end], []byte("---")); len(bytes.Trim(text, " \r\n")) > 0 {
			parts = append(parts, part{start, end})
		}
	}
	for at := begin; at < len(data); {
		line := data[at:]
		next := len(data)
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			next = at + i + 1
		}
		switch {
		case isMarker(line, "---") && !isDirectives(data[begin:at]):
			add(begin, at)
			begin = at
		case isMarker(line, "..."):
			add(begin, at)
			begin = at + len("...")
		}
		at = next
	}
	add(begin, len(data))
	return parts
}

// isDirectives reports whether text holds directives, such as %YAML 1.2, and
// comments only: they belong to the document that the next marker begins.
func isDirectives(text []byte) bool {
	found := false
	for at := 0; at < len(text); at = nextLine(text, at) {
		switch c := text[at]; {
		case c == '%':
			found = true
		case c != '#' && c != '\n' && c != '\r':
			return false
		}
	}
	return found
}

func isMarker(line []byte, marker string) bool {
	if len(line) < 3 || string(line[:3]) != marker {
		return false
	}
	return len(line) == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\n' || line[3] == '\r'
}
