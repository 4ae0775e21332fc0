package schema

import (
	"encoding/json"
	"regexp"
	"slices"
)

// Authored returns a value as an author would write it. Canonical content leaves
// out what is false, 0 or empty, and has one long form for what can be written
// shortly: here required fields are there again, a list of one item is that item
// and a mapping of its only required field is that field's value, where the schema
// takes both, and a decimal is a number. Mappings are changed in place.
func (f *Field) Authored(value any) any {
	switch value := value.(type) {
	case map[string]any:
		f.complete(value)
		for key, child := range value {
			if field := f.child(key); field != nil {
				value[key] = field.Authored(child)
			}
		}
		if only := f.onlyRequired(); f.takes("string") && only != nil && len(value) == 1 {
			return f.Authored(value[only.Name])
		}
	case []any:
		if f.takes("object") && len(value) == 1 {
			return f.Authored(value[0])
		}
		if f.Items == nil {
			break
		}
		for i := range value {
			value[i] = f.Items.Authored(value[i])
		}
	case string:
		// Where a number comes first, a text means the number that it spells.
		if len(f.Types) > 1 && f.Types[0] == "number" && plainDecimal.MatchString(value) {
			return json.Number(value)
		}
	}
	return value
}

// plainDecimal matches the numbers that no reader of YAML takes for another.
var plainDecimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

func (f *Field) takes(name string) bool { return slices.Contains(f.Types, name) }

// onlyRequired returns the field that a mapping cannot do without, if it is one.
func (f *Field) onlyRequired() *Field {
	var only *Field
	for i := range f.Fields {
		if f.Fields[i].Required {
			if only != nil {
				return nil
			}
			only = &f.Fields[i]
		}
	}
	return only
}

// complete adds the required fields that a mapping lacks, with their default or
// else with nothing of their type.
func (f *Field) complete(value map[string]any) {
	for i := range f.Fields {
		field := &f.Fields[i]
		if _, there := value[field.Name]; !there && field.Required {
			value[field.Name] = field.nothing()
		}
	}
}

// nothing returns the value of a field that is left out.
func (f *Field) nothing() any {
	var value any
	if f.Default != "" && json.Unmarshal([]byte(f.Default), &value) == nil {
		if _, isNumber := value.(float64); isNumber {
			return json.Number(f.Default)
		}
		return value
	}
	if len(f.Types) == 0 {
		return nil
	}
	switch f.Types[0] {
	case "boolean":
		return false
	case "integer", "number":
		return json.Number("0")
	case "array":
		return []any{}
	case "object":
		return map[string]any{}
	case "string":
		return ""
	}
	return nil
}
