package kinds

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/resource"
)

// api is what a provider's API takes.
type api struct {
	title      string
	parameters map[string][]accepted // by name; several where the model's type matters
}

// accepted are values of a parameter that an API takes. The zero accepted takes
// everything.
type accepted struct {
	types    []string // of models; none means all
	min, max string
	values   []string
	items    int // the most of a list
}

var (
	forText  = []string{textModel}
	forImage = []string{imageModel}
)

// apis are the known providers. What an API takes for some models only, or what
// its documents leave open, is taken: a finding must be right.
//
//   - https://platform.openai.com/docs/api-reference/chat/create
//   - https://platform.openai.com/docs/api-reference/images/create
//   - https://docs.anthropic.com/en/api/messages; reasoning_effort is its
//     effort, where none stands for no thinking
//   - https://runware.ai/docs/image-inference/api-reference
var apis = map[string]api{
	"openai": {"OpenAI", map[string][]accepted{
		"temperature":       {{types: forText, min: "0", max: "2"}},
		"top_p":             {{types: forText, min: "0", max: "1"}},
		"max_tokens":        {{types: forText, min: "1"}},
		"frequency_penalty": {{types: forText, min: "-2", max: "2"}},
		"presence_penalty":  {{types: forText, min: "-2", max: "2"}},
		"stop":              {{types: forText, items: 4}},
		"seed":              {{types: forText}},
		"reasoning_effort":  {{types: forText, values: []string{"none", "minimal", "low", "medium", "high", "xhigh"}}},
		"response_format":   {{types: forText}},
		"n":                 {{types: forText, min: "1", max: "128"}, {types: forImage, min: "1", max: "10"}},
		"size":              {{types: forImage}},
		"quality":           {{types: forImage, values: []string{"auto", "low", "medium", "high", "standard", "hd"}}},
		"style":             {{types: forImage, values: []string{"vivid", "natural"}}},
		"output_format":     {{types: forImage, values: []string{"png", "jpeg", "webp"}}},
	}},
	"anthropic": {"Anthropic", map[string][]accepted{
		"temperature":      {{min: "0", max: "1"}},
		"top_p":            {{min: "0", max: "1"}},
		"top_k":            {{min: "0"}},
		"max_tokens":       {{min: "1"}},
		"stop":             {{}},
		"reasoning_effort": {{values: []string{"none", "low", "medium", "high", "xhigh"}}},
		"response_format":  {{}},
	}},
	"runware": {"Runware", map[string][]accepted{
		"temperature":       {{types: forText, min: "0", max: "2"}},
		"top_p":             {{types: forText, min: "0", max: "1"}},
		"top_k":             {{types: forText, min: "0"}},
		"max_tokens":        {{types: forText, min: "1"}},
		"frequency_penalty": {{types: forText, min: "-2", max: "2"}},
		"presence_penalty":  {{types: forText, min: "-2", max: "2"}},
		"stop":              {{types: forText}},
		"seed":              {{}},
		"reasoning_effort":  {{types: forText}},
		"response_format":   {{types: forText}},
		"n":                 {{min: "1", max: "20"}},
		"size":              {{types: forImage}},
		"quality":           {{types: forImage}},
		"style":             {{types: forImage}},
		"output_format":     {{types: forImage, values: []string{"png", "jpeg", "webp"}}},
		"steps":             {{types: forImage, min: "1", max: "100"}},
		"guidance":          {{types: forImage, min: "0", max: "50"}},
	}},
	"openai_compatible": {"an OpenAI-compatible API", map[string][]accepted{
		"temperature":       {{min: "0", max: "2"}},
		"top_p":             {{min: "0", max: "1"}},
		"top_k":             {{min: "0"}},
		"max_tokens":        {{min: "1"}},
		"frequency_penalty": {{min: "-2", max: "2"}},
		"presence_penalty":  {{min: "-2", max: "2"}},
		"stop":              {{}},
		"seed":              {{}},
		"reasoning_effort":  {{}},
		"response_format":   {{}},
		"n":                 {{min: "1"}},
		"size":              {{}},
		"quality":           {{}},
		"style":             {{}},
		"output_format":     {{}},
		"steps":             {{min: "1"}},
		"guidance":          {{min: "0"}},
	}},
}

// takes returns what the API takes for a parameter of requests to models of a
// type. When the type is not known, or one for which the table says nothing, it
// returns what the API takes for any type.
func (a api) takes(parameter, modelType string) []accepted {
	all := a.parameters[parameter]
	if modelType != textModel && modelType != imageModel {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(one accepted) bool {
		return one.types != nil && !slices.Contains(one.types, modelType)
	})
}

// admits reports whether a value is among the accepted ones. A value of the
// wrong type is admitted: the schema reports it.
func (a accepted) admits(value resource.JSON) bool {
	switch v := value.(type) {
	case json.Number:
		number, err := resource.ParseDecimal(v.String())
		return err != nil || !isBelow(number, a.min) && !isAbove(number, a.max)
	case string:
		return a.values == nil || slices.Contains(a.values, v)
	case []any:
		return a.items == 0 || len(v) <= a.items
	}
	return true
}

func isBelow(number resource.Decimal, bound string) bool {
	limit, err := resource.ParseDecimal(bound)
	return bound != "" && err == nil && number.Cmp(limit) < 0
}

func isAbove(number resource.Decimal, bound string) bool {
	limit, err := resource.ParseDecimal(bound)
	return bound != "" && err == nil && number.Cmp(limit) > 0
}

// admitted reports whether any of several accept a value.
func admitted(all []accepted, value resource.JSON) bool {
	return slices.ContainsFunc(all, func(one accepted) bool { return one.admits(value) })
}

// String describes the accepted values, such as "0 to 1".
func (a accepted) String() string {
	switch {
	case a.values != nil:
		return strings.Join(a.values, ", ")
	case a.items > 0:
		return fmt.Sprintf("at most %d", a.items)
	case a.max == "":
		return a.min + " or more"
	}
	return a.min + " to " + a.max
}

// inWords describes what several accept, such as "1 to 10 (image)".
func inWords(all []accepted) string {
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = one.String()
		if len(all) > 1 {
			texts[i] += " (" + strings.Join(one.types, ", ") + ")"
		}
	}
	return strings.Join(texts, " or ")
}
