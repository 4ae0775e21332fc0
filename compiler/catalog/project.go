package catalog

import (
	"fmt"
	"strconv"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/syntax"
)

// ProjectFile is the name of the file that makes a folder a catalogue.
const ProjectFile = "catalogc.yaml"

// Format is the catalogue format that this package reads.
const Format = 1

// Project is what catalogc.yaml says.
type Project struct {
	Format     int               `yaml:"format"`
	Name       string            `yaml:"name"`
	Vocabulary Vocabulary        `yaml:"vocabulary"`
	Targets    map[string]Target `yaml:"targets"`
	// Signers are the public keys that bundles are signed with, by name.
	Signers map[string]string `yaml:"signers"`
	// AgeRecipients are whom keys are sealed for.
	AgeRecipients []string `yaml:"age_recipients"`
}

// Vocabulary are the closed lists of words that documents choose from.
type Vocabulary struct {
	PromptTypes        []string `yaml:"prompt_types" default:"[\"clustering\",\"ideas\",\"content_generation\",\"image_prompt_extraction\",\"image_prompt_template\",\"negative_prompt\",\"site_structure_generation\",\"product_generation\",\"service_generation\",\"taxonomy_generation\"]"`
	ProfileCategories  []string `yaml:"profile_categories" default:"[\"saas\",\"ecommerce\",\"blog\",\"technical\",\"creative\",\"news\",\"academic\"]"`
	StrategyCategories []string `yaml:"strategy_categories" default:"[\"blog\",\"ecommerce\",\"saas\",\"news\",\"technical\",\"marketing\"]"`
}

// Words returns the list of the given name, as fields name it.
func (v *Vocabulary) Words(name string) []string {
	switch name {
	case "prompt_types":
		return v.PromptTypes
	case "profile_categories":
		return v.ProfileCategories
	case "strategy_categories":
		return v.StrategyCategories
	}
	return nil
}

// Target is where releases are published. Its texts may hold ${VARIABLE}.
type Target struct {
	Database string `yaml:"database"`
	Keys     string `yaml:"keys"`
	Vault    *Vault `yaml:"vault"`
	// SignedBy are the signers of whom one must have signed what is published.
	SignedBy []string `yaml:"signed_by"`
}

// Vault is where a target's API keys live.
type Vault struct {
	Mount  string `yaml:"mount" default:"secret"`
	Prefix string `yaml:"prefix" default:"catalogc"`
	Auth   Auth   `yaml:"auth"`
}

// Auth says how catalogc logs in to Vault; the zero Auth takes the token that
// Vault's own client would take, or what else the environment offers.
type Auth struct {
	Method   string `yaml:"method"`
	Mount    string `yaml:"mount"`
	Role     string `yaml:"role"`
	Audience string `yaml:"audience"`
}

// DefaultTarget is the target used when none is named. It exists in every
// catalogue and needs nothing installed.
const DefaultTarget = "local"

// Target returns a target by its name. The default target need not be declared.
func (p *Project) Target(name string) (Target, bool) {
	target, ok := p.Targets[name]
	if !ok && name == DefaultTarget {
		return Target{Database: "sqlite:.catalogc/catalogc.db", Keys: "file:.catalogc/keys.age"}, true
	}
	return target, ok
}

// DefaultProject is what an empty project file would say.
func DefaultProject() *Project {
	return resource.Decode[Project](&syntax.Node{Kind: syntax.Mapping})
}

// ParseProject reads the project file.
func ParseProject(file *syntax.File, checker *schema.Schema) (*Project, diag.List) {
	if len(file.Documents) == 0 || file.Documents[0].Root == nil {
		if len(file.Diagnostics) > 0 && file.Diagnostics.HasErrors() {
			return DefaultProject(), nil
		}
		d := schema.MissingField.New("the project file says nothing")
		d.Path, d.Help = file.Path, "write at least `format: 1` and `name: <name>`"
		return DefaultProject(), diag.List{d}
	}
	document := file.Documents[0]
	if d, ok := unsupported(document); ok {
		return DefaultProject(), diag.List{d}
	}
	findings := checker.Check(document)
	for _, extra := range file.Documents[1:] {
		if extra.Root == nil {
			continue
		}
		key, _ := syntax.First(extra.Root)
		d := schema.WrongShape.New("the project file holds more than one document")
		d.Path, d.Span, d.Help = file.Path, extra.Span(key), "move it to a file of its own"
		findings = append(findings, d)
	}
	return resource.Decode[Project](document.Root), append(findings, checkTargets(document)...)
}

// unsupported reports a format that is a number but not ours. Nothing else in
// the file is looked at then: it may mean anything.
func unsupported(document *syntax.Document) (diag.Diagnostic, bool) {
	format := document.Root.Get("format")
	if format == nil || format.Type != syntax.Int || format.Text == strconv.Itoa(Format) {
		return diag.Diagnostic{}, false
	}
	d := UnsupportedFormat.New(fmt.Sprintf("the catalogue has format %s; this catalogc reads format %d", format.Text, Format))
	d.Path, d.Pointer, d.Span = document.Path, "/format", document.Span(format)
	d.Help = "install a catalogc that reads this format, or write `format: 1`"
	return d, true
}
