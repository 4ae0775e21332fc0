package schema_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/schema"
)

func TestAuthoredIsComplete(t *testing.T) {
	field := schema.Field{Fields: []schema.Field{
		{Name: "name", Types: []string{"string"}, Required: true},
		{Name: "enabled", Types: []string{"boolean"}, Required: true},
		{Name: "version", Types: []string{"integer"}, Default: "1", Required: true},
		{Name: "count", Types: []string{"integer"}, Required: true},
		{Name: "syntax", Types: []string{"string"}, Default: `"plain"`, Required: true},
		{Name: "free", Required: true},
		{Name: "optional", Types: []string{"string"}},
		{Name: "list", Types: []string{"array"}, Items: &schema.Field{Fields: []schema.Field{
			{Name: "rates", Types: []string{"object"}, Required: true},
		}}},
		{Name: "map", Types: []string{"object"}, Values: &schema.Field{Fields: []schema.Field{
			{Name: "tags", Types: []string{"array"}, Required: true},
		}}},
	}}
	got := field.Authored(map[string]any{"name": "a", "list": []any{map[string]any{}, "x"}, "map": map[string]any{"k": map[string]any{}}})
	want := map[string]any{
		"name": "a", "enabled": false, "version": json.Number("1"), "count": json.Number("0"), "syntax": "plain", "free": nil,
		"list": []any{map[string]any{"rates": map[string]any{}}, "x"},
		"map":  map[string]any{"k": map[string]any{"tags": []any{}}},
	}
	if diff := cmp.Diff(any(want), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestAuthoredIsShort(t *testing.T) {
	decimal := []string{"number", "string"}
	rate := schema.Field{
		Types:  []string{"number", "string", "object", "array"},
		Fields: []schema.Field{{Name: "amount", Types: decimal, Required: true}, {Name: "per", Types: []string{"string"}}},
		Items: &schema.Field{Types: []string{"object"}, Fields: []schema.Field{
			{Name: "amount", Types: decimal, Required: true}, {Name: "per", Types: []string{"string"}},
		}},
	}
	for _, test := range []struct {
		name        string
		field       schema.Field
		value, want any
	}{
		{"one amount", rate, []any{map[string]any{"amount": "2.5"}}, json.Number("2.5")},
		{"an amount per something", rate, []any{map[string]any{"amount": "2", "per": "image"}}, map[string]any{"amount": json.Number("2"), "per": "image"}},
		{"two amounts", rate, []any{map[string]any{"amount": "1"}, map[string]any{"amount": "2"}},
			[]any{map[string]any{"amount": json.Number("1")}, map[string]any{"amount": json.Number("2")}}},
		{"a number of doubt", schema.Field{Types: decimal}, "1e5", "1e5"},
		{"a text", schema.Field{Types: []string{"string"}}, "2.5", "2.5"},
		{"a text or a number", schema.Field{Types: []string{"string", "number", "boolean"}}, "2.5", "2.5"},
		{"a list of one", schema.Field{Types: []string{"array"}, Items: &schema.Field{Types: decimal}}, []any{"1"}, []any{json.Number("1")}},
		{"a free value", schema.Field{}, []any{map[string]any{"amount": "1"}}, []any{map[string]any{"amount": "1"}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.field.Authored(test.value)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}
