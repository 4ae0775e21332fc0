package compiler

import (
	"fmt"
	"strings"

	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/schemas"
)

// FieldOrder returns a function that tells in which order the schema of a kind
// has the fields of the mapping at a pointer pattern, for formatting. A
// document without a kind is the project file. Free-form values have no order.
func FieldOrder() (func(kind, pointer string) []string, error) {
	fields, err := describeKinds()
	if err != nil {
		return nil, err
	}
	return fields.order, nil
}

// kindFields are the fields of each kind, by the name of its schema.
type kindFields map[string]schema.Field

func describeKinds() (kindFields, error) {
	set, err := schema.Load(schemas.Files)
	if err != nil {
		return nil, err
	}
	fields := kindFields{}
	names := []string{"catalogc"}
	for _, kind := range kinds.All().All() {
		names = append(names, kind.SchemaName())
	}
	for _, name := range names {
		s, err := set.Schema(name)
		if err != nil {
			return nil, fmt.Errorf("describe kinds: %w", err)
		}
		fields[name] = s.Describe()
	}
	return fields, nil
}

func (f kindFields) order(kind, pointer string) []string {
	name := strings.ToLower(kind)
	if kind == "" {
		name = "catalogc"
	}
	field, ok := f[name]
	if !ok {
		return nil
	}
	return field.Order(pointer)
}
