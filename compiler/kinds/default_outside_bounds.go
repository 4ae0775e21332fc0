package kinds

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// defaultOutsideBounds finds bounds for accounts that contradict the
// integration or the provider.
var defaultOutsideBounds = &rule.Rule{
	Definition: diag.Definition{
		Code: "INT003", Name: "default-outside-bounds", Severity: diag.Error,
		Summary: "What accounts may choose excludes the integration's own default, is empty, or is more than the provider takes.",
		Why:     "An account could not choose what it gets by default, or could choose what makes its requests fail.",
		Fix:     "Correct the bounds or the default.",
	},
	Reads: []string{"active", "provider", "default_model", "parameters", "overridable"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, integration *IntegrationDoc) {
			if !integration.Active {
				return
			}
			for _, name := range slices.Sorted(maps.Keys(integration.Overridable)) {
				bounds, pointer := integration.Overridable[name], syntax.Pointer("/overridable", name)
				if !bounds.Min.IsZero() && !bounds.Max.IsZero() && bounds.Min.Cmp(bounds.Max) > 0 {
					p.Reportf(object, pointer+"/min", "swap the two, or correct one", "min %s is greater than max %s", bounds.Min, bounds.Max)
					continue
				}
				checkDefault(p, object, integration, name)
				checkProvider(p, object, pointer, apis[integration.Provider], name, bounds)
			}
		})
	},
}

// checkDefault reports a default that the bounds of its field exclude.
func checkDefault(p *rule.Pass, object *resource.Object, integration *IntegrationDoc, name string) {
	var value resource.JSON = integration.DefaultModel
	pointer := "/default_model"
	if name != "default_model" {
		value, pointer = integration.Parameters[name], syntax.Pointer("/parameters", name)
	}
	bounds := integration.Overridable[name]
	if value == nil || value == "" || bounds.admit(value) {
		return
	}
	p.Report(rule.Finding{
		Object: object, Pointer: pointer,
		Message: fmt.Sprintf("the default %s is not what accounts may choose: %s", show(value), bounds),
		Help:    "widen the bounds under overridable, or choose another default",
		Related: []diag.Related{related(object, syntax.Pointer("/overridable", name), "the bounds")},
	})
}

// checkProvider reports bounds that reach beyond what the provider takes.
func checkProvider(p *rule.Pass, object *resource.Object, pointer string, api api, name string, bounds Bounds) {
	all := api.takes(name, "")
	if len(all) == 0 {
		return
	}
	check := func(pointer string, value resource.JSON) {
		if !admitted(all, value) {
			p.Reportf(object, pointer, "it takes "+inWords(all), "%s takes no %s of %s", api.title, name, show(value))
		}
	}
	if !bounds.Min.IsZero() {
		check(pointer+"/min", json.Number(bounds.Min.String()))
	}
	if !bounds.Max.IsZero() {
		check(pointer+"/max", json.Number(bounds.Max.String()))
	}
	for i, value := range bounds.Values {
		check(syntax.Index(pointer+"/values", i), value)
	}
}

// admit reports whether the bounds allow a value. Values that cannot be
// compared with a bound are allowed by it.
func (b Bounds) admit(value resource.JSON) bool {
	number, err := resource.ParseDecimal(fmt.Sprint(value))
	if _, ok := value.(json.Number); !ok || err != nil {
		return !isPlain(value) || len(b.Values) == 0 || slices.Contains(b.Values, value)
	}
	if !b.Min.IsZero() && number.Cmp(b.Min) < 0 || !b.Max.IsZero() && number.Cmp(b.Max) > 0 {
		return false
	}
	return len(b.Values) == 0 || slices.ContainsFunc(b.Values, func(one resource.JSON) bool {
		text, ok := one.(json.Number)
		allowed, err := resource.ParseDecimal(text.String())
		return ok && err == nil && allowed.Cmp(number) == 0
	})
}

// isPlain reports whether a value is a text, a number or a truth value.
func isPlain(value resource.JSON) bool {
	switch value.(type) {
	case string, bool, json.Number:
		return true
	}
	return false
}

// String describes the bounds, such as "0 to 1".
func (b Bounds) String() string {
	switch {
	case len(b.Values) > 0:
		texts := make([]string, len(b.Values))
		for i, value := range b.Values {
			texts[i] = show(value)
		}
		return strings.Join(texts, ", ")
	case b.Min.IsZero():
		return "at most " + b.Max.String()
	case b.Max.IsZero():
		return "at least " + b.Min.String()
	}
	return b.Min.String() + " to " + b.Max.String()
}
