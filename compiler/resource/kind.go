package resource

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/syntax"
)

// Spec says about a kind what the fields of its Go type do not.
type Spec struct {
	Name   string // PascalCase, as written after `kind:`
	Plural string // the folder and the table, such as prompts
	Doc    string // what it is, in one sentence
	// Singleton kinds have at most one document.
	Singleton bool
}

// Kind is a declared kind. Loading, linking, the database and the listings
// derive from it.
type Kind struct {
	Spec
	// Versioned kinds have a version that rises with their content.
	Versioned bool
	// Tables are the tables of the projection: the kind's own first, then one
	// for each list kept in a table of its own.
	Tables []Table

	plan *typePlan
}

// Meta are the fields that all kinds have. Embed it in a kind's Go type.
type Meta struct {
	Name        string            `yaml:"name"`
	Title       string            `yaml:"title"`
	Description string            `yaml:"description"`
	Labels      map[string]string `yaml:"labels"`
	Owner       string            `yaml:"owner"`
	Active      bool              `yaml:"active" default:"true"`
}

// JSON is a free-form value: string, bool, json.Number, nil, []any or
// map[string]any.
type JSON = any

// Define declares a kind whose documents decode into T, a struct that embeds
// Meta. The tags of its fields say the rest:
//
//	yaml:"default_model"      the name in YAML, JSON and the database
//	default:"f-string"        the value of a field left out, as JSON or a word
//	ref:"Model"               the text names a document of that kind
//	vocabulary:"prompt_types" the text is a word of that vocabulary
//	column:"valid_from"       the column's name where it differs
//	table:"model_prices"      the list is kept in a table of its own
//	as:"number"               the Decimal is no money: a JSON number
//	project:"input output"    keys of the map that get a column of their own
//
// A wrong declaration is a mistake in catalogc itself: Define panics.
func Define[T any](spec Spec) *Kind {
	t := reflect.TypeFor[T]()
	if spec.Name == "" || spec.Plural == "" || t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("resource: kind %q needs a name, a plural and a struct", spec.Name))
	}
	plan := planOf(t)
	k := &Kind{Spec: spec, plan: plan, Versioned: plan.field("version") != nil}
	if plan.field("name") == nil {
		panic(fmt.Sprintf("resource: kind %s does not embed resource.Meta", spec.Name))
	}
	k.Tables = tables(spec.Plural, plan)
	return k
}

// SchemaName is the file name of the kind's schema without its ending.
func (k *Kind) SchemaName() string { return strings.ToLower(k.Name) }

// Decode reads a document into a new value of the kind's Go type. Values of the
// wrong type are left out: the schema has reported them.
func (k *Kind) Decode(root *syntax.Node) any {
	value := reflect.New(k.plan.goType)
	k.plan.decode(root, value.Elem())
	return value.Interface()
}

// Refs returns the references in a value that Decode returned, in the order of
// the type's fields.
func (k *Kind) Refs(value any) []Ref {
	var refs []Ref
	k.plan.visit(reflect.ValueOf(value).Elem(), "", func(f *fieldPlan, pointer, text string) {
		if f.ref != "" && text != "" {
			refs = append(refs, Ref{Pointer: pointer, Target: ID{Kind: f.ref, Name: text}})
		}
	})
	return refs
}

// Words returns the words of closed vocabularies in a value.
func (k *Kind) Words(value any) []Word {
	var words []Word
	k.plan.visit(reflect.ValueOf(value).Elem(), "", func(f *fieldPlan, pointer, text string) {
		if f.vocabulary != "" && text != "" {
			words = append(words, Word{Pointer: pointer, Vocabulary: f.vocabulary, Word: text})
		}
	})
	return words
}

// KeysIn returns the references to API keys in canonical content, in the order
// of the type's fields.
func (k *Kind) KeysIn(content map[string]any) []KeyRef {
	var keys []KeyRef
	for i := range k.plan.fields {
		f := &k.plan.fields[i]
		if f.goType != keyRefType {
			continue
		}
		text, _ := content[f.name].(string)
		if ref, err := ParseKeyRef(text); err == nil {
			keys = append(keys, ref)
		}
	}
	return keys
}

// HasKeys reports whether documents of the kind may refer to API keys.
func (k *Kind) HasKeys() bool {
	return slices.ContainsFunc(k.plan.fields, func(f fieldPlan) bool { return f.goType == keyRefType })
}

// Canonical returns the content of a value without fields that equal their
// default: what a digest is taken of. It holds string, bool, json.Number, nil,
// []any and map[string]any; decimals are canonical text.
func (k *Kind) Canonical(value any) map[string]any {
	content := k.plan.canonical(reflect.ValueOf(value).Elem())
	content["kind"] = k.Name
	return content
}

// References returns the names of the kinds that this kind's fields refer to.
func (k *Kind) References() []string {
	seen := map[string]bool{}
	var names []string
	k.plan.eachRef(func(kind string) {
		if !seen[kind] {
			seen[kind] = true
			names = append(names, kind)
		}
	})
	return names
}

// Decode reads a node into a T by the same tags as Define, for values that are
// not documents of a kind, such as the project file.
func Decode[T any](root *syntax.Node) *T {
	value := new(T)
	planOf(reflect.TypeFor[T]()).decode(root, reflect.ValueOf(value).Elem())
	return value
}
