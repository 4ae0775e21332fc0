package kinds

import (
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/rule"
)

// wrongModelType finds chosen models that make something else than is needed.
var wrongModelType = &rule.Rule{
	Definition: diag.Definition{
		Code: "MOD008", Name: "wrong-model-type", Severity: diag.Error,
		Summary: "A chosen model is of another type than is needed there.",
		Why:     "The provider refuses a request that the model cannot answer, such as a picture from a text model.",
		Fix:     "Choose a model of the type needed, or correct the operation's type.",
	},
	Reads: modelUseFields,
	Run: func(p *rule.Pass) {
		for _, use := range modelUses(p) {
			_, model := target[ModelDoc](p, ModelKind, use.Name)
			if model == nil || model.Type == "" || use.Needs == "" || model.Type == use.Needs {
				continue
			}
			help := "choose " + withArticle(use.Needs) + " model" + some(p, use.Needs)
			if strings.HasPrefix(use.Pointer, "/operations/") {
				help += ", or write `type: " + model.Type + "` in the operation"
			}
			p.Reportf(use.Object, use.Pointer, help, "%q is %s model, but %s needs %s model",
				use.Name, withArticle(model.Type), use.By, withArticle(use.Needs))
		}
	},
}

// some names a few usable models of a type, to follow the advice to choose one.
func some(p *rule.Pass, modelType string) string {
	const few = 3
	var names []string
	for _, object := range p.Catalog.Of(ModelKind) {
		_, model := target[ModelDoc](p, ModelKind, object.ID.Name)
		if model != nil && model.Type == modelType && isUsable(model, p.Today) {
			names = append(names, object.ID.Name)
		}
		if len(names) == few {
			break
		}
	}
	if len(names) == 0 {
		return ""
	}
	return ", such as " + strings.Join(names, ", ")
}

func withArticle(noun string) string {
	if noun != "" && strings.IndexByte("aeiou", noun[0]) >= 0 {
		return "an " + noun
	}
	return "a " + noun
}
