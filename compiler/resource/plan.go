package resource

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/igny8/catalogc/compiler/syntax"
)

// typePlan is what the tags of a struct type say, read once.
type typePlan struct {
	goType reflect.Type
	fields []fieldPlan
	byName map[string]*fieldPlan
	// visits tells whether any field, at any depth, is a reference or a word.
	visits bool
}

type fieldPlan struct {
	name       string
	index      []int
	ref        string
	vocabulary string
	column     string
	table      string
	project    []string
	number     bool
	// fallback is the value of a field that is left out; invalid when that is
	// Go's zero value.
	fallback reflect.Value
	goType   reflect.Type
	element  *typePlan // of a struct, or of the structs in a list or map
	visits   bool
}

var (
	decimalType = reflect.TypeFor[Decimal]()
	keyRefType  = reflect.TypeFor[KeyRef]()
	jsonType    = reflect.TypeFor[JSON]()
)

// planOf reads the tags of a struct type. within are the types around it: a type
// that holds itself has no end.
func planOf(t reflect.Type, within ...reflect.Type) *typePlan {
	if slices.Contains(within, t) {
		panic(fmt.Sprintf("resource: %s holds itself", t))
	}
	p := &typePlan{goType: t, byName: map[string]*fieldPlan{}}
	p.collect(t, nil, append(slices.Clip(within), t))
	for i := range p.fields {
		f := &p.fields[i]
		p.byName[f.name] = f
		p.visits = p.visits || f.visits
	}
	return p
}

func (p *typePlan) field(name string) *fieldPlan { return p.byName[name] }

func (p *typePlan) collect(t reflect.Type, prefix []int, within []reflect.Type) {
	for i := range t.NumField() {
		sf := t.Field(i)
		index := append(append([]int{}, prefix...), i)
		if sf.Anonymous {
			p.collect(sf.Type, index, within)
			continue
		}
		f := fieldPlan{
			name: sf.Tag.Get("yaml"), index: index, goType: sf.Type,
			ref: sf.Tag.Get("ref"), vocabulary: sf.Tag.Get("vocabulary"),
			column: sf.Tag.Get("column"), table: sf.Tag.Get("table"),
			project: strings.Fields(sf.Tag.Get("project")),
			number:  sf.Tag.Get("as") == "number",
		}
		if f.name == "" {
			panic(fmt.Sprintf("resource: %s.%s has no yaml tag", t, sf.Name))
		}
		if f.column == "" {
			f.column = f.name
		}
		if text, ok := sf.Tag.Lookup("default"); ok {
			f.fallback = parseDefault(t, sf, text)
		}
		if element := elementOf(sf.Type); element != nil {
			f.element = planOf(element, within...)
		}
		f.visits = f.ref != "" || f.vocabulary != "" || f.element != nil && f.element.visits
		p.fields = append(p.fields, f)
	}
}

// elementOf returns the struct type within a struct, list or map, or nil.
func elementOf(t reflect.Type) reflect.Type {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer:
		return elementOf(t.Elem())
	case reflect.Struct:
		if t != decimalType && t != keyRefType {
			return t
		}
	}
	return nil
}

func parseDefault(t reflect.Type, sf reflect.StructField, text string) reflect.Value {
	value := reflect.New(sf.Type)
	if sf.Type.Kind() == reflect.String {
		value.Elem().SetString(text)
		return value.Elem()
	}
	if err := json.Unmarshal([]byte(text), value.Interface()); err != nil {
		panic(fmt.Sprintf("resource: default of %s.%s: %v", t, sf.Name, err))
	}
	return value.Elem()
}

func (p *typePlan) decode(node *syntax.Node, to reflect.Value) {
	p.setDefaults(to)
	if node.Kind != syntax.Mapping {
		return
	}
	for i := range node.Len() {
		key, value := node.Field(i)
		if f := p.byName[key.Text]; f != nil {
			decodeValue(f.element, value, to.FieldByIndex(f.index))
		}
	}
}

func (p *typePlan) setDefaults(to reflect.Value) {
	for i := range p.fields {
		f := &p.fields[i]
		switch {
		case f.fallback.IsValid():
			to.FieldByIndex(f.index).Set(f.fallback)
		case f.element != nil && f.goType.Kind() == reflect.Struct:
			f.element.setDefaults(to.FieldByIndex(f.index))
		}
	}
}

