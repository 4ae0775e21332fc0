package kinds

import (
	"strconv"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// foreignDefaultModel finds models that an integration offers but another one
// serves.
var foreignDefaultModel = &rule.Rule{
	Definition: diag.Definition{
		Code: "INT004", Name: "foreign-default-model", Severity: diag.Error,
		Summary: "An integration's default model, or one that accounts may choose, belongs to another integration or does not exist.",
		Why:     "Requests go to this integration's address and key, where the model is not known.",
		Fix:     "Name a model of this integration.",
	},
	Reads: []string{"active", "default_model", "overridable", "integration"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, integration *IntegrationDoc) {
			if !integration.Active {
				return
			}
			checkOwnModel(p, object, "/default_model", integration.DefaultModel)
			for i, value := range integration.Overridable["default_model"].Values {
				pointer := syntax.Index("/overridable/default_model/values", i)
				name, ok := value.(string)
				if !ok {
					p.Reportf(object, pointer, "write the name of a model", "%s is no name of a model", show(value))
					continue
				}
				if !p.Catalog.Has(resource.ID{Kind: ModelKind, Name: name}) && p.Catalog.Complete(ModelKind) {
					reportUnknownModel(p, object, pointer, name)
				}
				checkOwnModel(p, object, pointer, name)
			}
		})
	},
}

// reportUnknownModel reports a name among the values accounts may choose, which
// are free-form and so are not linked.
func reportUnknownModel(p *rule.Pass, object *resource.Object, pointer, name string) {
	var names []string
	for _, model := range p.Catalog.Of(ModelKind) {
		names = append(names, model.ID.Name)
	}
	message, help := "unknown model "+strconv.Quote(name), "write the name of an existing model of this integration, or remove it"
	message += diag.DidYouMean(name, names)
	p.Reportf(object, pointer, help, "%s", message)
}

func checkOwnModel(p *rule.Pass, object *resource.Object, pointer, name string) {
	_, model := target[ModelDoc](p, ModelKind, name)
	if model == nil || model.Integration == "" || model.Integration == object.ID.Name {
		return
	}
	p.Reportf(object, pointer, "name a model of integration "+strconv.Quote(object.ID.Name),
		"model %q belongs to integration %q", name, model.Integration)
}
