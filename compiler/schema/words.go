package schema

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/syntax"
)

// suggest says how to write a text that does not match its pattern: as the
// schema describes it, with the text in that form where it can be made so.
func suggest(owner *object, written string) string {
	help, pattern := text(owner, "description"), text(owner, "pattern")
	likely := strings.Trim(notInName.ReplaceAllString(strings.ToLower(written), "_"), "_")
	matches, err := regexp.MatchString(pattern, likely)
	switch {
	case err == nil && matches && likely != written && help != "":
		return fmt.Sprintf("write %s. %s", diag.Quote(likely), help)
	case err == nil && matches && likely != written:
		return "write " + diag.Quote(likely)
	case help == "":
		return "it must match " + pattern
	}
	return help
}

var notInName = regexp.MustCompile(`[^a-z0-9]+`)

// isSecret reports whether the schema marks a value as one that is never shown:
// where a reference to a key is expected, people write the key.
func isSecret(owner *object) bool { return owner.get("writeOnly") == true }

// quotedForNothing reports whether a quoted text would be of the type wanted
// without its quotes.
func quotedForNothing(wanted string, node *syntax.Node) bool {
	switch wanted {
	case "boolean":
		return node.Text == "true" || node.Text == "false"
	case "integer":
		_, err := strconv.Atoi(node.Text)
		return err == nil
	case "number":
		_, err := strconv.ParseFloat(node.Text, 64)
		return err == nil
	}
	return false
}

// what names a value, and shows a short text.
func what(node *syntax.Node) string {
	if node.Kind == syntax.Scalar && node.Type == syntax.String {
		return "the text " + quote(node)
	}
	return node.Describe()
}

// nameOf names what stands at a pointer: the last field on the way, the items on
// the way behind it, or the kind for a whole document.
func (r *reporter) nameOf(pointer string) string {
	if pointer == "" {
		if kind := r.document.Root.Get("kind"); kind != nil && kind.Kind == syntax.Scalar {
			return diag.Shorten(kind.Text)
		}
		return path.Base(r.document.Path)
	}
	token := syntax.LastToken(pointer)
	parent, exact := r.document.Root.Nearest(parentOf(pointer))
	if exact && parent.Kind == syntax.Sequence {
		if i, err := strconv.Atoi(token); err == nil {
			return fmt.Sprintf("item %d of %s", i+1, r.nameOf(parentOf(pointer)))
		}
	}
	if plainName.MatchString(token) {
		return token
	}
	return diag.Quote(token)
}

// plainName matches the names of fields that read well without quotes.
var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,60}$`)

// quote shows a scalar's value, shortened to what fits a message.
func quote(n *syntax.Node) string {
	if n.Kind != syntax.Scalar || n.Type == syntax.Null {
		return n.Describe()
	}
	return diag.Quote(n.Text)
}

func or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}
