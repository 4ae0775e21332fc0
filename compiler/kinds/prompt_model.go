package kinds

import "github.com/igny8/catalogc/compiler/rule"

// theSettings returns the Settings of the platform, or nil when there are none,
// several, or ones that break the schema.
func theSettings(p *rule.Pass) *SettingsDoc {
	all := p.Catalog.Of(SettingsKind)
	if len(all) != 1 || !p.Sound(all[0]) {
		return nil
	}
	settings, _ := all[0].Value.(*SettingsDoc)
	if settings == nil || !settings.Active {
		return nil
	}
	return settings
}

// modelOf returns the name of the model that the platform uses for a prompt and
// what chooses it. The name is "" when nothing does.
func modelOf(prompt *PromptDoc, settings *SettingsDoc) (name, by string) {
	if prompt.Model != "" {
		return prompt.Model, "the prompt's own model"
	}
	if settings == nil {
		return "", ""
	}
	needs := promptModelType(prompt.Type)
	if operation, ok := settings.Operations[prompt.Type]; ok {
		if operation.Model != "" {
			return operation.Model, "that of the operation " + prompt.Type
		}
		needs = operation.Type
	}
	switch needs {
	case textModel:
		return settings.DefaultTextModel, "the default text model"
	case imageModel:
		return settings.DefaultImageModel, "the default image model"
	}
	return "", ""
}
