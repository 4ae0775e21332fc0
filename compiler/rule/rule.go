// Package rule says what a Rule is and how a set of them runs over a Catalog.
// Rules know the catalogue and report findings; they read no files, print
// nothing and know nothing of each other.
package rule

import (
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/syntax"
)

// Rule is one check over a catalog. It reports all it finds through the Pass.
type Rule struct {
	diag.Definition
	// Reads are the top-level fields the rule depends on. Objects in which one
	// of them breaks the schema are passed over: their content means nothing.
	// None means all fields.
	Reads []string
	// Run looks at the catalog and reports.
	Run func(*Pass)
}

// Pass is one run of one rule.
type Pass struct {
	Catalog *catalog.Catalog
	// Today is the day on which lifecycles are judged, at midnight UTC.
	Today time.Time

	rule *Rule
	list diag.List
	// seen counts the findings by file.
	seen map[string]*seen
}

// seen is what a rule found in one file.
type seen struct {
	count int
	last  int // index of the last finding kept
}

// Run runs rules over a catalog, side by side, and returns their findings in
// reading order.
func Run(c *catalog.Catalog, rules []*Rule, today time.Time) diag.List {
	found := make([]diag.List, len(rules))
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(rules)) {
		group.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(rules)); i = next.Add(1) - 1 {
				pass := &Pass{Catalog: c, Today: today, rule: rules[i], seen: map[string]*seen{}}
				rules[i].Run(pass)
				pass.rest()
				found[i] = pass.list
			}
		})
	}
	group.Wait()
	return slices.Concat(found...).Sort()
}

// Each calls f with every object whose Go type is T and whose fields that the
// rule reads are sound.
func Each[T any](p *Pass, f func(*resource.Object, *T)) {
	for _, kind := range p.Catalog.Registry().All() {
		for _, object := range p.Catalog.Of(kind.Name) {
			value, ok := object.Value.(*T)
			if !ok {
				break // all objects of a kind have one type
			}
			if p.Sound(object) {
				f(object, value)
			}
		}
	}
}

// Sound reports whether the fields that the rule reads obey the schema.
func (p *Pass) Sound(object *resource.Object) bool {
	if len(object.Damaged) == 0 {
		return true
	}
	if len(p.rule.Reads) == 0 {
		return false
	}
	for _, field := range p.rule.Reads {
		if object.Damaged[field] {
			return false
		}
	}
	return true
}

// Find returns the value of the object of a kind and name as a *T, or nil.
func Find[T any](p *Pass, kind, name string) *T { return catalog.Find[T](p.Catalog, kind, name) }

// Finding is a finding that is still being described.
type Finding struct {
	Object  *resource.Object
	Pointer string // the value meant; its key where it is missing or no scalar
	// From and To, when To is set, are bytes of the text at Pointer.
	From, To int
	// OnKey points at the key even where there is a value.
	OnKey   bool
	Message string
	Help    string
	Related []diag.Related
}

// full counts a finding in a file and reports whether it is beyond
// syntax.MaxFindings: nobody reads it, and the places of a million findings take
// minutes to work out.
func (p *Pass) full(path string) bool {
	in := p.seen[path]
	if in == nil {
		in = &seen{}
		p.seen[path] = in
	}
	if in.count++; in.count > syntax.MaxFindings {
		return true
	}
	in.last = len(p.list)
	return false
}

// rest lets the last finding kept in a file say how many follow.
func (p *Pass) rest() {
	for _, in := range p.seen {
		if more := in.count - syntax.MaxFindings; more > 0 {
			p.list[in.last].Message += fmt.Sprintf(" (and %d more like it in this file)", more)
		}
	}
}

// Report adds a finding.
func (p *Pass) Report(f Finding) {
	if p.full(f.Object.Document.Path) {
		return
	}
	d := p.rule.New(f.Message)
	d.Pointer, d.Help, d.Related = f.Pointer, f.Help, f.Related
	node := f.Object.Node(f.Pointer)
	switch {
	case f.To > 0 && node != nil:
		d.At(f.Object.Document.Inside(node, f.From, f.To))
	case f.OnKey:
		d.At(f.Object.KeyPlace(f.Pointer))
	default:
		d.At(f.Object.Place(f.Pointer))
	}
	p.list = append(p.list, d)
}

// Reportf adds a finding at the value of a field.
func (p *Pass) Reportf(object *resource.Object, pointer, help, format string, args ...any) {
	p.Report(Finding{Object: object, Pointer: pointer, Help: help, Message: fmt.Sprintf(format, args...)})
}

// ReportAt adds a finding at a place that no object stands at.
func (p *Pass) ReportAt(path string, span diag.Span, help, format string, args ...any) {
	if p.full(path) {
		return
	}
	d := p.rule.New(fmt.Sprintf(format, args...))
	d.Path, d.Span, d.Help = path, span, help
	p.list = append(p.list, d)
}
