package kinds

import (
	"fmt"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// ambiguousAlias finds aliases that mean two models.
var ambiguousAlias = &rule.Rule{
	Definition: diag.Definition{
		Code: "MOD007", Name: "ambiguous-alias", Severity: diag.Error,
		Summary: "An alias is also the id or an alias of another model of the same integration.",
		Why:     "A usage record with that id could be billed at either model's price.",
		Fix:     "Keep the alias at the model that the provider means by it.",
	},
	Reads: []string{"name", "integration", "aliases"},
	Run: func(p *rule.Pass) {
		owners := map[providerID]aliasOwner{}
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			if _, id, ok := strings.Cut(model.Name, "/"); ok {
				owners[providerID{model.Integration, id}] = aliasOwner{object, "/name", "the id"}
			}
		})
		rule.Each(p, func(object *resource.Object, model *ModelDoc) {
			for i, alias := range model.Aliases {
				key, pointer := providerID{model.Integration, alias}, syntax.Index("/aliases", i)
				first, taken := owners[key]
				if !taken {
					owners[key] = aliasOwner{object, pointer, "an alias"}
					continue
				}
				if alias == "" || first.object == object {
					continue
				}
				p.Report(rule.Finding{
					Object: object, Pointer: pointer,
					Message: fmt.Sprintf("alias %q is also %s of model %q", alias, first.what, first.object.ID.Name),
					Help:    "remove it from one of the two",
					Related: []diag.Related{related(first.object, first.pointer, "it stands here as well")},
				})
			}
		})
	},
}

// providerID is an id within an integration, as usage records write it.
type providerID struct{ integration, id string }

type aliasOwner struct {
	object  *resource.Object
	pointer string
	what    string
}
