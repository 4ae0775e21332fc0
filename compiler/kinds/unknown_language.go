package kinds

import (
	"errors"
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/rule"
)

// unknownLanguage finds language tags that BCP 47 does not know.
var unknownLanguage = &rule.Rule{
	Definition: diag.Definition{
		Code: "PRF001", Name: "unknown-language", Severity: diag.Error,
		Summary: "The language of a profile is no valid BCP 47 tag.",
		Why:     "The tag goes into prompts and into the pages they write; models, browsers and search engines do not know this one.",
		Fix:     "Write a language code, with a script or region where it matters: en, pt-BR, zh-Hant.",
	},
	Reads: []string{"language"},
	Run: func(p *rule.Pass) {
		rule.Each(p, func(object *resource.Object, profile *ProfileDoc) {
			_, err := language.Parse(profile.Language)
			if err == nil {
				return
			}
			message := fmt.Sprintf("%q is no language tag", profile.Language)
			var unknown language.ValueError
			if errors.As(err, &unknown) {
				message += fmt.Sprintf(": BCP 47 has no subtag %q", unknown.Subtag())
			}
			p.Reportf(object, "/language", languageHelp(profile.Language), "%s", message)
		})
	},
}

// languageHelp suggests the language of a country whose code was written in
// place of it, as in jp for ja.
func languageHelp(tag string) string {
	first, rest, _ := strings.Cut(tag, "-")
	if region, err := language.ParseRegion(first); err == nil && region.IsCountry() {
		if _, err := language.ParseBase(first); err != nil {
			base, _ := language.Make("und-" + region.String()).Base()
			if rest != "" {
				return fmt.Sprintf("%s is a country; its language is %q, as in %q", region, base, base.String()+"-"+rest)
			}
			return fmt.Sprintf("%s is a country; its language is %q", region, base)
		}
	}
	return "write a language code, with a script or region where it matters: en, pt-BR, zh-Hant"
}
