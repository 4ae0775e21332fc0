package kinds

import (
	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/rule"
)

// noSettings finds catalogues without Settings.
var noSettings = &rule.Rule{
	Definition: diag.Definition{
		Code: "SET002", Name: "no-settings", Severity: diag.Warning,
		Summary: "The catalogue has no Settings document.",
		Why:     "Prompts and operations that name no model have none to fall back on.",
		Fix:     "Add settings.yaml with `kind: Settings`, a name and default_text_model.",
	},
	Run: func(p *rule.Pass) {
		if len(p.Catalog.Of(SettingsKind)) == 0 && p.Catalog.Complete(SettingsKind) {
			p.ReportAt(catalog.ProjectFile, diag.Span{},
				"add settings.yaml with `kind: Settings`, `name: global` and `default_text_model:`",
				"the catalogue has no Settings document")
		}
	},
}
