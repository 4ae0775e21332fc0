package syntax

import (
	"encoding/json"
)

// Value returns the node as the values encoding/json would give: maps, slices,
// string, json.Number, bool and nil. Numbers keep their source text.
func (n *Node) Value() any {
	switch n.Kind {
	case Mapping:
		m := make(map[string]any, n.Len())
		for i := 0; i < len(n.children); i += 2 {
			m[n.children[i].Text] = n.children[i+1].Value()
		}
		return m
	case Sequence:
		list := make([]any, len(n.children))
		for i := range n.children {
			list[i] = n.children[i].Value()
		}
		return list
	}
	switch n.Type {
	case Int, Float:
		return json.Number(n.Text)
	case Bool:
		return n.Text[0] == 't' || n.Text[0] == 'T'
	case Null:
		return nil
	}
	return n.Text
}
