package kinds

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// requirementDisabled finds modules in use that require one that is not.
var requirementDisabled = &rule.Rule{
	Definition: diag.Definition{
		Code: "MDU002", Name: "requirement-disabled", Severity: diag.Error,
		Summary: "An enabled module requires one that is disabled or inactive.",
		Why:     "The module would run without what it needs.",
		Fix:     "Enable the required module, disable this one, or remove the requirement.",
	},
	Reads: []string{"enabled", "active", "requires"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, module *ModuleDoc) {
			if !module.Enabled || !module.Active {
				return
			}
			for i, name := range module.Requires {
				place, required := target[ModuleDoc](p, ModuleKind, name)
				if required == nil || required.Enabled && required.Active {
					continue
				}
				state, field := "disabled", "enabled"
				if required.Enabled {
					state, field = "inactive", "active"
				}
				p.Report(rule.Finding{
					Object: object, Pointer: syntax.Index("/requires", i),
					Message: fmt.Sprintf("%q is enabled but requires %q, which is %s", object.ID.Name, name, state),
					Help:    fmt.Sprintf("write `%s: true` in %q, disable %q, or remove the requirement", field, name, object.ID.Name),
					Related: []diag.Related{related(place, "/"+field, state+" here")},
				})
			}
		})
	},
}
