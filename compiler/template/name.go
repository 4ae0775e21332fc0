package template

import "strings"

// isName reports whether s is a variable name: a letter or _, then letters,
// digits and _. The schema of Prompt wants the same of a declared name.
func isName(s string) bool { return s != "" && nameLen(s) == len(s) }

// nameLen is the length of the name at the start of s; 0 if there is none.
func nameLen(s string) int {
	for i := range len(s) {
		c := s[i]
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return i
		}
	}
	return len(s)
}

// splitName cuts a dotted name into its parts; false if one is not a name.
func splitName(s string) ([]string, bool) {
	parts := strings.Split(s, ".")
	for _, part := range parts {
		if !isName(part) {
			return nil, false
		}
	}
	return parts, true
}

// suggestName turns "first name" and "user-name" into names; false when it
// takes more than that.
func suggestName(s string) (string, bool) {
	name := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.TrimSpace(s))
	return name, isName(name) && len(name) <= maxQuoted
}
