package resource

import (
	"fmt"
	"strings"
)

// KeyRef says where an API key lives, as vault:<path>#<field>. It never holds
// the key. The zero KeyRef refers to nothing.
type KeyRef struct {
	Path  string // below the mount and prefix of the target
	Field string
}

// ParseKeyRef reads vault:<path>#<field>.
func ParseKeyRef(text string) (KeyRef, error) {
	rest, ok := strings.CutPrefix(text, "vault:")
	path, field, parts := strings.Cut(rest, "#")
	if !ok || !parts || path == "" || field == "" {
		return KeyRef{}, fmt.Errorf("a key reference is written vault:<path>#<field>")
	}
	return KeyRef{Path: path, Field: field}, nil
}

// IsZero reports whether the reference is missing.
func (r KeyRef) IsZero() bool { return r == KeyRef{} }

// String returns vault:<path>#<field>, or "".
func (r KeyRef) String() string {
	if r.IsZero() {
		return ""
	}
	return "vault:" + r.Path + "#" + r.Field
}
