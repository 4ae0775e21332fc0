package syntax

import (
	"slices"
	"sort"
)

// coverage tells what the comments of one document stand at. It is made for
// documents with waivers only, in one walk over all nodes.
type coverage struct {
	document *Document
	texts    []part // where scalars stand, in source order
	// begins are the lines on which a field or item begins, in order, and last
	// the last line of the longest that begins there.
	begins []int
	last   map[int]int
	// first is the line on which the value that ends on a line begins.
	first map[int]int
}

func newCoverage(d *Document) *coverage {
	c := &coverage{document: d, last: map[int]int{}, first: map[int]int{}}
	c.walk(d.Root)
	for line := range c.last {
		c.begins = append(c.begins, line)
	}
	slices.Sort(c.begins)
	return c
}

func (c *coverage) walk(n *Node) {
	d := c.document
	if n.Kind == Scalar {
		start := d.start(n)
		if n.Style == Literal || n.Style == Folded {
			start = d.lineEnd(start) // a comment may stand behind the header
		}
		c.texts = append(c.texts, part{start, d.end(n)})
		return
	}
	for i := range n.children {
		child := &n.children[i]
		c.walk(child)
		if n.Kind == Sequence {
			c.extent(child, child)
		} else if i%2 == 1 {
			c.extent(&n.children[i-1], child)
		}
	}
}

// extent notes the lines of a field from its key, or of an item.
func (c *coverage) extent(from, to *Node) {
	d := c.document
	first, last := d.file.lineAt(d.start(from)), d.file.lineAt(d.end(to))
	c.last[first] = max(c.last[first], last)
	if last > first && (to.Kind == Scalar || to.Style == Flow) {
		if outer, ok := c.first[last]; !ok || first < outer {
			c.first[last] = first
		}
	}
}

// isText reports whether an offset of the file lies in a scalar.
func (c *coverage) isText(offset int) bool {
	i := sort.Search(len(c.texts), func(i int) bool { return c.texts[i].start > offset })
	return i > 0 && offset < c.texts[i-1].end
}

// lines returns the lines that a comment at an offset covers, both inclusive.
func (c *coverage) lines(offset int) (first, last int) {
	d := c.document
	line := d.file.lineAt(offset)
	key, _ := First(d.Root)
	if offset < d.start(key) {
		return line, d.file.lineAt(d.base + len(d.text))
	}
	if start := int(d.file.lines[line-1]); start+blankRun(d.file.data[start:]) == offset {
		below := sort.SearchInts(c.begins, line+1)
		if below == len(c.begins) {
			return line, line
		}
		return c.begins[below], c.last[c.begins[below]]
	}
	first, last = line, max(line, c.last[line])
	if begin, ok := c.first[line]; ok {
		first = begin
	}
	return first, last
}
