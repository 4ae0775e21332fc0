package syntax

import "strings"

// keepsBlankLines reports whether the blank lines below a block scalar belong to
// its text.
func keepsBlankLines(text string) bool { return strings.HasSuffix(text, "\n\n") }

// blockText returns the header and the lines of a literal or folded scalar in its
// own style, or "" when that cannot hold the text in the canonical layout: a text
// of white space only is invisible.
func blockText(e *entry) (header string, lines []string) {
	n := e.value
	if strings.Trim(n.Text, " \t\n") == "" {
		return "", nil
	}
	header = "|"
	if n.Style == Folded {
		header = ">"
	}
	lines = append(lines, e.lines...)
	for _, line := range lines {
		if line != "" {
			if line[0] == ' ' || line[0] == '\t' {
				header += "2" // the indentation is counted from here, not from the first line
			}
			break
		}
	}
	body := strings.TrimRight(n.Text, "\n")
	switch breaks := len(n.Text) - len(body); {
	case breaks == 0:
		header += "-"
	case breaks > 1:
		header += "+"
		lines = append(lines, make([]string, breaks-1)...)
	}
	if readsBack(header+"\n"+indented(lines, indentStep), n.Text, false) {
		return header, lines
	}
	return "", nil
}

// indented joins the lines of a text. A line may end in LS or PS, which are line
// breaks of their own.
func indented(lines []string, indent int) string {
	var out strings.Builder
	for i, line := range lines {
		if line != "" {
			out.WriteString(strings.Repeat(" ", indent))
		}
		out.WriteString(line)
		if i == len(lines)-1 || !strings.HasSuffix(line, "\u2028") && !strings.HasSuffix(line, "\u2029") {
			out.WriteByte('\n')
		}
	}
	return out.String()
}
