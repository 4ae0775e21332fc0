package kinds

import (
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/template"
)

// likelyOtherSyntax finds declared variables that a template marks in the way
// of another syntax than its own.
var likelyOtherSyntax = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRM005", Name: "likely-other-syntax", Severity: diag.Warning,
		Summary: "A template marks a declared variable in the way of another syntax.",
		Why:     "What is no variable in the template's syntax is text: the model gets the braces and the name in place of the value.",
		Fix:     "Write the variable as the template's syntax wants it, or name the right syntax.",
	},
	Reads: []string{"template", "syntax", "variables"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			if len(prompt.Variables) == 0 {
				return
			}
			for _, slip := range otherSyntax(prompt, parseTemplate(prompt)) {
				p.Report(rule.Finding{
					Object: object, Pointer: "/template", From: slip.start, To: slip.end, Help: slip.help,
					Message: fmt.Sprintf("%q is mere text here, not the variable: the syntax is %s", prompt.Template[slip.start:slip.end], prompt.Syntax),
				})
			}
		})
	},
}

// slip is a declared variable in the way of another syntax.
type slip struct {
	name       string
	start, end int // in the template
	help       string
}

func otherSyntax(prompt *PromptDoc, parsed *template.Template) []slip {
	declared := variableNames(prompt)
	var slips []slip
	add := func(name string, start, end int, help string) {
		if slices.Contains(declared, name) {
			slips = append(slips, slip{name, start, end, help})
		}
	}
	switch parsed.Syntax {
	case template.FString:
		for _, use := range parsed.Escaped() {
			add(use.Name, use.Start, use.End,
				fmt.Sprintf("write {%s}, or set `syntax: mustache` if that is how the template is written", use.Name))
		}
	case template.Mustache:
		for _, use := range singleBraces(parsed) {
			add(use.Name, use.Start, use.End,
				fmt.Sprintf("write {{%s}}, or set `syntax: f-string` if that is how the template is written", use.Name))
		}
	case template.Plain:
		// Read as mustache, a text shows both ways to mark a variable.
		read := template.Parse(parsed.Text, template.Mustache)
		for _, use := range read.Uses {
			add(use.Name, use.Start, use.End, "a plain template has no variables; set `syntax: mustache`")
		}
		for _, use := range singleBraces(read) {
			add(use.Name, use.Start, use.End, "a plain template has no variables; set `syntax: f-string`")
		}
	}
	return slips
}

// singleBraces returns what would be the variables of a mustache template if it
// were an f-string.
func singleBraces(parsed *template.Template) []template.Use {
	var uses []template.Use
	for _, problem := range parsed.Problems {
		if problem.Kind == template.LikelyFString {
			name := parsed.Text[problem.Start+1 : problem.End-1]
			uses = append(uses, template.Use{Name: name, Path: name, Start: problem.Start, End: problem.End})
		}
	}
	return uses
}
