package kinds

import "github.com/igny8/catalogc/compiler/resource"

// PromptKind is the name of the kind Prompt.
const PromptKind = "Prompt"

// PromptDoc is the content of a Prompt document.
type PromptDoc struct {
	resource.Meta
	Version    int        `yaml:"version" default:"1"`
	Type       string     `yaml:"type" vocabulary:"prompt_types"`
	Default    bool       `yaml:"default" column:"is_default"`
	Syntax     string     `yaml:"syntax" default:"f-string"`
	Variables  []Variable `yaml:"variables"`
	Template   string     `yaml:"template"`
	Model      string     `yaml:"model" ref:"Model"`
	Parameters Parameters `yaml:"parameters"`
	Examples   []Example  `yaml:"examples"`
}

// Variable is a declared variable of a template.
type Variable struct {
	Name        string        `yaml:"name"`
	Description string        `yaml:"description"`
	Type        string        `yaml:"type" default:"string"`
	Required    bool          `yaml:"required" default:"true"`
	Default     resource.JSON `yaml:"default"`
	Example     resource.JSON `yaml:"example"`
}

// Example is a set of values with which the template must render.
type Example struct {
	Name   string                   `yaml:"name"`
	Values map[string]resource.JSON `yaml:"values"`
}

// Prompt declares the kind of prompt templates.
func Prompt() *resource.Kind {
	return resource.Define[PromptDoc](resource.Spec{
		Name: PromptKind, Plural: "prompts",
		Doc: "A prompt template with its variables, parameters and examples.",
	})
}
