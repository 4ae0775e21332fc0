package report

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/plan"
)

// group is the changes of one kind.
type group struct {
	kind    string
	changes []plan.Change
}

// groups splits changes, which are sorted by identity, by kind.
func groups(changes []plan.Change) []group {
	var list []group
	for len(changes) > 0 {
		kind := changes[0].Kind
		n := slices.IndexFunc(changes, func(c plan.Change) bool { return c.Kind != kind })
		if n < 0 {
			n = len(changes)
		}
		list = append(list, group{kind: kind, changes: changes[:n]})
		changes = changes[n:]
	}
	return list
}

// limit returns how many changes of an operation a reader gets to see of so
// many in a kind. Names alone are cut early; what was edited by hand is seldom
// much, and the reader came to see it.
func limit(op plan.Op, total int) int {
	most, some := 12, 5
	if op == plan.Update {
		most, some = 50, 20
	}
	if total > most {
		return some
	}
	return total
}

// tense words the operations for what will happen or what has happened.
type tense map[plan.Op]string

func future() tense {
	return tense{plan.Create: "to create", plan.Update: "to update", plan.Delete: "to delete"}
}

func past() tense {
	return tense{plan.Create: "created", plan.Update: "updated", plan.Delete: "deleted"}
}

func operations() []plan.Op { return []plan.Op{plan.Create, plan.Update, plan.Delete} }

// all returns "2 to create, 1 to update, 0 to delete".
func (t tense) all(set plan.ChangeSet) string { return strings.Join(t.parts(set, true), ", ") }

// some is all without what does not happen.
func (t tense) some(set plan.ChangeSet) string { return strings.Join(t.parts(set, false), ", ") }

func (t tense) parts(set plan.ChangeSet, zeros bool) []string {
	var parts []string
	for _, op := range operations() {
		if n := set.Count(op); n > 0 || zeros {
			parts = append(parts, number(n)+" "+t[op])
		}
	}
	return parts
}

// version returns "version 1 → 2", "version 2", or "" for kinds without.
func version(c *plan.Change) string {
	if c.Version == 0 {
		return ""
	}
	for _, f := range c.Fields {
		if f.Path != "/version" {
			continue
		}
		before := "1" // the default is left out of the canonical content
		if number, ok := f.Old.(json.Number); ok {
			before = number.String()
		}
		return fmt.Sprintf("version %s → %d", before, c.Version)
	}
	return fmt.Sprintf("version %d", c.Version)
}

// aside returns what stands behind a document's name: its version, and the
// overlays that its content comes from besides its own file.
func aside(c *plan.Change) string {
	var parts []string
	if text := version(c); text != "" && c.Op != plan.Delete {
		parts = append(parts, text)
	}
	if _, overlays, patched := strings.Cut(c.Source, " + "); patched {
		parts = append(parts, "with "+visible(strings.ReplaceAll(overlays, " + ", ", ")))
	}
	return strings.Join(parts, ", ")
}

// editsOf returns what happened to a document's fields, besides its version.
func editsOf(c *plan.Change) []edit {
	var list []edit
	for _, f := range c.Fields {
		if f.Path != "/version" || c.Version == 0 {
			list = append(list, edits(f)...)
		}
	}
	return list
}
