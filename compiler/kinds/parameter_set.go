package kinds

import (
	"maps"
	"slices"
	"strconv"

	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// parameterSet are parameters of an active document with what is known about
// the requests they go into.
type parameterSet struct {
	object  *resource.Object
	pointer string
	values  Parameters
	// provider is whose API takes them, or "" when they go to several.
	provider string
	// modelType is the type of all models they go to, or "".
	modelType string
	// model is the one they go to, or nil. An integration's and the platform's
	// defaults go to others as well.
	model     *ModelDoc
	modelName string
}

// parameterSetFields are the top-level fields that parameterSets depends on.
var parameterSetFields = slices.Concat(modelUseFields, []string{"parameters", "provider", "integration", "max_output_tokens"})

// parameterSets returns all parameters of a catalogue, those of Settings, then
// of Integrations and Prompts.
func parameterSets(p *rule.Pass) []parameterSet {
	var sets []parameterSet
	add := func(set parameterSet) {
		if len(set.values) > 0 {
			sets = append(sets, set)
		}
	}
	rule.Each(p, func(object *resource.Object, settings *SettingsDoc) {
		if !settings.Active {
			return
		}
		set := parameterSet{object: object, pointer: "/parameters", values: settings.Parameters, modelName: settings.DefaultTextModel}
		_, set.model = target[ModelDoc](p, ModelKind, set.modelName)
		add(set)
		for _, name := range slices.Sorted(maps.Keys(settings.Operations)) {
			operation := settings.Operations[name]
			set := parameterSet{
				object: object, pointer: syntax.Pointer("/operations", name) + "/parameters",
				values: operation.Parameters, modelName: operation.Model,
			}
			if set.modelName == "" && operation.Type == textModel {
				set.modelName = settings.DefaultTextModel
			}
			if set.modelName == "" && operation.Type == imageModel {
				set.modelName = settings.DefaultImageModel
			}
			add(set.to(p))
		}
	})
	rule.Each(p, func(object *resource.Object, integration *IntegrationDoc) {
		if !integration.Active {
			return
		}
		set := parameterSet{
			object: object, pointer: "/parameters", values: integration.Parameters,
			provider: integration.Provider, modelName: integration.DefaultModel,
		}
		_, set.model = target[ModelDoc](p, ModelKind, set.modelName)
		add(set)
	})
	settings := theSettings(p)
	rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
		if prompt.Active {
			name, _ := modelOf(prompt, settings)
			add(parameterSet{object: object, pointer: "/parameters", values: prompt.Parameters, modelName: name}.to(p))
		}
	})
	return sets
}

// to completes a set all of whose requests go to the model it names.
func (s parameterSet) to(p *rule.Pass) parameterSet {
	if _, s.model = target[ModelDoc](p, ModelKind, s.modelName); s.model == nil {
		return s
	}
	s.modelType = s.model.Type
	if _, integration := target[IntegrationDoc](p, IntegrationKind, s.model.Integration); integration != nil {
		s.provider = integration.Provider
	}
	return s
}

// names returns the names of the parameters in order.
func (s parameterSet) names() []string { return slices.Sorted(maps.Keys(s.values)) }

// subject says who takes the parameters, for messages.
func (s parameterSet) subject(title string) string {
	if s.modelType == "" {
		return title
	}
	return title + "'s " + s.modelType + " model " + strconv.Quote(s.modelName)
}
