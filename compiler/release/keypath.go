package release

import (
	"fmt"
	"strings"
)

// CheckKeyPath refuses a path that a key store would read as another one, such
// as one that leads out of the target's prefix.
func CheckKeyPath(path string) error {
	for _, c := range path {
		if c < 0x20 || c == 0x7F {
			return fmt.Errorf("key path %q holds a control character", path)
		}
	}
	for part := range strings.SplitSeq(path, "/") {
		if part == "" || part == "." || part == ".." || strings.TrimSpace(part) != part {
			return fmt.Errorf("key path %q has a part %q; parts are names between single slashes, such as platform/openai", path, part)
		}
	}
	return nil
}

// Supersedes reports whether o is of a later release of the same catalogue and
// target than other: a note that Keys.Mark keeps.
func (o KeyOwner) Supersedes(other KeyOwner) bool {
	return o.Catalog == other.Catalog && o.Target == other.Target && o.Release > other.Release
}
