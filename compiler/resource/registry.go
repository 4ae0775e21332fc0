package resource

import (
	"fmt"
	"slices"
)

// Registry is the set of kinds of a catalogue format.
type Registry struct {
	kinds  []*Kind
	byName map[string]*Kind
}

// NewRegistry returns the registry of some kinds, in the order in which they
// are listed. Two kinds of one name or table, or a reference to a kind that is
// not among them, is a mistake in catalogc itself and panics.
func NewRegistry(kinds ...*Kind) *Registry {
	r := &Registry{kinds: kinds, byName: map[string]*Kind{}}
	tables := map[string]bool{}
	for _, k := range kinds {
		if r.byName[k.Name] != nil {
			panic(fmt.Sprintf("resource: kind %s is declared twice", k.Name))
		}
		r.byName[k.Name] = k
		for _, table := range k.Tables {
			if tables[table.Name] {
				panic(fmt.Sprintf("resource: table %s is declared twice", table.Name))
			}
			tables[table.Name] = true
		}
	}
	for _, k := range kinds {
		for _, name := range k.References() {
			if r.byName[name] == nil {
				panic(fmt.Sprintf("resource: kind %s refers to the unknown kind %s", k.Name, name))
			}
		}
	}
	return r
}

// All returns the kinds in the order they were declared.
func (r *Registry) All() []*Kind { return slices.Clone(r.kinds) }

// Get returns a kind by its name, or nil.
func (r *Registry) Get(name string) *Kind { return r.byName[name] }

// Names returns the names of all kinds.
func (r *Registry) Names() []string {
	names := make([]string, len(r.kinds))
	for i, k := range r.kinds {
		names[i] = k.Name
	}
	return names
}
