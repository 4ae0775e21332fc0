package schema

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

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
	// more counts the violations beyond syntax.MaxFindings.
	more int
}

// report works out all violations, or the first of them where there are more
// than anybody reads: the library visits maps in random order, so these are the
// first by place.
func (r *reporter) report(failure *jsonschema.ValidationError) {
	violations := leaves(nil, failure)
	if len(violations) > syntax.MaxFindings {
		slices.SortFunc(violations, func(a, b *jsonschema.ValidationError) int {
			return cmp.Or(
				cmp.Compare(a.InstanceLocation, b.InstanceLocation),
				cmp.Compare(a.KeywordLocation, b.KeywordLocation),
			)
		})
		r.more = len(violations) - syntax.MaxFindings
		violations = violations[:syntax.MaxFindings]
	}
	for _, violation := range violations {
		r.violation(violation)
	}
	if r.more > 0 {
		r.list[len(r.list)-1].Message += fmt.Sprintf(" (and %d more findings in this document)", r.more)
	}
}

func leaves(list []*jsonschema.ValidationError, failure *jsonschema.ValidationError) []*jsonschema.ValidationError {
	if len(failure.Causes) == 0 {
		return append(list, failure)
	}
	for _, cause := range failure.Causes {
		list = leaves(list, cause)
	}
	return list
}

// add adds a finding, unless there are more already than anybody reads.
func (r *reporter) add(definition *diag.Definition, pointer string, place diag.Place, help, message string) {
	if len(r.list) >= syntax.MaxFindings {
		r.more++
		return
	}
	finding := definition.New(message)
	finding.At(place)
	finding.Pointer, finding.Help = pointer, help
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
		r.badKey(owner, failure.KeywordLocation, pointer)
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
		if isSecret(owner) {
			r.add(MalformedValue, pointer, r.document.Place(node), text(owner, "description"),
				"the value is not a valid "+r.nameOf(pointer))
			return
		}
		r.add(MalformedValue, pointer, r.document.Place(node), suggest(owner, node.Text),
			fmt.Sprintf("%s is not a valid %s", quote(node), r.nameOf(pointer)))
	case "uniqueItems":
		r.repeated(node, pointer)
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties":
		r.outOfRange(owner, keyword, node, pointer)
	default:
		r.add(WrongShape, pointer, r.document.Place(node), text(owner, "description"), failure.Message)
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
		field := syntax.Pointer(pointer, name)
		place := r.keyPlace(pointer, node)
		help := text(r.schema.set.resolve(owner.child("properties").child(name)), "description")
		if help == "" {
			help = "add `" + name + ":`"
		}
		if key := r.document.Removed(field); key != nil {
			place, help = r.document.Place(key), "do not remove it, or give it another value"
		}
		r.add(MissingField, field, place, help,
			fmt.Sprintf("the field %q is missing in %s", name, r.nameOf(pointer)))
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
		message := fmt.Sprintf("unknown field %s in %s", quote(key), r.nameOf(pointer))
		var help string
		nearest := diag.Nearest(key.Text, known)
		if nearest != "" {
			message += fmt.Sprintf("; did you mean %q?", nearest)
		} else if len(known) > 0 {
			help = "its fields are: " + strings.Join(known, ", ")
		}
		before := len(r.list)
		r.add(UnknownField, syntax.Pointer(pointer, key.Text), r.document.Place(key), help, message)
		if len(r.list) > before {
			r.list[before].Suggestion = nearest
		}
	}
}

func (r *reporter) badKey(owner *object, keyword, pointer string) {
	key := syntax.LastToken(pointer)
	place := diag.Place{Path: r.document.Path, Span: r.document.Field(pointer)}
	if parent, exact := r.document.Root.Nearest(parentOf(pointer)); exact && parent.Key(key) != nil {
		place = r.document.Place(parent.Key(key))
	}
	message := fmt.Sprintf("%s is not a valid key of %s", diag.Quote(key), r.nameOf(parentOf(pointer)))
	help := suggest(owner, key)
	if limit := owner.get("maxLength"); limit != nil && path.Base(keyword) == "maxLength" {
		help = fmt.Sprintf("a key here has at most %v characters", limit)
	}
	r.add(MalformedValue, pointer, place, help, message)
}

