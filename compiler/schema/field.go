package schema

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Field is what a schema says of one field.
type Field struct {
	Name        string
	Description string
	// Types are JSON Schema's type names; none means free-form.
	Types    []string
	Required bool
	// Default is the value of a field that is left out, as JSON, or "".
	Default string
	// Enum are the only values allowed, if there are such.
	Enum []string
	// Fields are those of a mapping, in the schema's order.
	Fields []Field
	// Items describes the items of a list.
	Items *Field
	// Values describes the values of a mapping with free keys.
	Values *Field
}

// Describe returns the schema as a Field without a name: its title, what it
// describes and the fields of the document.
func (s *Schema) Describe() Field {
	field := s.set.describe("", s.root(), s.url, 0)
	return field
}

// maxDescribe bounds how deep a schema that refers to itself is described.
const maxDescribe = 8

func (s *Set) describe(name string, o *object, base string, depth int) Field {
	target, base := s.follow(o, base)
	field := Field{Name: name, Description: text(o, "description")}
	if field.Description == "" {
		field.Description = text(target, "description")
	}
	if types := typesOf(target); types[0] != "" {
		field.Types = types
	}
	for _, source := range []*object{target, o} {
		if value, ok := source.values["default"]; ok {
			field.Default = toJSON(value)
		}
	}
	enum, _ := target.get("enum").([]any)
	if c := target.get("const"); c != nil {
		enum = []any{c}
	}
	for _, value := range enum {
		field.Enum = append(field.Enum, fmt.Sprint(value))
	}
	if depth >= maxDescribe {
		return field
	}
	required := map[string]bool{}
	names, _ := target.get("required").([]any)
	for _, name := range names {
		required[name.(string)] = true
	}
	if properties := target.child("properties"); properties != nil {
		for _, key := range properties.keys {
			child := s.describe(key, properties.child(key), base, depth+1)
			child.Required = required[key]
			field.Fields = append(field.Fields, child)
		}
	}
	if items := target.child("items"); items != nil {
		child := s.describe("", items, base, depth+1)
		field.Items = &child
	}
	if values := target.child("additionalProperties"); values != nil {
		child := s.describe("", values, base, depth+1)
		field.Values = &child
	}
	return field
}

func toJSON(value any) string {
	if o, ok := value.(*object); ok {
		parts := make([]string, 0, len(o.keys))
		for _, key := range o.keys {
			parts = append(parts, toJSON(key)+": "+toJSON(o.values[key]))
		}
		return "{" + strings.Join(parts, ", ") + "}"
	}
	if list, ok := value.([]any); ok {
		parts := make([]string, len(list))
		for i, item := range list {
			parts[i] = toJSON(item)
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	data, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprint(value)
	}
	return string(data)
}

// follow returns what a schema's $ref leads to and the file it stands in.
func (s *Set) follow(o *object, base string) (*object, string) {
	for range maxDescribe {
		ref := text(o, "$ref")
		if ref == "" {
			break
		}
		target, at := s.lookup(ref, base)
		if target == nil {
			break
		}
		o, base = target, at
	}
	return o, base
}

// resolve follows references that name another file, or none.
func (s *Set) resolve(o *object) *object {
	if o == nil {
		return nil
	}
	if text(o, "description") != "" {
		return o
	}
	target, _ := s.follow(o, "")
	return target
}

// lookup finds a $ref such as common.schema.json#/$defs/name.
func (s *Set) lookup(ref, base string) (*object, string) {
	file, fragment, _ := strings.Cut(ref, "#")
	if file != "" {
		base = s.urls[strings.TrimSuffix(file[strings.LastIndexByte(file, '/')+1:], suffix)]
	}
	return descend(s.raw[base], fragment), base
}

// at finds the schema object that holds the keyword at an absolute location.
func (s *Set) at(location string) *object {
	url, fragment, _ := strings.Cut(location, "#")
	return descend(s.raw[url], parentOf(fragment))
}

func descend(o *object, pointer string) *object {
	for _, token := range strings.Split(pointer, "/") {
		if token == "" || o == nil {
			continue
		}
		token = strings.NewReplacer("~1", "/", "~0", "~", "%24", "$").Replace(token)
		next := o.child(token)
		if next == nil {
			if list, ok := o.get(token).([]any); ok && len(list) > 0 {
				next, _ = list[0].(*object)
			}
		}
		o = next
	}
	return o
}
