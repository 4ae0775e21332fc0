package catalog

import "github.com/igny8/catalogc/compiler/diag"

// The findings of this package.
var (
	UnknownReference = &diag.Definition{
		Code: "REF001", Name: "unknown-reference", Severity: diag.Error,
		Summary: "A field names a document that does not exist.",
		Why:     "The platform would look it up and find nothing.",
		Fix:     "Correct the name, or add the document.",
	}
	DuplicateIdentity = &diag.Definition{
		Code: "REF002", Name: "duplicate-identity", Severity: diag.Error,
		Summary: "Two documents have the same kind and name.",
		Why:     "Kind and name are the identity: only one of the two could be published.",
		Fix:     "Rename or remove one of them.",
	}
	UnknownWord = &diag.Definition{
		Code: "REF003", Name: "unknown-word", Severity: diag.Error,
		Summary: "A value is not in the catalogue's vocabulary.",
		Why:     "The platform knows the words of the vocabulary only.",
		Fix:     "Correct the word, or add it under vocabulary in catalogc.yaml.",
	}
	UnsupportedFormat = &diag.Definition{
		Code: "CAT001", Name: "unsupported-format", Severity: diag.Error,
		Summary: "catalogc.yaml names a format that this version of catalogc does not read.",
		Why:     "A later format may mean something else by the same words.",
		Fix:     "Install a catalogc that reads the format, or write `format: 1`.",
	}
	NestedCatalogue = &diag.Definition{
		Code: "CAT002", Name: "nested-project-file", Severity: diag.Error,
		Summary: "A catalogc.yaml stands below the catalogue's root.",
		Why:     "One folder is one catalogue: what the inner file says would not count.",
		Fix:     "Move the inner catalogue out, or remove its project file.",
	}
)

// Definitions returns the findings of this package, by code.
func Definitions() []*diag.Definition {
	return []*diag.Definition{UnsupportedFormat, NestedCatalogue, UnknownReference, DuplicateIdentity, UnknownWord}
}
