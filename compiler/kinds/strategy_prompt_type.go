package kinds

import (
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/syntax"
)

// strategyPromptType finds prompt types of strategies for which it is not clear
// which prompt is meant.
var strategyPromptType = &rule.Rule{
	Definition: diag.Definition{
		Code: "STR001", Name: "strategy-prompt-type", Severity: diag.Error,
		Summary: "A prompt type of an active strategy does not lead to exactly one active prompt.",
		Why:     "The platform looks for the prompt of each type in turn; without one, or with several to choose from, the strategy stops.",
		Fix:     "Add or activate a prompt of the type; where there are several, mark one with `default: true`.",
	},
	Reads: []string{"prompt_types", "active", "type", "default"},
	Run: func(p *rule.Pass) {
		if !allPromptsKnown(p) {
			return
		}
		byType := map[string]*choice{}
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			c := byType[prompt.Type]
			if c == nil {
				c = &choice{}
				byType[prompt.Type] = c
			}
			c.add(object.ID.Name, prompt)
		})
		words := p.Catalog.Project.Vocabulary.PromptTypes
		rule.Each(p, func(object *resource.Object, strategy *StrategyDoc) {
			if !strategy.Active {
				return
			}
			for i, name := range strategy.PromptTypes {
				if !slices.Contains(words, name) || slices.Contains(strategy.PromptTypes[:i], name) {
					continue
				}
				if message, help := byType[name].judge(name); message != "" {
					p.Report(rule.Finding{Object: object, Pointer: syntax.Index("/prompt_types", i), Message: message, Help: help})
				}
			}
		})
	},
}

// choice is what the catalogue offers for one prompt type.
type choice struct {
	active, inactive []string
	hasDefault       bool
}

func (c *choice) add(name string, prompt *PromptDoc) {
	if !prompt.Active {
		c.inactive = append(c.inactive, name)
		return
	}
	c.active = append(c.active, name)
	c.hasDefault = c.hasDefault || prompt.Default
}

// judge says what is wrong with the choice, or "". Several defaults are a
// finding of their own.
func (c *choice) judge(name string) (message, help string) {
	switch {
	case c == nil:
		return fmt.Sprintf("no prompt has the type %q", name),
			fmt.Sprintf("add a prompt with `type: %s`, or remove the type here", name)
	case len(c.active) == 0:
		return fmt.Sprintf("no active prompt has the type %q", name), "activate " + few(c.inactive) + ", or remove the type here"
	case len(c.active) > 1 && !c.hasDefault:
		return fmt.Sprintf("%d active prompts have the type %q and none is its default: %s", len(c.active), name, few(c.active)),
			"write `default: true` in one of them, or deactivate the others"
	}
	return "", ""
}

// few quotes some names, the first ones when there are many.
func few(names []string) string {
	const enough = 4
	more := ""
	if len(names) > enough {
		more = fmt.Sprintf(" and %d more", len(names)-enough)
		names = names[:enough]
	}
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return strings.Join(quoted, ", ") + more
}

// allPromptsKnown reports whether every prompt could be read well enough to
// know its type and whether it is used.
func allPromptsKnown(p *rule.Pass) bool {
	return p.Catalog.Complete(PromptKind) &&
		!slices.ContainsFunc(p.Catalog.Of(PromptKind), func(o *resource.Object) bool { return !p.Sound(o) })
}
