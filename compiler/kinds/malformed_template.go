package kinds

import (
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// malformedTemplate finds braces and tags that mean nothing in the template's
// syntax.
var malformedTemplate = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRM004", Name: "malformed-template", Severity: diag.Error,
		Summary: "A template breaks the rules of its syntax.",
		Why:     "It cannot be rendered. Most often the braces of a JSON example are read as those of a variable.",
		Fix:     "In an f-string double the braces that are text, as in {{\"a\": 1}}; in mustache close every tag and section.",
	},
	Reads: []string{"template", "syntax"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			for _, problem := range parseTemplate(prompt).Problems {
				if problem.Kind.Warning() {
					continue
				}
				p.Report(rule.Finding{
					Object: object, Pointer: "/template", From: problem.Start, To: problem.End,
					Message: problem.Message, Help: problem.Help,
				})
			}
		})
	},
}
