package resource

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
)

// canonical turns a struct into a map without the fields that equal their
// default or, where they have none, Go's zero value. A required field that is
// zero is left out like any other: it reads back as the same zero.
func (p *typePlan) canonical(v reflect.Value) map[string]any {
	content := make(map[string]any, len(p.fields)/2+1)
	for i := range p.fields {
		f := &p.fields[i]
		value := v.FieldByIndex(f.index)
		if f.fallback.IsValid() {
			if reflect.DeepEqual(value.Interface(), f.fallback.Interface()) {
				continue
			}
		} else if isEmpty(value) {
			continue
		}
		content[f.name] = canonicalValue(f.element, value)
		if f.number {
			content[f.name] = json.Number(value.Interface().(Decimal).String())
		}
	}
	return content
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Slice, reflect.Map:
		return v.Len() == 0
	}
	return v.IsZero()
}

func canonicalValue(element *typePlan, v reflect.Value) any {
	switch value := v.Interface().(type) {
	case Decimal:
		return value.String()
	case KeyRef:
		return value.String()
	case string:
		return value
	case bool:
		return value
	}
	switch v.Kind() {
	case reflect.Int, reflect.Int64:
		return json.Number(strconv.FormatInt(v.Int(), 10))
	case reflect.String:
		return v.String()
	case reflect.Pointer:
		return canonicalValue(element, v.Elem())
	case reflect.Slice:
		if v.Type().Elem() == jsonType {
			return v.Interface()
		}
		list := make([]any, v.Len())
		for i := range list {
			list[i] = canonicalValue(element, v.Index(i))
		}
		return list
	case reflect.Map:
		if v.Type().Elem() == jsonType {
			return asMap(v)
		}
		m := make(map[string]any, v.Len())
		for _, key := range sortedKeys(v) {
			m[key] = canonicalValue(element, v.MapIndex(reflect.ValueOf(key)))
		}
		return m
	case reflect.Struct:
		return element.canonical(v)
	}
	return v.Interface()
}

// asMap gives a named map type, such as Parameters, its plain type back.
func asMap(v reflect.Value) map[string]any {
	return v.Convert(reflect.TypeFor[map[string]any]()).Interface().(map[string]any)
}

func sortedKeys(m reflect.Value) []string {
	keys := make([]string, 0, m.Len())
	for _, key := range m.MapKeys() {
		keys = append(keys, key.String())
	}
	slices.Sort(keys)
	return keys
}
