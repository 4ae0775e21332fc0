package kinds

import (
	"time"

	"github.com/igny8/catalogc/compiler/rule"
)

// parseDay reads YYYY-MM-DD as midnight UTC. It returns false for a missing or
// impossible day.
func parseDay(text string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, text)
	return day, err == nil
}

// ending is why a model should not be used: the field that says so and, in
// words, since when.
type ending struct {
	field string
	words string
}

// ended returns why a model should not be used on a day, or the zero ending
// when it is fine. A day that is no day of the calendar says nothing here.
func ended(model *ModelDoc, today time.Time) ending {
	passed := func(text string) bool {
		day, ok := parseDay(text)
		return ok && !day.After(today)
	}
	switch {
	case passed(model.Retires):
		return ending{"retires", "was retired on " + model.Retires}
	case !model.Active:
		return ending{"active", "is not active"}
	case passed(model.Deprecated) && model.Retires != "":
		return ending{"deprecated", "has been deprecated since " + model.Deprecated + " and retires on " + model.Retires}
	case passed(model.Deprecated):
		return ending{"deprecated", "has been deprecated since " + model.Deprecated}
	}
	return ending{}
}

// isUsable reports whether a model is active, not deprecated and not retired.
func isUsable(model *ModelDoc, today time.Time) bool { return ended(model, today) == ending{} }

// maxChain bounds how far replacements are followed, so that a chain of all
// models of a catalogue takes linear time. No model was replaced half as often.
const maxChain = 100

// chain returns the names of the models that replaced_by leads to, nearest
// first. It stops at an unknown model and after maxChain; circular tells that it
// ended because the next model, which is not repeated, was there already.
func chain(p *rule.Pass, start string) (names []string, circular bool) {
	seen := map[string]bool{start: true}
	for _, model := target[ModelDoc](p, ModelKind, start); model != nil && model.ReplacedBy != "" && len(names) < maxChain; {
		next := model.ReplacedBy
		if seen[next] {
			return names, true
		}
		seen[next] = true
		if _, model = target[ModelDoc](p, ModelKind, next); model != nil {
			names = append(names, next)
		}
	}
	return names, false
}

// replacement returns the last usable model that replaced_by leads to, or "".
func replacement(p *rule.Pass, name string) string {
	last := ""
	names, _ := chain(p, name)
	for _, next := range names {
		if _, model := target[ModelDoc](p, ModelKind, next); isUsable(model, p.Today) {
			last = next
		}
	}
	return last
}
