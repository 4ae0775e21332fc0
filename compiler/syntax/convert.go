package syntax

import (
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/igny8/catalogc/compiler/diag"
)

// converter turns yaml.v3's nodes into ours and reports what the subset of
// YAML leaves out. It always gives a node, so that one finding hides no other.
type converter struct {
	*parser
	document *Document
}

func (c *converter) convert(from *yaml.Node, to *Node, depth int) {
	to.line, to.column = int32(from.Line), int32(from.Column)
	if from.Anchor != "" {
		c.at(to, len("&")+len(from.Anchor), AnchorOrAlias, "remove it and write the value out where it is used, or quote a text that begins with &",
			"anchor %s: anchors are not used in a catalogue", diag.Quote("&"+from.Anchor))
	}
	if from.Style&yaml.TaggedStyle != 0 {
		c.at(to, len(from.Tag), CustomTag, "remove the tag, or quote a text that begins with !",
			"tag %s: tags are not used in a catalogue", diag.Quote(from.Tag))
	}
	switch from.Kind {
	case yaml.MappingNode:
		c.mapping(from, to, depth)
	case yaml.SequenceNode:
		c.sequence(from, to, depth)
	case yaml.AliasNode:
		to.Text = from.Value
		c.at(to, len("*")+len(from.Value), AnchorOrAlias, "write the value out, or quote a text that begins with *",
			"alias %s: aliases are not used in a catalogue", diag.Quote("*"+from.Value))
	default:
		c.scalar(from, to)
	}
}

// at reports a finding that begins at the node and is length bytes long.
func (c *converter) at(n *Node, length int, d *diag.Definition, help, format string, args ...any) {
	start := c.document.start(n)
	c.report(d, start, start+length, help, format, args...)
}

func (c *converter) tooDeep(n *Node, depth int) bool {
	if depth <= MaxDepth {
		return false
	}
	if depth == MaxDepth+1 {
		c.at(n, 1, NestingTooDeep, "flatten the value", "values are nested more than %d deep", MaxDepth)
	}
	return true
}

func (c *converter) sequence(from *yaml.Node, to *Node, depth int) {
	to.Kind = Sequence
	if from.Style&yaml.FlowStyle != 0 {
		to.Style = Flow
	}
	if c.tooDeep(to, depth) {
		return
	}
	to.children = make([]Node, len(from.Content))
	for i, item := range from.Content {
		c.convert(item, &to.children[i], depth+1)
	}
}

func (c *converter) mapping(from *yaml.Node, to *Node, depth int) {
	to.Kind = Mapping
	if from.Style&yaml.FlowStyle != 0 {
		to.Style = Flow
	}
	if c.tooDeep(to, depth) {
		return
	}
	to.children = make([]Node, len(from.Content))
	for i := 0; i+1 < len(from.Content); i += 2 {
		key := &to.children[i]
		c.convert(from.Content[i], key, depth+1)
		c.convert(from.Content[i+1], &to.children[i+1], depth+1)
		c.key(key, from.Content[i])
	}
	c.duplicates(to)
}

func (c *converter) key(key *Node, from *yaml.Node) {
	switch {
	case from.Kind == yaml.AliasNode:
	case key.Kind != Scalar:
		c.at(key, 1, KeyNotText, "keys are texts", "a key must be a text, not %s", key.Describe())
	case key.Text == "<<" && key.Style == Plain:
		c.at(key, 2, AnchorOrAlias, "write the fields out", "merge key \"<<\": merge keys are not used in a catalogue")
	case key.Text == "" && key.Type == String:
		c.at(key, 2, KeyNotText, "write a name between the quotes", "a key must not be empty")
	case key.Type != String:
		end := max(1, len(key.Text))
		c.at(key, end, KeyNotText, "quote it: "+diag.Quote(key.Text), "a key must be a text, not %s", key.Describe())
	}
	key.Type = String
}

// duplicates reports keys that stand twice, with the first place.
func (c *converter) duplicates(n *Node) {
	const few = 16
	var seen map[string]*Node
	if n.Len() > few {
		seen = make(map[string]*Node, n.Len())
	}
	for i := 0; i < len(n.children); i += 2 {
		key := &n.children[i]
		if key.Kind != Scalar {
			continue
		}
		var first *Node
		if seen != nil {
			first = seen[key.Text]
			if first == nil {
				seen[key.Text] = key
			}
		} else {
			for j := 0; j < i; j += 2 {
				if n.children[j].Text == key.Text && n.children[j].Kind == Scalar {
					first = &n.children[j]
					break
				}
			}
		}
		if first != nil {
			c.duplicate(key, first)
		}
	}
}

func (c *converter) duplicate(key, first *Node) {
	if c.unreported > 0 {
		c.unreported++
		return
	}
	d := c.document
	start, end := d.start(key), d.end(key)
	place := d.Span(first)
	c.report(DuplicateKey, start, end, "remove or rename one of the two",
		"key %s stands twice; first on line %d", diag.Quote(key.Text), place.Start.Line)
	last := &c.file.Diagnostics[len(c.file.Diagnostics)-1]
	last.Related = append(last.Related, diag.Related{Path: d.Path, Span: place, Message: "the first one"})
}

func (c *converter) scalar(from *yaml.Node, to *Node) {
	to.Kind, to.Text = Scalar, from.Value
	switch {
	case from.Style&yaml.DoubleQuotedStyle != 0:
		to.Style = DoubleQuoted
		c.noNUL(to)
	case from.Style&yaml.SingleQuotedStyle != 0:
		to.Style = SingleQuoted
	case from.Style&yaml.LiteralStyle != 0:
		to.Style = Literal
	case from.Style&yaml.FoldedStyle != 0:
		to.Style = Folded
	default:
		c.plain(to)
	}
}

// noNUL reports the NUL characters that escapes put into a text: written out, the
// character is refused with the whole file.
func (c *converter) noNUL(n *Node) {
	for i := 0; i < len(n.Text); i++ {
		switch {
		case n.Text[i] != 0:
		case c.unreported > 0:
			c.unreported++ // its place would cost as much as all before it
		default:
			start := c.document.locate(n, i)
			c.report(NULCharacter, start, c.document.afterRune(start, n), "remove it",
				"the text holds the NUL character, which PostgreSQL cannot store")
		}
	}
}

func (c *converter) plain(n *Node) {
	var doubt doubt
	n.Type, doubt = resolve(n.Text)
	switch doubt {
	case truthWord:
		value := "true"
		if word := strings.ToLower(n.Text); word == "no" || word == "off" {
			value = "false"
		}
		c.at(n, len(n.Text), AmbiguousWord, "write \""+n.Text+"\" for the text, or "+value+" for the truth value",
			"unquoted %s is a text to some readers of YAML and a truth value to others", n.Text)
	case oddNumber:
		c.at(n, len(n.Text), AmbiguousNumber, "write "+diag.Quote(n.Text)+" for the text, or the plain decimal number",
			"unquoted %s is a different number, or none, to different readers of YAML", diag.Shorten(n.Text))
	}
}
