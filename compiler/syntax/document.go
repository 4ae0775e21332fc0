// Package syntax turns YAML text into Documents whose Nodes know their place,
// within the strict subset of YAML that a catalogue uses. It finds a Node by
// JSON pointer, works out where a Node ends or where a character of its value
// stands, and edits and formats text keeping the comments.
package syntax

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"github.com/igny8/catalogc/compiler/diag"
)

// Limits of the YAML subset.
const (
	MaxFileSize = 4 << 20 // bytes
	MaxDepth    = 64      // nested collections
)

// File is one parsed file.
type File struct {
	Path string
	// Documents are all documents of the file in order, those that could not
	// be read included.
	Documents []*Document
	// Waivers are the catalogc:ignore comments of the file.
	Waivers []Waiver
	// Diagnostics are the findings in the file.
	Diagnostics diag.List
}

// Document is one YAML document of a file.
type Document struct {
	Path string
	// Root is the top-level Mapping, or nil when the document could not be read.
	Root *Node
	// Hint is what a document that could not be read seems to declare, so that
	// references to it are not reported as well.
	Hint struct{ Kind, Name string }

	file *fileText
	// text is the document's own part of the file and base its byte offset.
	text []byte
	base int

	once  sync.Once
	lines []int32 // starts of the lines of text, as yaml.v3 counts them
}

// fileText is the text of a whole file with its lines.
type fileText struct {
	data  []byte
	once  sync.Once
	lines []int32
}

func (f *fileText) position(offset int) diag.Position {
	f.once.Do(func() { f.lines = lineStarts(f.data, false) })
	return position(f.data, f.lines, offset)
}

func (f *fileText) span(start, end int) diag.Span {
	return diag.Span{Start: f.position(start), End: f.position(end)}
}

// Parse reads the text of one file. It always returns a File: what could be
// read, and what is wrong with the rest. The data must not be changed later.
func Parse(path string, data []byte) *File {
	p := &parser{file: &File{Path: path}, text: &fileText{data: data}}
	p.parse()
	return p.file
}

type parser struct {
	file *File
	text *fileText
}

func (p *parser) report(d *diag.Definition, start, end int, help, format string, args ...any) {
	finding := d.New(fmt.Sprintf(format, args...))
	finding.Path, finding.Help = p.file.Path, help
	if start >= 0 {
		finding.Span = p.text.span(start, end)
	}
	p.file.Diagnostics = append(p.file.Diagnostics, finding)
}

func (p *parser) parse() {
	data := p.text.data
	if len(data) > MaxFileSize {
		p.report(FileTooLarge, -1, 0, "split it: a document a file is the custom",
			"the file is %d bytes; at most %d (4 MiB) are read", len(data), MaxFileSize)
		p.hintsOnly(data[:MaxFileSize])
		return
	}
	if !p.checkText(data) {
		p.hintsOnly(data)
		return
	}
	for _, part := range split(data) {
		p.document(part.start, part.end)
	}
	if len(p.file.Documents) == 0 && len(p.file.Diagnostics) == 0 {
		p.report(EmptyFile, -1, 0, "remove the file or write its document", "the file holds no document")
	}
	if bytes.Contains(data, []byte(waiverMark)) {
		p.waivers()
	}
}

// checkText reports text that YAML cannot be written in. It returns false when
// parsing makes no sense.
func (p *parser) checkText(data []byte) bool {
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		p.report(NotUTF8, 0, 0, "save it as UTF-8", "the file is UTF-16")
		return false
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		p.report(BinaryFile, i, i+1, "is it a text file at all? if not, move it out of the catalogue",
			"the file holds a NUL character")
		return false
	}
	if !utf8.Valid(data) {
		i := 0
		for i < len(data) {
			r, size := utf8.DecodeRune(data[i:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			i += size
		}
		p.report(NotUTF8, i, i+1, "save it as UTF-8", "the byte 0x%02X is not UTF-8", data[i])
		return false
	}
	if bytes.HasPrefix(data, []byte(bom)) {
		p.report(ByteOrderMark, 0, 0, "run `catalogc fmt` on the file", "the file begins with a byte order mark")
	}
	return true
}

// hintsOnly keeps what an unreadable file seems to declare.
func (p *parser) hintsOnly(data []byte) {
	for _, part := range split(data) {
		p.broken(part.start, part.end)
	}
}

var (
	kindLine = regexp.MustCompile(`(?m)^kind:[ \t]+["']?([A-Za-z0-9]+)`)
	nameLine = regexp.MustCompile(`(?m)^name:[ \t]+["']?([^\s"'#]+)`)
)

func (p *parser) broken(start, end int) {
	d := &Document{Path: p.file.Path, file: p.text, text: p.text.data[start:end], base: start}
	if m := kindLine.FindSubmatch(d.text); m != nil {
		d.Hint.Kind = string(m[1])
	}
	if m := nameLine.FindSubmatch(d.text); m != nil {
		d.Hint.Name = string(m[1])
	}
	p.file.Documents = append(p.file.Documents, d)
}

func (p *parser) document(start, end int) {
	text := p.text.data[start:end]
	root, err := unmarshal(text)
	if err != nil {
		p.syntaxError(start, end, err)
		p.broken(start, end)
		return
	}
	if root == nil || len(root.Content) == 0 || isNothing(root.Content[0]) {
		return
	}
	d := &Document{Path: p.file.Path, file: p.text, text: text, base: start}
	c := converter{parser: p, document: d}
	node := new(Node)
	c.convert(root.Content[0], node, 1)
	if node.Kind != Mapping {
		offset := d.start(node)
		p.report(NotAMapping, offset, d.lineEnd(offset), "begin it with `kind:` and `name:`",
			"a document must be a mapping of fields to values, not %s", describe(node))
		p.broken(start, end)
		return
	}
	d.Root = node
	p.file.Documents = append(p.file.Documents, d)
}

// isNothing reports whether a document has no content at all, as between two
// markers.
func isNothing(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0 && n.Anchor == ""
}

// unmarshal parses one document. It turns a panic of the parser into an error,
// so that no text whatever can stop a compile.
func unmarshal(text []byte) (root *yaml.Node, err error) {
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, fmt.Errorf("yaml: %v", r)
		}
	}()
	root = new(yaml.Node)
	if err := yaml.Unmarshal(text, root); err != nil {
		return nil, err
	}
	return root, nil
}

// describe names what a node is, for messages.
func describe(n *Node) string {
	switch n.Kind {
	case Mapping:
		return "a mapping"
	case Sequence:
		return "a list"
	}
	switch n.Type {
	case Int, Float:
		return "the number " + n.Text
	case Bool:
		return strings.ToLower(n.Text)
	case Null:
		return "nothing"
	}
	return "a text"
}

// Describe names what a node is, for messages: "a list", "the number 7".
func (n *Node) Describe() string { return describe(n) }
