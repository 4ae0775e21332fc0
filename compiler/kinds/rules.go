package kinds

import (
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/rule"
)

// Rules returns all rules, by code.
func Rules() []*rule.Rule {
	rules := []*rule.Rule{}
	slices.SortFunc(rules, func(a, b *rule.Rule) int { return strings.Compare(a.Code, b.Code) })
	return rules
}
