package kinds

import "github.com/igny8/catalogc/compiler/resource"

// ModelKind is the name of the kind Model.
const ModelKind = "Model"

// ModelDoc is the content of a Model document. Dates are YYYY-MM-DD.
type ModelDoc struct {
	resource.Meta
	Integration     string   `yaml:"integration" ref:"Integration"`
	Type            string   `yaml:"type"`
	ContextWindow   int      `yaml:"context_window"`
	MaxOutputTokens int      `yaml:"max_output_tokens"`
	Capabilities    []string `yaml:"capabilities"`
	TokensPerCredit int      `yaml:"tokens_per_credit"`
	Released        string   `yaml:"released"`
	Deprecated      string   `yaml:"deprecated"`
	Retires         string   `yaml:"retires"`
	ReplacedBy      string   `yaml:"replaced_by" ref:"Model"`
	Aliases         []string `yaml:"aliases"`
	Prices          []Card   `yaml:"prices" table:"model_prices"`
}

// Card is what a model costs in one period: from From, inclusive, to To,
// exclusive. Either may be left out.
type Card struct {
	From     string            `yaml:"from" column:"valid_from"`
	To       string            `yaml:"to" column:"valid_to"`
	State    string            `yaml:"state" default:"active"`
	Currency string            `yaml:"currency" default:"USD"`
	Unit     string            `yaml:"unit" default:"1M tokens"`
	Rates    map[string][]Rate `yaml:"rates" project:"input output cache_read cache_write"`
	When     *Condition        `yaml:"when" column:"conditions"`
	Tiers    []Tier            `yaml:"tiers"`
	Source   string            `yaml:"source" column:"source_url"`
	Checked  string            `yaml:"checked"`
}

// Rate is one price of a meter, with what it is per where that is not the
// card's unit, and the dimensions it holds for.
type Rate struct {
	Amount      resource.Decimal `yaml:"amount"`
	Per         string           `yaml:"per"`
	Size        string           `yaml:"size"`
	Quality     string           `yaml:"quality"`
	Style       string           `yaml:"style"`
	Steps       int              `yaml:"steps"`
	Resolution  string           `yaml:"resolution"`
	Audio       *bool            `yaml:"audio"`
	ContextSize string           `yaml:"context_size"`
	Results     int              `yaml:"results"`
	Term        string           `yaml:"term"`
}

// Condition limits a card to the requests that match all of it.
type Condition struct {
	ServiceTier string   `yaml:"service_tier"`
	Region      string   `yaml:"region"`
	Hours       string   `yaml:"hours"`
	Days        []string `yaml:"days"`
	Timezone    string   `yaml:"timezone" default:"UTC"`
	Thinking    *bool    `yaml:"thinking"`
	Clock       string   `yaml:"clock" default:"start"`
}

// Tier gives other rates above a number of tokens.
type Tier struct {
	Above  int               `yaml:"above"`
	Edge   string            `yaml:"edge" default:"exclusive"`
	Counts []string          `yaml:"counts" default:"[\"input\"]"`
	Mode   string            `yaml:"mode" default:"cliff"`
	Period string            `yaml:"period" default:"request"`
	Rates  map[string][]Rate `yaml:"rates"`
}

// Model declares the kind of models and their prices.
func Model() *resource.Kind {
	return resource.Define[ModelDoc](resource.Spec{
		Name: ModelKind, Plural: "models",
		Doc: "One model of one integration: what it can do, its lifecycle and its prices by period.",
	})
}
