package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

// notes says what the reader of a plan should know besides what the plan does.
func (a *app) notes(t *target, planned *release.Planned, store string) []string {
	list := a.keyNotes(t, planned, store)
	if planned.Deletes != nil {
		list = append(list, planned.Deletes.Error())
	}
	return list
}

// keyNotes says which keys are needed and not there: storing them is a step of
// its own.
func (a *app) keyNotes(t *target, planned *release.Planned, store string) []string {
	switch {
	case a.withoutKeys:
		return []string{"API keys were not looked at; they stay as the live release has them"}
	case store == "" && len(planned.Uses) == 0:
		return nil
	case store == "":
		var uses []string
		for _, use := range planned.Uses {
			uses = append(uses, nameOfKey(use))
		}
		return []string{fmt.Sprintf("%d API key%s not checked, since target %q has no key store: %s", len(uses), are(len(uses)), t.name, few(uses))}
	}
	var missing, gone, foreign []string
	var first string
	for i := range planned.Keys {
		status := &planned.Keys[i]
		written := slices.ContainsFunc(planned.Plan.Keys, func(k plan.Key) bool {
			return k.Action == plan.WriteKey && k.Integration == status.Integration && k.Ref() == status.Ref
		})
		switch {
		case written:
		case status.Missing() && status.Pin.Version > 0:
			gone = append(gone, nameOfKey(status.KeyUse))
		case status.Missing():
			first = cmp.Or(first, status.Integration)
			missing = append(missing, nameOfKey(status.KeyUse))
		}
		if status.Foreign(planned.Catalog, t.name) {
			foreign = append(foreign, fmt.Sprintf("%s, of %s/%s", nameOfKey(status.KeyUse), status.State.Owner.Catalog, status.State.Owner.Target))
		}
	}
	var list []string
	if len(missing) > 0 {
		list = append(list, fmt.Sprintf("%d API key%s not stored yet in %s: %s; `catalogc keys set %s` stores one", len(missing), are(len(missing)), store, few(missing), first))
	}
	if len(gone) > 0 {
		list = append(list, fmt.Sprintf("%d API key%s gone from %s: %s; `catalogc keys set` stores one again", len(gone), are(len(gone)), store, few(gone)))
	}
	if len(foreign) > 0 {
		list = append(list, fmt.Sprintf("%d API key%s marked as somebody else's: %s", len(foreign), are(len(foreign)), few(foreign)))
	}
	return list
}

func nameOfKey(use release.KeyUse) string { return fmt.Sprintf("%s (%s)", use.Ref, use.Integration) }

// few lists the first of some texts.
func few(texts []string) string {
	const most = 5
	text := strings.Join(texts[:min(most, len(texts))], ", ")
	if len(texts) > most {
		text += fmt.Sprintf(" and %d more", len(texts)-most)
	}
	return text
}

func are(n int) string {
	if n == 1 {
		return " is"
	}
	return "s are"
}
