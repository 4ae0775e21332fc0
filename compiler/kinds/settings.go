package kinds

import "github.com/igny8/catalogc/compiler/resource"

// SettingsKind is the name of the kind Settings.
const SettingsKind = "Settings"

// SettingsDoc is the content of a Settings document.
type SettingsDoc struct {
	resource.Meta
	DefaultTextModel  string               `yaml:"default_text_model" ref:"Model"`
	DefaultImageModel string               `yaml:"default_image_model" ref:"Model"`
	Parameters        Parameters           `yaml:"parameters"`
	Operations        map[string]Operation `yaml:"operations"`
}

// Operation is what one operation of the platform uses in place of the
// defaults.
type Operation struct {
	Type       string     `yaml:"type" default:"text"`
	Model      string     `yaml:"model" ref:"Model"`
	Parameters Parameters `yaml:"parameters"`
}

// Settings declares the kind of platform-wide defaults.
func Settings() *resource.Kind {
	return resource.Define[SettingsDoc](resource.Spec{
		Name: SettingsKind, Plural: "settings", Singleton: true,
		Doc: "Platform-wide defaults: models, parameters and choices per operation. Exactly one.",
	})
}
