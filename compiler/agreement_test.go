package compiler

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/syntax"
	"github.com/igny8/catalogc/schemas"
)

// A kind is described twice: by its schema, which editors read, and by its Go
// type, from which the database follows. The tests here hold the two together.

func TestEveryFieldIsDescribed(t *testing.T) {
	var check func(t *testing.T, path string, f schema.Field)
	check = func(t *testing.T, path string, f schema.Field) {
		if f.Description == "" {
			t.Errorf("%s has no description", path)
		}
		for _, child := range f.Fields {
			check(t, path+"/"+child.Name, child)
		}
		for _, part := range []*schema.Field{f.Items, f.Values} {
			for i := 0; part != nil && i < len(part.Fields); i++ {
				check(t, path+"/*/"+part.Fields[i].Name, part.Fields[i])
			}
		}
	}
	eachSchema(t, func(t *testing.T, _ *resource.Kind, f schema.Field) { check(t, "", f) })
}

// TestNoFieldIsLost fills every field of every schema and looks for it in the
// canonical content: what the Go type does not know would silently vanish from
// a release.
func TestNoFieldIsLost(t *testing.T) {
	eachSchema(t, func(t *testing.T, kind *resource.Kind, f schema.Field) {
		content := canonicalOf(t, kind, filled(f))
		got := leaves("", content)
		for _, path := range leaves("", filled(f)) {
			if !slices.Contains(got, path) {
				t.Errorf("%s is lost", path)
			}
		}
	})
}

// TestDefaultsAgree writes out every default that a schema names: the canonical
// content must be the same as without them.
func TestDefaultsAgree(t *testing.T) {
	eachSchema(t, func(t *testing.T, kind *resource.Kind, f schema.Field) {
		content := leaves("", canonicalOf(t, kind, defaults(t, f)))
		for _, path := range content {
			if path != "/kind" {
				t.Errorf("%s is not the default that the Go type has", path)
			}
		}
	})
}

func eachSchema(t *testing.T, f func(*testing.T, *resource.Kind, schema.Field)) {
	t.Helper()
	set, err := schema.Load(schemas.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds.All().All() {
		t.Run(kind.Name, func(t *testing.T) {
			s, err := set.Schema(kind.SchemaName())
			if err != nil {
				t.Fatal(err)
			}
			f(t, kind, s.Describe())
		})
	}
}

func canonicalOf(t *testing.T, kind *resource.Kind, value any) map[string]any {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	file := syntax.Parse("sample.yaml", data) // JSON is YAML
	if file.Diagnostics.HasErrors() {
		t.Fatalf("%v\n%s", file.Diagnostics, data)
	}
	return kind.Canonical(kind.Decode(file.Documents[0].Root))
}

// filled returns a value with every field set to something that is not its
// default.
func filled(f schema.Field) any {
	switch {
	case f.Values != nil:
		return map[string]any{"key": filled(*f.Values)}
	case f.Items != nil:
		return []any{filled(*f.Items)}
	case len(f.Fields) > 0:
		m := map[string]any{}
		for _, child := range f.Fields {
			m[child.Name] = filled(child)
		}
		return m
	case len(f.Types) == 0 && len(f.Enum) == 0:
		return "free"
	}
	for _, value := range slices.Backward(f.Enum) {
		if fmt.Sprintf("%q", value) != f.Default {
			return value
		}
	}
	switch f.Types[0] {
	case "object":
		return map[string]any{"key": "free"}
	case "boolean":
		return f.Default != "true"
	case "integer", "number":
		return 77
	}
	if strings.Contains(f.Description, "vault:<path>#<field>") {
		return "vault:path#field"
	}
	return "text"
}

// defaults returns a value with the fields only that have a default.
func defaults(t *testing.T, f schema.Field) any {
	t.Helper()
	if f.Default != "" {
		var value any
		if err := json.Unmarshal([]byte(f.Default), &value); err != nil {
			t.Fatal(err)
		}
		return value
	}
	switch {
	case f.Values != nil:
		if value := defaults(t, *f.Values); value != nil {
			return map[string]any{"key": value}
		}
	case f.Items != nil:
		if value := defaults(t, *f.Items); value != nil {
			return []any{value}
		}
	case len(f.Fields) > 0:
		m := map[string]any{}
		for _, child := range f.Fields {
			if value := defaults(t, child); value != nil {
				m[child.Name] = value
			}
		}
		if len(m) > 0 {
			return m
		}
	}
	return nil
}

// leaves returns the paths of all plain values.
func leaves(path string, value any) []string {
	var paths []string
	switch value := value.(type) {
	case map[string]any:
		for key, child := range value {
			paths = append(paths, leaves(path+"/"+key, child)...)
		}
	case []any:
		for i, child := range value {
			paths = append(paths, leaves(fmt.Sprint(path, "/", i), child)...)
		}
	case nil:
	default:
		paths = append(paths, path)
	}
	slices.Sort(paths)
	return paths
}
