package kinds

import (
	"maps"
	"slices"

	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// The types of models that a catalogue chooses by default.
const (
	textModel  = "text"
	imageModel = "image"
)

// modelUse is a place at which an active document chooses a model.
type modelUse struct {
	Object  *resource.Object
	Pointer string
	// Name is the chosen model's; it may not exist.
	Name string
	// Needs is the type the model must have, or "" when any will do.
	Needs string
	// By says in words what chooses it, such as `operation "ideas"`.
	By string
}

// modelUseFields are the top-level fields that modelUses depends on.
var modelUseFields = []string{
	"active", "type", "default_text_model", "default_image_model", "operations", "default_model", "model",
}

// modelUses returns every place at which a model is chosen, in the order of
// Settings, Integrations and Prompts. A model that a document merely offers or
// names as a replacement is not chosen.
func modelUses(p *rule.Pass) []modelUse {
	var uses []modelUse
	add := func(use modelUse) {
		if use.Name != "" {
			uses = append(uses, use)
		}
	}
	rule.Each(p, func(object *resource.Object, settings *SettingsDoc) {
		if !settings.Active {
			return
		}
		add(modelUse{object, "/default_text_model", settings.DefaultTextModel, textModel, "default_text_model"})
		add(modelUse{object, "/default_image_model", settings.DefaultImageModel, imageModel, "default_image_model"})
		for _, name := range slices.Sorted(maps.Keys(settings.Operations)) {
			operation := settings.Operations[name]
			pointer := syntax.Pointer("/operations", name) + "/model"
			add(modelUse{object, pointer, operation.Model, operation.Type, "operation " + name})
		}
	})
	rule.Each(p, func(object *resource.Object, integration *IntegrationDoc) {
		if integration.Active {
			add(modelUse{object, "/default_model", integration.DefaultModel, "", "default_model"})
		}
	})
	rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
		if prompt.Active {
			add(modelUse{object, "/model", prompt.Model, promptModelType(prompt.Type), "a prompt of type " + prompt.Type})
		}
	})
	return uses
}

// promptModelType returns the type of model that the text of a prompt goes to.
func promptModelType(promptType string) string {
	switch promptType {
	case "image_prompt_template", "negative_prompt":
		return imageModel
	}
	return textModel
}
