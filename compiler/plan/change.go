// Package plan compares two Bundles and makes Plans. All of it is pure: a Plan
// is a value that can be saved, reviewed and published later.
package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/syntax"
)

// Op is what happens to a document.
type Op string

// The operations on documents.
const (
	Create Op = "create"
	Update Op = "update"
	Delete Op = "delete"
)

// Change is what happens to one document.
type Change struct {
	Op      Op     `json:"op"`
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Version int    `json:"version,omitempty"`
	// Fields are the fields that differ. A created or deleted document has none:
	// all of it is new or gone.
	Fields []Field `json:"fields"`
	// From and Digest are the digests of the content before and after.
	From   string `json:"from,omitempty"`
	Digest string `json:"digest,omitempty"`
	// Source is the file the document stands in.
	Source string `json:"source,omitempty"`
	// Body is the canonical content after the change.
	Body json.RawMessage `json:"body,omitempty"`
}

// ID returns the identity of the document.
func (c *Change) ID() resource.ID { return resource.ID{Kind: c.Kind, Name: c.Name} }

// Field is one field that differs. Old or New is nil where the field is not
// there, which means its default.
type Field struct {
	// Path is a JSON pointer into the canonical content. Items of a list that
	// have names stand under their name: /variables/keyword/type.
	Path string `json:"path"`
	Old  any    `json:"old,omitempty"`
	New  any    `json:"new,omitempty"`
}

// ChangeSet is the difference between two bundles.
type ChangeSet struct {
	Changes []Change `json:"changes"`
}

// Count returns how many changes have an operation.
func (s ChangeSet) Count(op Op) int {
	n := 0
	for i := range s.Changes {
		if s.Changes[i].Op == op {
			n++
		}
	}
	return n
}

// Differing returns the identities in which two bundles differ, without looking
// at a body.
func Differing(current, want *bundle.Bundle) []resource.ID {
	var ids []resource.ID
	walk(current, want, func(old, now *bundle.Entry) {
		if now != nil {
			ids = append(ids, now.ID)
		} else {
			ids = append(ids, old.ID)
		}
	})
	return ids
}

// Diff returns what turns current into want, sorted by identity. The fields of
// an updated document are told where both bundles hold its body.
func Diff(current, want *bundle.Bundle) (ChangeSet, error) {
	set := ChangeSet{Changes: []Change{}}
	var failure error
	walk(current, want, func(old, now *bundle.Entry) {
		change, err := changeOf(old, now)
		if err != nil && failure == nil {
			failure = err
		}
		set.Changes = append(set.Changes, change)
	})
	return set, failure
}

// walk calls f for each entry that is in one bundle only, or in both with
// different digests. Both bundles are sorted.
func walk(current, want *bundle.Bundle, f func(old, now *bundle.Entry)) {
	a, b := current.Entries, want.Entries
	for len(a) > 0 || len(b) > 0 {
		var order int
		switch {
		case len(a) == 0:
			order = 1
		case len(b) == 0:
			order = -1
		default:
			order = resource.Compare(a[0].ID, b[0].ID)
		}
		switch {
		case order < 0:
			f(&a[0], nil)
			a = a[1:]
		case order > 0:
			f(nil, &b[0])
			b = b[1:]
		default:
			if a[0].Digest != b[0].Digest {
				f(&a[0], &b[0])
			}
			a, b = a[1:], b[1:]
		}
	}
}

func changeOf(old, now *bundle.Entry) (Change, error) {
	switch {
	case now == nil:
		return Change{
			Op: Delete, Kind: old.ID.Kind, Name: old.ID.Name, Version: old.Version, From: old.Digest, Fields: []Field{},
		}, nil
	case old == nil:
		return Change{
			Op: Create, Kind: now.ID.Kind, Name: now.ID.Name, Version: now.Version,
			Digest: now.Digest, Source: now.Source, Body: now.Body, Fields: []Field{},
		}, nil
	}
	change := Change{
		Op: Update, Kind: now.ID.Kind, Name: now.ID.Name, Version: now.Version,
		From: old.Digest, Digest: now.Digest, Source: now.Source, Body: now.Body, Fields: []Field{},
	}
	if old.Body == nil || now.Body == nil {
		return change, nil
	}
	before, err := decode(old.Body)
	if err != nil {
		return change, fmt.Errorf("live content of %s: %w", old.ID, err)
	}
	after, err := decode(now.Body)
	if err != nil {
		return change, fmt.Errorf("content of %s: %w", now.ID, err)
	}
	change.Fields = Fields(before, after)
	return change, nil
}

func decode(body []byte) (any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var value any
	err := decoder.Decode(&value)
	return value, err
}

// Fields returns the fields in which two canonical values differ, in order of
// their paths.
func Fields(before, after any) []Field {
	fields := []Field{}
	compare("", before, after, &fields)
	return fields
}

func compare(path string, before, after any, fields *[]Field) {
	oldMap, oldIsMap := asMap(before)
	newMap, newIsMap := asMap(after)
	if oldIsMap && newIsMap {
		for _, key := range union(oldMap, newMap) {
			compare(syntax.Pointer(path, key), oldMap[key], newMap[key], fields)
		}
		return
	}
	if !same(before, after) {
		*fields = append(*fields, Field{Path: path, Old: before, New: after})
	}
}

// asMap returns a mapping, or a list whose items have distinct names as a
// mapping by name: moving such an item is not a change of all items behind it.
func asMap(value any) (map[string]any, bool) {
	switch value := value.(type) {
	case map[string]any:
		return value, true
	case []any:
		for _, key := range []string{"name", "from"} {
			if m, ok := byKey(value, key); ok {
				return m, true
			}
		}
	}
	return nil, false
}

func byKey(list []any, key string) (map[string]any, bool) {
	m := make(map[string]any, len(list))
	for _, item := range list {
		fields, ok := item.(map[string]any)
		if !ok {
			return nil, false
		}
		name, ok := fields[key].(string)
		if _, twice := m[name]; !ok || twice {
			return nil, false
		}
		m[name] = item
	}
	return m, len(m) > 0
}

func union(a, b map[string]any) []string {
	keys := make([]string, 0, len(a)+len(b))
	for key := range a {
		keys = append(keys, key)
	}
	for key := range b {
		if _, ok := a[key]; !ok {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func same(a, b any) bool {
	first, err1 := bundle.AppendCanonical(nil, a)
	second, err2 := bundle.AppendCanonical(nil, b)
	return err1 == nil && err2 == nil && bytes.Equal(first, second)
}
