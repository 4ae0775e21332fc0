package template

import (
	"strings"
)

// Limits of one rendering. A template of a few kilobytes can nest sections over
// lists so that they multiply beyond any memory; real prompts stay far below.
const (
	maxRendered = 16 << 20 // bytes
	maxSteps    = 4 << 20  // nodes visited, with the parts of their names
)

// Render fills the template with values, which are as encoding/json decodes
// them: string, bool, json.Number or a Go number, []any, map[string]any and nil.
//
// Strings go in as they are, numbers and bools as JSON writes them, lists and
// objects as compact JSON with sorted keys. Nothing is HTML-escaped: prompts are
// text. A null renders as null in an f-string and as nothing in mustache. Every
// variable must have a value; only a mustache section takes an absent one for
// false. A section is left out for false, null, 0, "" and an empty list.
//
// The error is a *MissingError, a *TypeError, a *MalformedError or ErrTooLarge.
func (t *Template) Render(values map[string]any) (string, error) {
	if problem, malformed := t.firstError(); malformed {
		return "", &MalformedError{Problem: problem}
	}
	r := &renderer{syntax: t.Syntax, nodes: t.nodes, stack: []any{values}}
	if err := r.run(0, len(t.nodes)); err != nil {
		return "", err
	}
	return r.out.String(), nil
}

// renderer is the state of one rendering.
type renderer struct {
	syntax Syntax
	nodes  []node
	stack  []any // the values, then the item of each section around, innermost last
	out    strings.Builder
	steps  int
}

// run renders the nodes [from, to). It calls itself for sections, at most
// maxDepth deep.
func (r *renderer) run(from, to int) error {
	for i := from; i < to; {
		n := &r.nodes[i]
		if r.steps += 1 + len(n.path); r.steps > maxSteps {
			return ErrTooLarge
		}
		var err error
		next := i + 1
		switch n.kind {
		case textNode:
			err = r.write(n.text)
		case variableNode:
			err = r.variable(n)
		default:
			next = n.end
			err = r.section(n, i+1)
		}
		if err != nil {
			return err
		}
		i = next
	}
	return nil
}

func (r *renderer) write(text string) error {
	if r.out.Len()+len(text) > maxRendered {
		return ErrTooLarge
	}
	r.out.WriteString(text)
	return nil
}

func (r *renderer) variable(n *node) error {
	value, found, err := r.lookup(n.path)
	if err != nil {
		return err
	}
	if !found {
		return &MissingError{Name: pathName(n.path)}
	}
	if value == nil && r.syntax == Mustache {
		return nil
	}
	text, err := format(value)
	if err != nil {
		return &TypeError{Name: pathName(n.path), Reason: err.Error()}
	}
	return r.write(text)
}

// section renders the nodes [body, n.end) once for each item of a list, once for
// another truthy value, or, if inverted, once for a falsy one.
func (r *renderer) section(n *node, body int) error {
	value, _, err := r.lookup(n.path)
	if err != nil {
		return err
	}
	if n.kind == invertedNode {
		if truthy(value) {
			return nil
		}
		return r.run(body, n.end)
	}
	if !truthy(value) {
		return nil
	}
	items, ok := value.([]any)
	if !ok {
		items = []any{value}
	}
	for _, item := range items {
		if r.steps++; r.steps > maxSteps {
			return ErrTooLarge
		}
		r.stack = append(r.stack, item)
		if err := r.run(body, n.end); err != nil {
			return err
		}
		r.stack = r.stack[:len(r.stack)-1]
	}
	return nil
}

// lookup finds the value of a dotted name. Its first part is sought from the
// innermost item outwards, the rest inside what that finds.
func (r *renderer) lookup(path []string) (value any, found bool, err error) {
	if path == nil {
		return r.stack[len(r.stack)-1], true, nil
	}
	for i := len(r.stack) - 1; i >= 0 && !found; i-- {
		if object, ok := r.stack[i].(map[string]any); ok {
			value, found = object[path[0]]
		}
	}
	for i, part := range path[1:] {
		if value == nil {
			return nil, false, nil
		}
		object, ok := value.(map[string]any)
		if !ok {
			return nil, false, &TypeError{Name: pathName(path[:i+1]), Reason: "is " + describe(value) + ", not an object"}
		}
		value, found = object[part]
	}
	return value, found, nil
}

// pathName writes a path as the template does.
func pathName(path []string) string {
	if path == nil {
		return "."
	}
	return strings.Join(path, ".")
}
