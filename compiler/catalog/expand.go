package catalog

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
)

var variable = regexp.MustCompile(`\$\{([^}]*)\}`)

// Expand replaces ${NAME} by the environment variable NAME. One that is not set
// is an error: an empty address would publish to somewhere else.
func Expand(text string, env map[string]string) (string, error) {
	var failure error
	expanded := variable.ReplaceAllStringFunc(text, func(match string) string {
		name := variable.FindStringSubmatch(match)[1]
		value, ok := env[name]
		if !ok && failure == nil {
			failure = fmt.Errorf("the environment variable %s is not set; %s in %s needs it", name, match, ProjectFile)
		}
		return value
	})
	return expanded, failure
}

// Expand returns the target with all its variables filled in.
func (t Target) Expand(env map[string]string) (Target, error) {
	texts := []*string{&t.Database, &t.Keys}
	if t.Vault != nil {
		vault := *t.Vault
		t.Vault = &vault
		texts = append(texts, &vault.Mount, &vault.Prefix, &vault.Auth.Mount, &vault.Auth.Role, &vault.Auth.Audience)
	}
	for _, text := range texts {
		var err error
		if *text, err = Expand(*text, env); err != nil {
			return Target{}, err
		}
	}
	return t, nil
}

// TargetNames returns the names of all targets, sorted.
func (p *Project) TargetNames() []string {
	names := slices.Collect(maps.Keys(p.Targets))
	if !slices.Contains(names, DefaultTarget) {
		names = append(names, DefaultTarget)
	}
	slices.Sort(names)
	return names
}
