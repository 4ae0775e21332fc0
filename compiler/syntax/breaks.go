package syntax

import "bytes"

// breakSize returns the length of the line break at an offset, or 0. YAML 1.1,
// and so yaml.v3, ends lines at NEL, LS and PS too.
func breakSize(data []byte, at int) int {
	if at >= len(data) {
		return 0
	}
	switch rest := data[at:]; rest[0] {
	case '\n':
		return 1
	case '\r':
		if len(rest) > 1 && rest[1] == '\n' {
			return 2
		}
		return 1
	case 0xC2:
		if len(rest) > 1 && rest[1] == 0x85 {
			return 2
		}
	case 0xE2:
		if len(rest) > 2 && rest[1] == 0x80 && (rest[2] == 0xA8 || rest[2] == 0xA9) {
			return 3
		}
	}
	return 0
}

// keptSize returns how many bytes of a value the line break at an offset becomes
// where it is not folded: LS and PS stay themselves, all others become LF.
func keptSize(data []byte, at int) int {
	if size := breakSize(data, at); size == 3 {
		return size
	}
	return 1
}

// breakAt returns the offset of the next line break, or the length of data.
func breakAt(data []byte, at int) int {
	for at < len(data) && breakSize(data, at) == 0 {
		at++
	}
	return at
}

// nextLine returns the offset of the first byte of the line below.
func nextLine(data []byte, at int) int {
	at = breakAt(data, at)
	return at + breakSize(data, at)
}

// blankRun returns how many spaces and tabs data begins with.
func blankRun(data []byte) int {
	n := 0
	for n < len(data) && (data[n] == ' ' || data[n] == '\t') {
		n++
	}
	return n
}

// spaceRun returns how many spaces data begins with.
func spaceRun(data []byte) int {
	n := 0
	for n < len(data) && data[n] == ' ' {
		n++
	}
	return n
}

// lineEnd returns the offset of the end of the line at an offset, without
// white space; a comment counts as part of the line.
func lineEnd(data []byte, at int) int {
	return at + len(bytes.TrimRight(data[at:breakAt(data, at)], " \t"))
}
