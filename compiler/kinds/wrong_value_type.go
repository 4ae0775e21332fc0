package kinds

import (
	"fmt"
	"maps"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// wrongValueType finds values of a variable that are not of its type.
var wrongValueType = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRM009", Name: "wrong-value-type", Severity: diag.Error,
		Summary: "A default or example of a variable is not of the variable's type.",
		Why:     "The platform checks values by the declared type, so the default would be refused or render as something else.",
		Fix:     "Correct the value, or the variable's type (left out: string).",
	},
	Reads: []string{"variables", "examples"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			for i := range prompt.Variables {
				v := &prompt.Variables[i]
				at := syntax.Index("/variables", i)
				// An empty default or example is the same as none.
				if v.Default != nil {
					checkType(p, object, v, valueAt{"default", syntax.Pointer(at, "default"), v.Default})
				}
				if v.Example != nil {
					checkType(p, object, v, valueAt{"example", syntax.Pointer(at, "example"), v.Example})
				}
			}
			for i, example := range prompt.Examples {
				for _, name := range slices.Sorted(maps.Keys(example.Values)) {
					v, value := variable(prompt, name), example.Values[name]
					if v != nil && (value != nil || v.Required) {
						checkType(p, object, v, valueAt{"value", examplePointer(i, name), value})
					}
				}
			}
		})
	},
}

// valueAt is a value of a variable, what it is called and where it stands.
type valueAt struct {
	what, pointer string
	value         resource.JSON
}

func checkType(p *rule.Pass, object *resource.Object, v *Variable, at valueAt) {
	node := object.Node(at.pointer)
	if node == nil || hasType(at.value, v.Type) {
		return
	}
	message := fmt.Sprintf("%s of variable %q is %s, but its type is %s", at.what, v.Name, describe(node), v.Type)
	if at.value == nil {
		message = fmt.Sprintf("%s of the required variable %q is empty", at.what, v.Name)
	}
	p.Report(rule.Finding{Object: object, Pointer: at.pointer, Message: message, Help: typeHelp(v, node)})
}

func examplePointer(example int, name string) string {
	return syntax.Pointer(syntax.Pointer(syntax.Index("/examples", example), "values"), name)
}

// typeHelp says what to type: mostly the quotes are wrong or the type is
// forgotten.
func typeHelp(v *Variable, node *syntax.Node) string {
	if node.Kind != syntax.Scalar {
		actual := "list"
		if node.Kind == syntax.Mapping {
			actual = "object"
		}
		return "correct the value, or declare the variable with `type: " + actual + "`"
	}
	switch {
	case node.Type == syntax.Null:
		return "write a value, or declare the variable with `required: false`"
	case v.Type == "string":
		return "quote it: \"" + node.Text + "\""
	case v.Type == "list":
		return "write it as a list: [" + diag.Shorten(node.Text) + "]"
	case node.Style != syntax.Plain && isTyped(node.Text, v.Type):
		return "remove the quotes"
	case v.Type == "boolean":
		return "write true or false"
	case v.Type == "integer" && node.Type == syntax.Float:
		return "write a whole number, or declare the variable with `type: number`"
	case v.Type == "object":
		return "write it as a mapping of fields to values"
	}
	return "correct the value or the variable's type"
}
