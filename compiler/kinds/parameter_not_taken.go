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

// parameterNotTaken finds parameters that the provider's API does not have.
var parameterNotTaken = &rule.Rule{
	Definition: diag.Definition{
		Code: "PAR001", Name: "parameter-not-taken", Severity: diag.Error,
		Summary: "A parameter is set that the provider's API does not take, or not for a model of this type.",
		Why:     "The provider refuses the request, or ignores the parameter without a word.",
		Fix:     "Remove the parameter, or choose a model that takes it.",
	},
	Reads: slices.Concat(parameterSetFields, []string{"overridable"}),
	Run: func(p *rule.Pass) {
		for _, set := range parameterSets(p) {
			for _, name := range set.names() {
				reportNotTaken(p, set, syntax.Pointer(set.pointer, name), name)
			}
		}
		rule.Each(p, func(object *resource.Object, integration *IntegrationDoc) {
			if !integration.Active {
				return
			}
			set := parameterSet{object: object, provider: integration.Provider}
			for _, name := range slices.Sorted(maps.Keys(integration.Overridable)) {
				if !isAccountField(name) {
					reportNotTaken(p, set, syntax.Pointer("/overridable", name), name)
				}
			}
		})
	},
}

// isAccountField reports whether an overridable field is no parameter of
// requests.
func isAccountField(name string) bool {
	return name == "default_model" || name == "base_url" || name == "api_key"
}

func reportNotTaken(p *rule.Pass, set parameterSet, pointer, name string) {
	api, known := apis[set.provider]
	if !known || len(api.takes(name, set.modelType)) > 0 {
		return
	}
	help, message := "remove it", fmt.Sprintf("%s takes no %s", api.title, name)
	if others := api.takes(name, ""); len(others) > 0 {
		message = fmt.Sprintf("%s takes no %s", set.subject(api.title), name)
		help = "remove it: it is for " + others[0].types[0] + " models"
	}
	p.Report(rule.Finding{Object: set.object, Pointer: pointer, OnKey: true, Message: message, Help: help})
}
