// Package kinds declares each kind of document once: its Go type with the tags
// that say how it is decoded, linked and stored, and the rules that check it.
package kinds

import (
	"github.com/igny8/catalogc/compiler/resource"
)

// All returns the registry of all kinds, in the order in which people meet
// them.
func All() *resource.Registry {
	return resource.NewRegistry(Settings(), Integration(), Model(), Prompt(), Profile(), Strategy(), Module())
}

// Parameters are request parameters by name: json.Number, string, bool or a
// list of them.
type Parameters map[string]resource.JSON
