package kinds

import (
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
	"github.com/igny8/catalogc/compiler/template"
)

// unusedVariable finds variables that a prompt declares but its template never
// uses.
var unusedVariable = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRM002", Name: "unused-variable", Severity: diag.Warning,
		Summary: "A prompt declares a variable that its template does not use.",
		Why:     "The platform works out a value that never reaches the model; often the name is misspelt on one side.",
		Fix:     "Use the variable in the template, correct its name, or remove its declaration.",
	},
	Reads: []string{"template", "syntax", "variables"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			if len(prompt.Variables) == 0 {
				return
			}
			parsed := parseTemplate(prompt)
			if !parsed.WellFormed() {
				return // a use may hide in what is malformed
			}
			used := parsed.Names()
			for _, slip := range otherSyntax(prompt, parsed) {
				used = append(used, slip.name)
			}
			for i, name := range variableNames(prompt) {
				if slices.Contains(used, name) {
					continue
				}
				pointer := syntax.Pointer(syntax.Index("/variables", i), "name")
				p.Reportf(object, pointer, unusedHelp(prompt, parsed, name), "variable %q is never used in the template", name)
			}
		})
	},
}

func unusedHelp(prompt *PromptDoc, parsed *template.Template, name string) string {
	if nearest := diag.Nearest(name, undeclaredNames(prompt, parsed)); nearest != "" {
		return fmt.Sprintf("the template uses %q, which is not declared: correct the name that is misspelt", nearest)
	}
	if prompt.Syntax == string(template.Plain) {
		return "a plain template has no variables: remove it, or change syntax"
	}
	return fmt.Sprintf("write %s in the template, or remove the variable", tagOf(prompt.Syntax, name))
}

// undeclaredNames returns the names that a template uses and its prompt does
// not declare.
func undeclaredNames(prompt *PromptDoc, parsed *template.Template) []string {
	declared := variableNames(prompt)
	var names []string
	for _, use := range parsed.Uses {
		if !slices.Contains(declared, use.Name) && !insideListOfObjects(prompt, use) {
			names = append(names, use.Name)
		}
	}
	return names
}

// tagOf writes a variable as a template of the syntax does.
func tagOf(syntax, name string) string {
	if syntax == string(template.Mustache) {
		return "{{" + name + "}}"
	}
	return "{" + name + "}"
}
