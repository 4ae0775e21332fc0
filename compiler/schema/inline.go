package schema

// inline puts what a $ref leads to in its place, where that is a plain value
// without parts. The library goes through every $ref as through another schema;
// most refer to a name, a date or an address, and without them it does half the
// work.
func (s *Set) inline(value any, base string) {
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			s.inline(item, base)
		}
	case *object:
		if target, _ := s.lookup(text(value, "$ref"), base); isPlain(target) {
			value.merge(target)
		}
		for _, key := range value.keys {
			s.inline(value.values[key], base)
		}
	}
}

// isPlain reports whether a schema describes a value without parts.
func isPlain(o *object) bool {
	if o == nil {
		return false
	}
	for _, key := range []string{"$ref", "$defs", "properties", "additionalProperties", "propertyNames", "items"} {
		if o.values[key] != nil {
			return false
		}
	}
	return true
}

// merge takes over the keys of another object that are not there yet, in place
// of the $ref to it.
func (o *object) merge(other *object) {
	delete(o.values, "$ref")
	kept := o.keys[:0]
	for _, key := range o.keys {
		if key != "$ref" {
			kept = append(kept, key)
		}
	}
	o.keys = kept
	for _, key := range other.keys {
		if _, ok := o.values[key]; !ok {
			o.keys = append(o.keys, key)
			o.values[key] = other.values[key]
		}
	}
}
