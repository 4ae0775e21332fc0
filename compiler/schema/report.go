package schema

import (
	"fmt"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/syntax"
)

// reporter turns the error tree of one validation into findings. The library's
// messages name several properties at once in random order, so each violation
// is worked out anew from the schema and the document.
type reporter struct {
	schema   *Schema
	document *syntax.Document
	list     diag.List
}

func (r *reporter) leaves(failure *jsonschema.ValidationError) {
	if len(failure.Causes) > 0 {
		for _, cause := range failure.Causes {
			r.leaves(cause)
		}
		return
	}
	r.violation(failure)
}

func (r *reporter) add(definition *diag.Definition, pointer string, span diag.Span, help, message string) {
	finding := definition.New(message)
	finding.Path, finding.Pointer, finding.Span, finding.Help = r.document.Path, pointer, span, help
	r.list = append(r.list, finding)
}

func (r *reporter) violation(failure *jsonschema.ValidationError) {
	pointer, err := url.PathUnescape(failure.InstanceLocation)
	if err != nil {
		pointer = failure.InstanceLocation
	}
	node, _ := r.document.Root.Nearest(pointer)
	keyword := path.Base(failure.KeywordLocation)
	owner := r.schema.set.at(failure.AbsoluteKeywordLocation)
	if strings.Contains(failure.KeywordLocation, "/propertyNames/") {
		r.badKey(owner, pointer)
		return
	}
	switch keyword {
	case "required":
		r.missing(owner, node, pointer)
	case "additionalProperties":
		r.unknown(owner, node, pointer)
	case "type":
		r.wrongType(owner, node, pointer)
	case "enum", "const":
		r.unknownValue(owner, node, pointer)
	case "pattern":
		r.add(MalformedValue, pointer, r.document.Span(node), text(owner, "description"),
			fmt.Sprintf("%s is not a valid %s", quote(node), fieldName(pointer)))
	case "uniqueItems":
		r.repeated(node, pointer)
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
		r.outOfRange(owner, keyword, node, pointer)
	default:
		r.add(WrongShape, pointer, r.document.Span(node), text(owner, "description"), failure.Message)
	}
}

// missing reports each missing field at the key of the mapping that lacks it,
// or at the beginning of the document.
func (r *reporter) missing(owner *object, node *syntax.Node, pointer string) {
	required, _ := owner.get("required").([]any)
	for _, name := range required {
		name := name.(string)
		if node.Get(name) != nil {
			continue
		}
		span := r.keySpan(pointer, node)
		help := text(r.schema.set.resolve(owner.child("properties").child(name)), "description")
		if help == "" {
			help = "add " + name + ":"
		}
		r.add(MissingField, syntax.Pointer(pointer, name), span, help,
			fmt.Sprintf("%s has no %q", r.nameOf(pointer), name))
	}
}

func (r *reporter) unknown(owner *object, node *syntax.Node, pointer string) {
	properties := owner.child("properties")
	var known []string
	if properties != nil {
		known = properties.keys
	}
	for i := range node.Len() {
		key, _ := node.Field(i)
		if properties != nil && properties.values[key.Text] != nil {
			continue
		}
		message := fmt.Sprintf("%s has no field %q", r.nameOf(pointer), key.Text)
		var help string
		if nearest := diag.Nearest(key.Text, known); nearest != "" {
			message += fmt.Sprintf("; did you mean %q?", nearest)
		} else if len(known) > 0 {
			help = "its fields are: " + strings.Join(known, ", ")
		}
		r.add(UnknownField, syntax.Pointer(pointer, key.Text), r.document.Span(key), help, message)
	}
}

func (r *reporter) badKey(owner *object, pointer string) {
	key := fieldName(pointer)
	span := r.document.Field(pointer)
	if parent, exact := r.document.Root.Nearest(parentOf(pointer)); exact && parent.Key(key) != nil {
		span = r.document.Span(parent.Key(key))
	}
	help := text(owner, "description")
	if help == "" {
		help = "keys here match " + text(owner, "pattern")
	}
	r.add(MalformedValue, pointer, span, help, fmt.Sprintf("%q is not a valid key of %s", key, fieldName(parentOf(pointer))))
}

func (r *reporter) wrongType(owner *object, node *syntax.Node, pointer string) {
	types := typesOf(owner)
	var wanted []string
	for _, t := range types {
		wanted = append(wanted, typeNames[t])
	}
	var help string
	switch {
	case node.Kind == syntax.Scalar && node.Type == syntax.Null:
		help = "write a value, or remove the field"
	case types[0] == "string" && node.Kind == syntax.Scalar:
		help = "quote it: \"" + node.Text + "\""
	case types[0] == "array" && node.Kind == syntax.Scalar:
		help = "write it as a list: [" + node.Text + "]"
	case (types[0] == "integer" || types[0] == "number") && node.Style != syntax.Plain && node.Kind == syntax.Scalar:
		help = "remove the quotes"
	case types[0] == "boolean":
		help = "write true or false"
	}
	span := r.document.Span(node)
	if node.Kind != syntax.Scalar || node.Text == "" && node.Style == syntax.Plain {
		span = r.keySpan(pointer, node)
	}
	r.add(WrongType, pointer, span, help,
		fmt.Sprintf("%s must be %s, not %s", fieldName(pointer), or(wanted), node.Describe()))
}

