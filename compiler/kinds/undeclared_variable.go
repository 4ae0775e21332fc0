package kinds

import (
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/template"
)

// undeclaredVariable finds variables that a template uses but the prompt does
// not declare.
var undeclaredVariable = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRM001", Name: "undeclared-variable", Severity: diag.Error,
		Summary: "A template uses a variable that the prompt does not declare.",
		Why:     "The platform gives a prompt the declared variables only, so rendering fails or the braces reach the model.",
		Fix:     "Declare the variable under variables, correct its name, or double the braces where text is meant.",
	},
	Reads: []string{"template", "syntax", "variables"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			names := variableNames(prompt)
			for _, use := range parseTemplate(prompt).Uses {
				if slices.Contains(names, use.Name) || insideListOfObjects(prompt, use) {
					continue
				}
				help := "declare it under variables"
				if nearest := diag.Nearest(use.Name, names); nearest != "" {
					help += ", or did you mean " + tagOf(prompt.Syntax, nearest) + "?"
				}
				p.Report(rule.Finding{
					Object: object, Pointer: "/template", From: use.Start, To: use.End,
					Message: fmt.Sprintf("variable %q is not declared", use.Name), Help: help,
				})
			}
		})
	},
}

func variableNames(prompt *PromptDoc) []string {
	names := make([]string, len(prompt.Variables))
	for i := range prompt.Variables {
		names[i] = prompt.Variables[i].Name
	}
	return names
}

func parseTemplate(prompt *PromptDoc) *template.Template {
	return template.Parse(prompt.Template, template.Syntax(prompt.Syntax))
}

// insideListOfObjects reports whether a name may be a field of an item: it
// stands in a section over a declared variable that is a list or an object.
func insideListOfObjects(prompt *PromptDoc, use template.Use) bool {
	return slices.ContainsFunc(prompt.Variables, func(v Variable) bool {
		return (v.Type == "list" || v.Type == "object") && slices.Contains(use.In, v.Name)
	})
}
