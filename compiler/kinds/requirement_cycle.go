package kinds

import (
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// requirementCycle finds modules that require themselves, mostly by way of
// others.
var requirementCycle = &rule.Rule{
	Definition: diag.Definition{
		Code: "MDU001", Name: "requirement-cycle", Severity: diag.Error,
		Summary: "A module requires itself, directly or by way of others.",
		Why:     "Modules are switched on after what they require; in a cycle there is none to begin with.",
		Fix:     "Remove one requirement of the cycle.",
	},
	Reads: []string{"requires"},
	Run: func(p *rule.Pass) {
		graph := requirements{state: map[string]visit{}, shown: map[string]bool{}}
		graph.of = func(name string) []string {
			if _, module := target[ModuleDoc](p, ModuleKind, name); module != nil {
				return module.Requires
			}
			return nil
		}
		rule.Each(p, func(object *resource.Object, module *ModuleDoc) { graph.walk(module.Name) })
		for _, cycle := range graph.cycles {
			reportCycle(p, cycle)
		}
	},
}

// requirements is a depth-first walk over the modules.
type requirements struct {
	of     func(name string) []string
	state  map[string]visit
	path   []string
	shown  map[string]bool // modules that are in one of the cycles
	cycles [][]string
}

type visit uint8

const (
	unseen visit = iota
	onPath
	done
)

func (r *requirements) walk(name string) {
	switch r.state[name] {
	case done:
		return
	case onPath:
		r.found(r.path[slices.Index(r.path, name):])
		return
	}
	r.state[name] = onPath
	r.path = append(r.path, name)
	for _, next := range r.of(name) {
		r.walk(next)
	}
	r.path = r.path[:len(r.path)-1]
	r.state[name] = done
}

// found keeps a cycle, beginning with its smallest member. One whose members
// have all been shown is left for when those are broken up: modules that all
// require each other have more cycles than anybody would read.
func (r *requirements) found(members []string) {
	isNew := len(members) == 1
	for _, name := range members {
		isNew = isNew || !r.shown[name]
		r.shown[name] = true
	}
	if isNew {
		start := slices.Index(members, slices.Min(members))
		r.cycles = append(r.cycles, slices.Concat(members[start:], members[:start]))
	}
}

func reportCycle(p *rule.Pass, cycle []string) {
	places := make([]requirement, len(cycle))
	for i, name := range cycle {
		places[i] = requirementAt(p, name, cycle[(i+1)%len(cycle)])
	}
	first := places[0]
	if len(cycle) == 1 {
		p.Reportf(first.object, first.pointer, "remove it", "module %q requires itself", cycle[0])
		return
	}
	finding := rule.Finding{
		Object: first.object, Pointer: first.pointer,
		Message: "modules require each other in a cycle: " + strings.Join(append(cycle, cycle[0]), " -> "),
		Help:    "remove one of these requirements",
	}
	for i, place := range places[1:] {
		finding.Related = append(finding.Related,
			related(place.object, place.pointer, fmt.Sprintf("%q requires %q", cycle[i+1], cycle[(i+2)%len(cycle)])))
	}
	p.Report(finding)
}

// requirement is the place where a module names another one.
type requirement struct {
	object  *resource.Object
	pointer string
}

func requirementAt(p *rule.Pass, from, to string) requirement {
	object, module := target[ModuleDoc](p, ModuleKind, from)
	return requirement{object, syntax.Index("/requires", slices.Index(module.Requires, to))}
}
