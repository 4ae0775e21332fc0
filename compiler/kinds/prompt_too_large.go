package kinds

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/template"
)

// promptTooLarge finds prompts that leave no room in the context window of
// their model.
var promptTooLarge = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRM007", Name: "prompt-too-large", Severity: diag.Error,
		Summary: "A prompt and the answer it asks for do not fit the context window of its model.",
		Why:     "The provider refuses the request, or cuts off the text or the answer, even before any value is filled in.",
		Fix:     "Shorten the template, lower max_tokens, or choose a model with a larger context window.",
	},
	Reads: []string{"template", "type", "model", "parameters", "context_window", "default_text_model", "default_image_model", "operations"},
	Run: func(p *rule.Pass) {
		settings := theSettings(p)
		rule.Each(p, func(object *resource.Object, prompt *PromptDoc) {
			name, by := modelOf(prompt, settings)
			place, model := target[ModelDoc](p, ModelKind, name)
			if model == nil || model.ContextWindow == 0 {
				return
			}
			window, answer := model.ContextWindow, maxTokens(prompt.Parameters)
			encoding, exact := encodingOf(p, model)
			// Counting costs far more than all the rest, so no more is counted than
			// it takes to know.
			if fits, err := template.FitTokens(prompt.Template, encoding, window-answer); err != nil || fits {
				return
			}
			tokens, err := template.CountTokens(prompt.Template, encoding)
			if err != nil || tokens+answer <= window {
				return
			}
			pointer := "/template"
			if tokens <= window {
				pointer = "/parameters/max_tokens"
			}
			p.Report(rule.Finding{
				Object: object, Pointer: pointer, OnKey: true,
				Message: fmt.Sprintf("%s; %q (%s) has a context window of %d", sizeWords(tokens, prompt.Parameters["max_tokens"], encoding, exact), name, by, window),
				Help:    "shorten the template, lower max_tokens, or choose a model with a larger context window",
				Related: []diag.Related{related(place, "/context_window", "the context window")},
			})
		})
	},
}

// sizeWords says how many tokens a prompt takes and how sure that is.
func sizeWords(tokens int, answer resource.JSON, encoding template.Encoding, exact bool) string {
	words := fmt.Sprintf("the template takes %d tokens (an estimate, counted in %s)", tokens, encoding)
	if exact {
		words = fmt.Sprintf("the template takes %d tokens (exact, in %s)", tokens, encoding)
	}
	if answer != nil {
		words += fmt.Sprintf(" and the answer up to %v", answer)
	}
	return words
}

// encodingOf returns the encoding to count a model's tokens in, and whether it
// is the model's own.
func encodingOf(p *rule.Pass, model *ModelDoc) (encoding template.Encoding, exact bool) {
	provider := ""
	if integration := rule.Find[IntegrationDoc](p, IntegrationKind, model.Integration); integration != nil {
		provider = integration.Provider
	}
	return template.EncodingFor(provider, model.Name)
}

// maxTokens returns how many tokens an answer may have, or 0 when the prompt
// does not say. Any number beyond the largest model counts as that.
func maxTokens(parameters Parameters) int {
	const beyondAll = 1 << 30
	number, ok := parameters["max_tokens"].(json.Number)
	if !ok {
		return 0
	}
	if n, err := strconv.Atoi(number.String()); err == nil {
		return min(n, beyondAll)
	}
	f, err := number.Float64()
	if err != nil || f > beyondAll {
		return beyondAll
	}
	return int(f)
}
