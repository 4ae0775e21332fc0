package kinds

import (
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/rule"
)

// Rules returns all rules, by code.
func Rules() []*rule.Rule {
	rules := []*rule.Rule{
		severalSettings, noSettings,
		undeclaredVariable, unusedVariable, duplicateVariable, malformedTemplate, likelyOtherSyntax,
		exampleDoesNotRender, promptTooLarge, severalDefaults, wrongValueType,
		unknownLanguage,
		strategyPromptType, inactiveProfile, repeatedPromptType,
		requirementCycle, requirementDisabled,
		unusableModel, modelEndsSoon, replacementCycle, replacementChain, modelNamePrefix, lifecycleOrder,
		ambiguousAlias, wrongModelType, inactiveIntegration,
		overlappingPrices, unorderedPrices, emptyPeriod, negativePrice, unitMixUp, unorderedTiers,
		staleAnnouncement, unknownTimeZone,
		parameterNotTaken, parameterOutOfBounds, maxTokensAboveLimit,
		missingKeyReference, sharedKey, defaultOutsideBounds, foreignDefaultModel,
		keyInText,
	}
	slices.SortFunc(rules, func(a, b *rule.Rule) int { return strings.Compare(a.Code, b.Code) })
	return rules
}
