package kinds

import (
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/rule"
	"github.com/igny8/catalogc/compiler/secret"
)

// keyInText finds API keys in files. It reads the text and not the documents,
// so that comments and files that cannot be parsed are searched as well.
var keyInText = &rule.Rule{
	Definition: diag.Definition{
		Code: "KEY001", Name: "key-in-text", Severity: diag.Error,
		Summary: "A file holds what looks like an API key, a token or a private key.",
		Why:     "Everybody who can read the repository, now or later, can use it: git keeps it even when the line is removed.",
		Fix:     "Revoke the key at its provider, remove it from the file, and store a new one where its key reference says.",
	},
	Run: func(p *rule.Pass) {
		for _, file := range p.Catalog.Files {
			for _, match := range secret.Find(file.Data()) {
				// The public prefix and the length help to recognise it; more must
				// not be shown.
				p.ReportAt(file.Path, file.Span(match.Start, match.End),
					"revoke it, remove it, store a new one in Vault and refer to it as vault:<path>#<field>",
					"this looks like %s (%s…, %s)", match.What, match.Prefix, diag.Count(match.End-match.Start, "character"))
			}
		}
	},
}
