package kinds

import "github.com/igny8/catalogc/compiler/resource"

// StrategyKind is the name of the kind Strategy.
const StrategyKind = "Strategy"

// StrategyDoc is the content of a Strategy document.
type StrategyDoc struct {
	resource.Meta
	Version      int           `yaml:"version" default:"1"`
	Category     string        `yaml:"category" vocabulary:"strategy_categories"`
	PromptTypes  []string      `yaml:"prompt_types" vocabulary:"prompt_types"`
	Profile      string        `yaml:"profile" ref:"Profile"`
	SectionLogic resource.JSON `yaml:"section_logic"`
}

// Strategy declares the kind of content strategies.
func Strategy() *resource.Kind {
	return resource.Define[StrategyDoc](resource.Spec{
		Name: StrategyKind, Plural: "strategies",
		Doc: "A content strategy that accounts clone: the prompt types it uses and how sections follow from a topic.",
	})
}
