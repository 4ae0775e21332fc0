package schema

import "strings"

// Order returns the names of the fields of the mapping at a pointer pattern, in
// the schema's order. In a pattern "" is the document and * stands for the
// items of a list and the values of a mapping with free keys, as in
// /variables/*. A free-form value has no order: nil.
func (f *Field) Order(pattern string) []string {
	at := f
	for _, token := range strings.Split(pattern, "/")[1:] {
		if at = at.child(token); at == nil {
			return nil
		}
	}
	if len(at.Fields) == 0 {
		return nil
	}
	names := make([]string, len(at.Fields))
	for i := range at.Fields {
		names[i] = at.Fields[i].Name
	}
	return names
}

func (f *Field) child(token string) *Field {
	for i := range f.Fields {
		if f.Fields[i].Name == token {
			return &f.Fields[i]
		}
	}
	if token == "*" && f.Items != nil {
		return f.Items
	}
	return f.Values
}
