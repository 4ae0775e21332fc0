// Package syntax turns YAML text into Documents whose Nodes know their place,
// within the strict subset of YAML that a catalogue uses. It finds a Node by
// JSON pointer, works out where a Node ends or where a character of its value
// stands, and edits and formats text keeping the comments.
package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"io"
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
	MaxFindings = 1000    // in a file: nobody reads more
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

	text *fileText
}

// Data returns the text of the file, also when it could not be parsed. It must
// not be changed.
func (f *File) Data() []byte { return f.text.data }

// Span returns where the bytes start to end of the file's text stand.
func (f *File) Span(start, end int) diag.Span { return f.text.span(start, end) }

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

	merged *merged // nil unless made by Merge
}

// Parse reads the text of one file. It always returns a File: what could be
// read, and what is wrong with the rest. The data must not be changed later.
func Parse(path string, data []byte) *File {
	text := &fileText{data: data}
	p := &parser{file: &File{Path: path, text: text}, text: text}
	p.parse()
	p.rest()
	return p.file
}

type parser struct {
	file *File
	text *fileText
	// unreported is the number of findings beyond MaxFindings.
	unreported int
}

func (p *parser) report(d *diag.Definition, start, end int, help, format string, args ...any) {
	if p.unreported > 0 {
		p.unreported++
		return
	}
	finding := d.New(fmt.Sprintf(format, args...))
	finding.Path, finding.Help = p.file.Path, help
	if start >= 0 {
		finding.Span = p.text.span(start, end)
	}
	if len(p.file.Diagnostics) == MaxFindings {
		p.unreported = 1
	}
	p.file.Diagnostics = append(p.file.Diagnostics, finding)
}

// rest turns the last finding kept into one that stands for all that follow.
func (p *parser) rest() {
	if p.unreported > 0 {
		last := &p.file.Diagnostics[MaxFindings]
		last.Message = fmt.Sprintf("the file has %d more findings from here on", p.unreported)
		last.Help = "mend those above first"
		last.Related = nil
	}
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
	if err == nil && mayGoOn(root, text) {
		err = onlyOne(text)
	}
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
	if mayHaveLoneTags(text) {
		c.loneTags(node)
	}
	if node.Kind != Mapping {
		offset := d.start(node)
		p.report(NotAMapping, offset, d.lineEnd(offset), "begin it with `kind:` and `name:`",
			"a document must be a mapping of fields to values, not %s", node.Describe())
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
	root = new(yaml.Node)
	if err := safely(func() error { return yaml.Unmarshal(text, root) }); err != nil {
		return nil, err
	}
	return root, nil
}

// mayGoOn reports whether something may follow the root of a document that
// yaml.v3 stopped at without a word: anything but a block mapping at the margin
// can end before its text does, and a directive ends every value.
func mayGoOn(root *yaml.Node, text []byte) bool {
	if len(root.Content) == 0 {
		return false
	}
	n := root.Content[0]
	return n.Kind != yaml.MappingNode || n.Style&yaml.FlowStyle != 0 || n.Column > 1 || bytes.Contains(text, []byte("\n%"))
}

// onlyOne returns the error that a text gives behind its first document.
func onlyOne(text []byte) error {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	for {
		err := safely(func() error { return decoder.Decode(new(yaml.Node)) })
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func safely(parse func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("yaml: %v", r)
		}
	}()
	return parse()
}

// Describe names what a node is, for messages: "a list", "the number 7".
func (n *Node) Describe() string {
	switch n.Kind {
	case Mapping:
		return "a mapping"
	case Sequence:
		return "a list"
	}
	switch n.Type {
	case Int, Float:
		return "the number " + diag.Shorten(n.Text)
	case Bool:
		return strings.ToLower(n.Text)
	case Null:
		return "nothing"
	}
	return "a text"
}
