package kinds

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/syntax"
)

// variable returns the declaration of a name, or nil.
func variable(prompt *PromptDoc, name string) *Variable {
	i := slices.IndexFunc(prompt.Variables, func(v Variable) bool { return v.Name == name })
	if i < 0 {
		return nil
	}
	return &prompt.Variables[i]
}

// hasType reports whether a value is of a variable's type. A type that is not
// known has every value: the schema has reported it.
func hasType(value resource.JSON, name string) bool {
	ok := true
	switch name {
	case "string":
		_, ok = value.(string)
	case "integer":
		var number json.Number
		number, ok = value.(json.Number)
		ok = ok && !strings.ContainsAny(string(number), ".eE")
	case "number":
		_, ok = value.(json.Number)
	case "boolean":
		_, ok = value.(bool)
	case "list":
		_, ok = value.([]any)
	case "object":
		_, ok = value.(map[string]any)
	}
	return ok
}

// isTyped reports whether a text would be a value of the type without its
// quotes.
func isTyped(text, name string) bool {
	if name == "boolean" {
		return text == "true" || text == "false"
	}
	number := text != "" && (text[0] == '-' || text[0] >= '0' && text[0] <= '9') && json.Valid([]byte(text))
	return number && hasType(json.Number(text), name)
}

// describe shows a text and names anything else.
func describe(node *syntax.Node) string {
	if node.Kind == syntax.Scalar && node.Type == syntax.String {
		return diag.Quote(node.Text)
	}
	return node.Describe()
}
