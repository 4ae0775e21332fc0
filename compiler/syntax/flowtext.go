package syntax

import "strings"

// flowText returns a collection in brackets on one line, if it was written so.
func flowText(e *entry) (string, bool) {
	var out strings.Builder
	ok := writeFlow(&out, e)
	return out.String(), ok
}

func writeFlow(out *strings.Builder, e *entry) bool {
	opening, closing := "{", "}"
	if e.value.Kind == Sequence {
		opening, closing = "[", "]"
	}
	if len(e.block.entries) > 0 && !e.block.inline {
		return false
	}
	out.WriteString(opening)
	for i, child := range e.block.entries {
		if len(child.head)+len(child.trailing) > 0 {
			return false // behind a pair without brackets of its own
		}
		if i > 0 {
			out.WriteString(", ")
		}
		if child.key != nil {
			out.WriteString(keyText(child, true) + ": ")
		}
		if child.block != nil {
			if !writeFlow(out, child) {
				return false
			}
			continue
		}
		text := scalarText(child.value, child.source, true)
		if text == "" {
			text = "null"
		}
		out.WriteString(text)
	}
	out.WriteString(closing)
	return true
}
