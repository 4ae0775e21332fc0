package kinds

import "github.com/igny8/catalogc/compiler/resource"

// IntegrationKind is the name of the kind Integration.
const IntegrationKind = "Integration"

// IntegrationDoc is the content of an Integration document.
type IntegrationDoc struct {
	resource.Meta
	Provider     string            `yaml:"provider"`
	BaseURL      string            `yaml:"base_url"`
	APIKey       resource.KeyRef   `yaml:"api_key"`
	DefaultModel string            `yaml:"default_model" ref:"Model"`
	Parameters   Parameters        `yaml:"parameters"`
	Overridable  map[string]Bounds `yaml:"overridable"`
	Test         *ConnectionTest   `yaml:"test"`
}

// Bounds say what an account may choose. The zero Bounds allow everything.
type Bounds struct {
	Min    resource.Decimal `yaml:"min" as:"number"`
	Max    resource.Decimal `yaml:"max" as:"number"`
	Values []resource.JSON  `yaml:"values"`
}

// ConnectionTest says how to check that the connection and the key work.
type ConnectionTest struct {
	Method         string        `yaml:"method" default:"GET"`
	Path           string        `yaml:"path"`
	Body           resource.JSON `yaml:"body"`
	Status         int           `yaml:"status" default:"200"`
	TimeoutSeconds int           `yaml:"timeout_seconds" default:"10"`
}

// Integration declares the kind of provider accounts.
func Integration() *resource.Kind {
	return resource.Define[IntegrationDoc](resource.Spec{
		Name: IntegrationKind, Plural: "integrations",
		Doc: "One account with a provider of models: its address, key reference, defaults and what accounts may override.",
	})
}