func (r *reporter) wrongType(owner *object, node *syntax.Node, pointer string) {
	types := typesOf(owner)
	var wanted []string
	for _, t := range types {
		wanted = append(wanted, typeNames[t])
	}
	var help string
	is := what(node)
	switch {
	case node.Kind == syntax.Scalar && node.Type == syntax.Null:
		help = "write " + or(wanted) + ", or remove the field"
	case isSecret(owner):
		is, help = "what stands there", text(owner, "description")
	case types[0] == "string" && node.Kind == syntax.Scalar:
		help = "quote it: " + diag.Quote(node.Text)
	case types[0] == "array" && node.Kind == syntax.Scalar:
		help = "write it as a list: [" + diag.Shorten(node.Text) + "]"
	case node.Kind == syntax.Scalar && quotedForNothing(types[0], node):
		help = "remove the quotes: " + node.Text
	default:
		help = "write " + or(wanted)
	}
	place := r.document.Place(node)
	if node.Kind != syntax.Scalar || node.Text == "" && node.Style == syntax.Plain {
		place = r.keyPlace(pointer, node)
	}
	r.add(WrongType, pointer, place, help,
		fmt.Sprintf("%s must be %s, not %s", r.nameOf(pointer), or(wanted), is))
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
	message := fmt.Sprintf("unknown %s %s", r.nameOf(pointer), quote(node))
	message += diag.DidYouMean(node.Text, known)
	r.add(UnknownValue, pointer, r.document.Place(node), "one of: "+strings.Join(known, ", "), message)
}

func (r *reporter) repeated(node *syntax.Node, pointer string) {
	seen := map[string]int{}
	for i := range node.Len() {
		item := node.Item(i)
		key := fmt.Sprintf("%v", item.Value())
		if first, twice := seen[key]; twice {
			r.add(RepeatedItem, syntax.Index(pointer, i), r.document.Place(item), "remove one of them",
				fmt.Sprintf("%s stands twice in %s; first as item %d", quote(item), r.nameOf(pointer), first+1))
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
	is := fmt.Sprintf("is %s; it must be", diag.Shorten(node.Text))
	switch {
	case strings.HasSuffix(keyword, "Length"):
		is = "has " + diag.Count(utf8.RuneCountInString(node.Text), "character") + "; it must have"
	case strings.HasSuffix(keyword, "Items"):
		is = "has " + diag.Count(node.Len(), "item") + "; it must have"
	case strings.HasSuffix(keyword, "Properties"):
		is = "has " + diag.Count(node.Len(), "field") + "; it must have"
	}
	place := r.document.Place(node)
	if node.Kind == syntax.Mapping || node.Kind == syntax.Sequence && node.Style != syntax.Flow {
		place = r.keyPlace(pointer, node)
	}
	r.add(OutOfRange, pointer, place, text(owner, "description"),
		fmt.Sprintf("%s %s %s %s", r.nameOf(pointer), is, rangeWords[keyword], bound))
}

// keyPlace is the place to point at when a value as a whole is meant: its key,
// or the beginning of a list item or document.
func (r *reporter) keyPlace(pointer string, node *syntax.Node) diag.Place {
	if pointer != "" {
		if parent, exact := r.document.Root.Nearest(parentOf(pointer)); exact {
			if key := parent.Key(syntax.LastToken(pointer)); key != nil {
				return r.document.Place(key)
			}
		}
	}
	if node.Kind == syntax.Mapping && node.Len() > 0 {
		key, _ := node.Field(0)
		return r.document.Place(key)
	}
	return r.document.Place(node)
}

func parentOf(pointer string) string { return pointer[:max(strings.LastIndexByte(pointer, '/'), 0)] }

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
