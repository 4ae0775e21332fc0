package kinds

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
	"github.com/igny8/catalogc/compiler/template"
)

// exampleDoesNotRender finds examples with which a prompt's template does not
// render.
var exampleDoesNotRender = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRM006", Name: "example-does-not-render", Severity: diag.Error,
		Summary: "An example of a prompt does not give the template what it needs.",
		Why:     "An example is the proof that the prompt works; a caller who follows this one gets an error.",
		Fix:     "Give a value to every variable without a default, by the name it is declared with.",
	},
	Reads: []string{"template", "syntax", "variables", "examples"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			if len(prompt.Examples) == 0 {
				return
			}
			parsed := parseTemplate(prompt)
			if !parsed.WellFormed() {
				return
			}
			undeclared := undeclaredNames(prompt, parsed)
			for i := range prompt.Examples {
				check := exampleCheck{p, object, prompt, parsed, undeclared, i}
				if check.names() {
					check.render()
				}
			}
		})
	},
}

// exampleCheck is one example under test.
type exampleCheck struct {
	pass   *rule.Pass
	object *resource.Object
	prompt *PromptDoc
	parsed *template.Template
	// undeclared are the names that the template uses all the same.
	undeclared []string
	index      int
}

func (c *exampleCheck) pointer() string { return syntax.Index("/examples", c.index) }

// title names the example in messages.
func (c *exampleCheck) title() string {
	if name := c.prompt.Examples[c.index].Name; name != "" {
		return fmt.Sprintf("example %q", name)
	}
	return fmt.Sprintf("example %d", c.index+1)
}

// names reports values of unknown names and required variables without a value.
// It returns true when there are none.
func (c *exampleCheck) names() bool {
	values := c.prompt.Examples[c.index].Values
	declared := variableNames(c.prompt)
	misspelt := map[string]bool{}
	good := len(c.undeclared) == 0
	for _, name := range slices.Sorted(maps.Keys(values)) {
		// A name that the template uses is rather a declaration that is missing.
		if slices.Contains(declared, name) || slices.Contains(c.undeclared, name) {
			continue
		}
		good = false
		message, help := fmt.Sprintf("the prompt has no variable %q", name), "declare it under variables, or remove it here"
		if nearest := diag.Nearest(name, declared); nearest != "" {
			misspelt[nearest] = true
			help = fmt.Sprintf("write `%s:`, or declare %q under variables", nearest, name)
			message += fmt.Sprintf("; did you mean %q?", nearest)
		}
		c.pass.Report(rule.Finding{
			Object: c.object, Pointer: examplePointer(c.index, name), OnKey: true, Message: message, Help: help,
		})
	}
	for i := range c.prompt.Variables {
		v := &c.prompt.Variables[i]
		if _, given := values[v.Name]; given || !v.Required || v.Default != nil || misspelt[v.Name] {
			continue
		}
		good = false
		c.pass.Reportf(c.object, c.pointer(), fmt.Sprintf("add `%s:` to its values, or declare the variable with a default", v.Name),
			"%s has no value for the required variable %q", c.title(), v.Name)
	}
	return good
}

// render fills the template with the defaults and the values of the example.
func (c *exampleCheck) render() {
	values := map[string]any{}
	for i := range c.prompt.Variables {
		v := &c.prompt.Variables[i]
		if v.Default != nil {
			values[v.Name] = v.Default
		}
	}
	maps.Copy(values, c.prompt.Examples[c.index].Values)
	for i := range c.prompt.Variables {
		v := &c.prompt.Variables[i]
		if value := values[v.Name]; value != nil && !hasType(value, v.Type) {
			return // a finding of its own, and the likely cause of any other
		}
	}
	_, err := c.parsed.Render(values)
	if err == nil {
		return
	}
	pointer, help := c.pointer(), ""
	var missing *template.MissingError
	var mistyped *template.TypeError
	switch {
	case errors.As(err, &missing):
		help = c.missingHelp(missing.Name)
	case errors.As(err, &mistyped):
		name, _, _ := strings.Cut(mistyped.Name, ".")
		help = fmt.Sprintf("give %s the fields that the template names, or name none", mistyped.Name)
		if at := examplePointer(c.index, name); c.object.Node(at) != nil {
			pointer = at
		}
	}
	c.pass.Reportf(c.object, pointer, help, "%s does not render: %v", c.title(), err)
}

func (c *exampleCheck) missingHelp(path string) string {
	name, _, dotted := strings.Cut(path, ".")
	switch {
	case variable(c.prompt, name) == nil:
		return fmt.Sprintf("give it in each item, or put the tag in a section: {{#%[1]s}}{{%[1]s}}{{/%[1]s}}", path)
	case dotted:
		return fmt.Sprintf("give %s that field, or put the tag in a section: {{#%[2]s}}{{%[2]s}}{{/%[2]s}}", name, path)
	}
	return fmt.Sprintf("add `%s:` to its values, or declare the variable with a default", name)
}