var typeNames = map[string]string{
	"string": "a text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
	"array": "a list", "object": "a mapping", "null": "empty",
}

func (r *reporter) unknownValue(owner *object, node *syntax.Node, pointer string) {
	values, _ := owner.get("enum").([]any)
	if c := owner.get("const"); c != nil {
		values = []any{c}
	}
	var known []string
	for _, v := range values {
		known = append(known, fmt.Sprint(v))
	}
	message := fmt.Sprintf("unknown %s %s", fieldName(pointer), quote(node))
	if nearest := diag.Nearest(node.Text, known); nearest != "" {
		message += fmt.Sprintf("; did you mean %q?", nearest)
	}
	r.add(UnknownValue, pointer, r.document.Span(node), "one of: "+strings.Join(known, ", "), message)
}

func (r *reporter) repeated(node *syntax.Node, pointer string) {
	seen := map[string]int{}
	for i := range node.Len() {
		item := node.Item(i)
		key := fmt.Sprintf("%v", item.Value())
		if first, twice := seen[key]; twice {
			r.add(RepeatedItem, syntax.Index(pointer, i), r.document.Span(item), "remove one of them",
				fmt.Sprintf("%s stands twice in %s; first as item %d", quote(item), fieldName(pointer), first+1))
			continue
		}
		seen[key] = i
	}
}

var rangeWords = map[string]string{
	"minimum": "at least", "maximum": "at most", "exclusiveMinimum": "more than", "exclusiveMaximum": "less than",
	"minLength": "at least", "maxLength": "at most", "minItems": "at least", "maxItems": "at most",
	"minProperties": "at least", "maxProperties": "at most",
}

func (r *reporter) outOfRange(owner *object, keyword string, node *syntax.Node, pointer string) {
	bound := fmt.Sprint(owner.get(keyword))
	what, unit := node.Describe(), ""
	switch {
	case strings.HasSuffix(keyword, "Length"):
		what, unit = "a text of "+strconv.Itoa(len([]rune(node.Text))), " characters"
	case strings.HasSuffix(keyword, "Items"):
		what, unit = "a list of "+strconv.Itoa(node.Len()), " items"
	case strings.HasSuffix(keyword, "Properties"):
		what, unit = "a mapping of "+strconv.Itoa(node.Len()), " fields"
	}
	span := r.document.Span(node)
	if node.Kind == syntax.Mapping || node.Kind == syntax.Sequence && node.Style != syntax.Flow {
		span = r.keySpan(pointer, node)
	}
	r.add(OutOfRange, pointer, span, text(owner, "description"),
		fmt.Sprintf("%s is %s%s; it must be %s %s", fieldName(pointer), what, unit, rangeWords[keyword], bound))
}

// keySpan is the place to point at when a value as a whole is meant: its key,
// or the beginning of a list item or document.
func (r *reporter) keySpan(pointer string, node *syntax.Node) diag.Span {
	if pointer != "" {
		if parent, exact := r.document.Root.Nearest(parentOf(pointer)); exact {
			if key := parent.Key(fieldName(pointer)); key != nil {
				return r.document.Span(key)
			}
		}
	}
	if node.Kind == syntax.Mapping && node.Len() > 0 {
		key, _ := node.Field(0)
		return r.document.Span(key)
	}
	return r.document.Span(node)
}

// nameOf names the mapping at a pointer: the kind for a whole document.
func (r *reporter) nameOf(pointer string) string {
	if pointer != "" {
		return fieldName(pointer)
	}
	if kind := r.document.Root.Get("kind"); kind != nil {
		return kind.Text
	}
	return path.Base(r.document.Path)
}

// fieldName is the last word of a pointer that is no index.
func fieldName(pointer string) string {
	for pointer != "" {
		token := pointer[strings.LastIndexByte(pointer, '/')+1:]
		if _, err := strconv.Atoi(token); err != nil {
			return strings.NewReplacer("~1", "/", "~0", "~").Replace(token)
		}
		pointer = parentOf(pointer)
	}
	return "the document"
}

func parentOf(pointer string) string { return pointer[:max(strings.LastIndexByte(pointer, '/'), 0)] }

// quote shows a scalar's value, shortened to what fits a message.
func quote(n *syntax.Node) string {
	if n.Kind != syntax.Scalar || n.Type == syntax.Null {
		return n.Describe()
	}
	const enough = 60
	if value := []rune(n.Text); len(value) > enough {
		return strconv.Quote(string(value[:enough]) + "…")
	}
	return strconv.Quote(n.Text)
}

func or(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

func text(o *object, key string) string {
	value, _ := o.get(key).(string)
	return value
}

func typesOf(o *object) []string {
	switch t := o.get("type").(type) {
	case string:
		return []string{t}
	case []any:
		var types []string
		for _, v := range t {
			types = append(types, v.(string))
		}
		return types
	}
	return []string{""}
}
