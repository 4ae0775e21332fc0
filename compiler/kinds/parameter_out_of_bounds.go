package kinds

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// parameterOutOfBounds finds values that the provider's API refuses.
var parameterOutOfBounds = &rule.Rule{
	Definition: diag.Definition{
		Code: "PAR002", Name: "parameter-out-of-bounds", Severity: diag.Error,
		Summary: "A parameter has a value that the provider's API does not take.",
		Why:     "The provider refuses the request. Providers differ: a temperature of 1.2 is fine with OpenAI and an error with Anthropic.",
		Fix:     "Write a value within the provider's bounds.",
	},
	Reads: parameterSetFields,
	Run: func(p *rule.Pass) {
		for _, set := range parameterSets(p) {
			api := apis[set.provider]
			for _, name := range set.names() {
				all := api.takes(name, set.modelType)
				if len(all) == 0 || admitted(all, set.values[name]) {
					continue
				}
				p.Reportf(set.object, syntax.Pointer(set.pointer, name), "it takes "+inWords(all),
					"%s takes no %s of %s", set.subject(api.title), name, show(set.values[name]))
			}
		}
	},
}

// show writes a value for a message.
func show(value resource.JSON) string {
	switch v := value.(type) {
	case json.Number:
		return v.String()
	case string:
		return strconv.Quote(v)
	case []any:
		return diag.Count(len(v), "text")
	}
	return fmt.Sprint(value)
}