// decodeValue reads a node into a Go value. What does not fit is left out.
func decodeValue(element *typePlan, node *syntax.Node, to reflect.Value) {
	switch {
	case to.Type() == jsonType:
		if value := node.Value(); value != nil {
			to.Set(reflect.ValueOf(value))
		}
		return
	case to.Type() == decimalType:
		if node.Kind == syntax.Scalar && node.Type != syntax.Null && node.Type != syntax.Bool {
			if d, err := ParseDecimal(node.Text); err == nil {
				to.Set(reflect.ValueOf(d))
			}
		}
		return
	case to.Type() == keyRefType:
		if ref, err := ParseKeyRef(node.Text); err == nil {
			to.Set(reflect.ValueOf(ref))
		}
		return
	case to.Kind() == reflect.Pointer:
		value := reflect.New(to.Type().Elem())
		decodeValue(element, node, value.Elem())
		to.Set(value)
		return
	}
	switch node.Kind {
	case syntax.Mapping:
		decodeMapping(element, node, to)
	case syntax.Sequence:
		if to.Kind() != reflect.Slice {
			return
		}
		list := reflect.MakeSlice(to.Type(), node.Len(), node.Len())
		for i := range node.Len() {
			decodeValue(element, node.Item(i), list.Index(i))
		}
		to.Set(list)
	default:
		decodeScalar(element, node, to)
	}
}

func decodeMapping(element *typePlan, node *syntax.Node, to reflect.Value) {
	switch to.Kind() {
	case reflect.Struct:
		element.decode(node, to)
	case reflect.Map:
		m := reflect.MakeMapWithSize(to.Type(), node.Len())
		for i := range node.Len() {
			key, value := node.Field(i)
			item := reflect.New(to.Type().Elem()).Elem()
			decodeValue(element, value, item)
			m.SetMapIndex(reflect.ValueOf(key.Text), item)
		}
		to.Set(m)
	case reflect.Slice:
		// A list that may be written as its only item, such as a rate.
		list := reflect.MakeSlice(to.Type(), 1, 1)
		decodeValue(element, node, list.Index(0))
		to.Set(list)
	}
}

func decodeScalar(element *typePlan, node *syntax.Node, to reflect.Value) {
	switch to.Kind() {
	case reflect.Slice:
		// A list of structs that may be written as the first field of its only
		// item: `input: 2.50` for `input: [{amount: 2.50}]`.
		if element == nil || node.Type == syntax.Null {
			return
		}
		item := reflect.New(to.Type().Elem()).Elem()
		first := &element.fields[0]
		decodeValue(first.element, node, item.FieldByIndex(first.index))
		to.Set(reflect.Append(reflect.MakeSlice(to.Type(), 0, 1), item))
	case reflect.String:
		if node.Type == syntax.String {
			to.SetString(node.Text)
		}
	case reflect.Bool:
		if node.Type == syntax.Bool {
			to.SetBool(node.Value() == true)
		}
	case reflect.Int, reflect.Int64:
		if node.Type == syntax.Int {
			if n, err := strconv.ParseInt(node.Text, 10, 64); err == nil {
				to.SetInt(n)
			}
		}
	}
}

// visit calls f with every reference and word in a value.
func (p *typePlan) visit(v reflect.Value, base string, f func(*fieldPlan, string, string)) {
	if !p.visits {
		return
	}
	for i := range p.fields {
		field := &p.fields[i]
		if field.visits {
			visitValue(field, v.FieldByIndex(field.index), syntax.Pointer(base, field.name), f)
		}
	}
}

func visitValue(field *fieldPlan, v reflect.Value, pointer string, f func(*fieldPlan, string, string)) {
	switch v.Kind() {
	case reflect.String:
		f(field, pointer, v.String())
	case reflect.Slice:
		for i := range v.Len() {
			visitValue(field, v.Index(i), syntax.Index(pointer, i), f)
		}
	case reflect.Map:
		for _, key := range sortedKeys(v) {
			visitValue(field, v.MapIndex(reflect.ValueOf(key)), syntax.Pointer(pointer, key), f)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			visitValue(field, v.Elem(), pointer, f)
		}
	case reflect.Struct:
		if field.element != nil {
			field.element.visit(v, pointer, f)
		}
	}
}

func (p *typePlan) eachRef(f func(kind string)) {
	for i := range p.fields {
		if field := &p.fields[i]; field.ref != "" {
			f(field.ref)
		} else if field.element != nil {
			field.element.eachRef(f)
		}
	}
}
