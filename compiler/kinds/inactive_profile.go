package kinds

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// inactiveProfile finds active strategies with an inactive profile.
var inactiveProfile = &rule.Rule{
	Definition: diag.Definition{
		Code: "STR002", Name: "inactive-profile", Severity: diag.Error,
		Summary: "An active strategy writes with an inactive profile.",
		Why:     "Accounts cannot clone an inactive profile, so the strategy has no author.",
		Fix:     "Activate the profile, choose another, or deactivate the strategy.",
	},
	Reads: []string{"profile", "active"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, strategy *StrategyDoc) {
			if !strategy.Active || strategy.Profile == "" {
				return
			}
			place, profile := target[ProfileDoc](p, ProfileKind, strategy.Profile)
			if profile == nil || profile.Active {
				return
			}
			p.Report(rule.Finding{
				Object: object, Pointer: "/profile",
				Message: fmt.Sprintf("profile %q is not active", strategy.Profile),
				Help:    "activate the profile, choose another, or deactivate the strategy",
				Related: []diag.Related{related(place, "/active", "deactivated here")},
			})
		})
	},
}
