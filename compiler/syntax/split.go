package syntax

import "bytes"

// part is the byte range of one document in a file.
type part struct{ start, end int }

// split cuts a file at its document markers. YAML gives `---` and `...` at the
// beginning of a line this meaning everywhere, in block scalars too, so each
// document can be parsed on its own: a mistake in one hides nothing of the next.
func split(data []byte) []part {
	begin := 0
	if bytes.HasPrefix(data, []byte(bom)) {
		begin = len(bom)
	}
	if !bytes.Contains(data, []byte("---")) && !bytes.Contains(data, []byte("...")) {
		return []part{{begin, len(data)}}
	}
	var parts []part
	for at := begin; at < len(data); {
		line := data[at:]
		next := len(data)
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			next = at + i + 1
		}
		switch {
		case isMarker(line, "---"):
			parts = append(parts, part{begin, at})
			begin = at
		case isMarker(line, "..."):
			parts = append(parts, part{begin, at})
			begin = next
		}
		at = next
	}
	return append(parts, part{begin, len(data)})
}

func isMarker(line []byte, marker string) bool {
	if len(line) < 3 || string(line[:3]) != marker {
		return false
	}
	return len(line) == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\n' || line[3] == '\r'
}
