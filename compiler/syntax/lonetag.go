package syntax

import "bytes"

// loneTags reports tags without a name, as in `a: ! 12`, which yaml.v3 passes
// over: to other readers of YAML they make a text of the number.
func (c *converter) loneTags(n *Node) {
	data := c.document.file.data
	if at := c.document.start(n); isLoneTag(data, at) {
		c.at(n, 1, CustomTag, "remove the tag, or quote a text that begins with !",
			"tag \"!\": tags are not used in a catalogue")
	}
	for i := range n.children {
		c.loneTags(&n.children[i])
	}
}

// mayHaveLoneTags keeps documents in which no such tag can stand from being
// searched.
func mayHaveLoneTags(text []byte) bool {
	for at := 0; ; at++ {
		i := bytes.IndexByte(text[at:], '!')
		if i < 0 {
			return false
		}
		at += i
		if isLoneTag(text, at) && (at == 0 || bytes.IndexByte([]byte(" \t\r\n,:?[{"), text[at-1]) >= 0) {
			return true
		}
	}
}

func isLoneTag(data []byte, at int) bool {
	if at >= len(data) || data[at] != '!' {
		return false
	}
	return at+1 == len(data) || bytes.IndexByte([]byte(" \t\r\n,]}"), data[at+1]) >= 0
}
