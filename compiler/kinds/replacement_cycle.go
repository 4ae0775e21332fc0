package kinds

import (
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// replacementCycle finds models that replace each other.
var replacementCycle = &rule.Rule{
	Definition: diag.Definition{
		Code: "MOD003", Name: "replacement-cycle", Severity: diag.Error,
		Summary: "The replacements of a model lead in a circle.",
		Why:     "Whoever follows replaced_by to find a model that works never arrives.",
		Fix:     "Remove replaced_by from the newest model of the circle.",
	},
	Reads: []string{"replaced_by"},
	Run: func(p *rule.Pass) {
		done := map[string]bool{}
		rule.Each(p, func(_ *resource.Object, model *ModelDoc) {
			circle := circleFrom(p, model.Name, done)
			if circle == nil {
				return
			}
			first := slices.Index(circle, slices.Min(circle))
			reportCircle(p, slices.Concat(circle[first:], circle[:first]))
		})
	},
}

// circleFrom follows the replacements of a model that were not followed before
// and returns the circle they end in, or nil.
func circleFrom(p *rule.Pass, name string, done map[string]bool) []string {
	at := map[string]int{}
	var path []string
	for {
		if i, ok := at[name]; ok {
			return path[i:]
		}
		_, model := target[ModelDoc](p, ModelKind, name)
		if done[name] || model == nil || model.ReplacedBy == "" {
			return nil
		}
		done[name], at[name] = true, len(path)
		path = append(path, name)
		name = model.ReplacedBy
	}
}

func reportCircle(p *rule.Pass, circle []string) {
	quoted := make([]string, 0, len(circle)+1)
	var members []diag.Related
	for i, name := range circle {
		quoted = append(quoted, fmt.Sprintf("%q", name))
		if object, _ := target[ModelDoc](p, ModelKind, name); i > 0 {
			members = append(members, related(object, "/replaced_by", "part of the circle"))
		}
	}
	object, _ := target[ModelDoc](p, ModelKind, circle[0])
	message := "the model is replaced by itself"
	if len(circle) > 1 {
		message = "replacements lead in a circle: " + strings.Join(append(quoted, quoted[0]), " → ")
	}
	p.Report(rule.Finding{
		Object: object, Pointer: "/replaced_by", Related: members, Message: message,
		Help: "remove replaced_by from the model that is to be used",
	})
}
