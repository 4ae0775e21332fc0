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
	UnknownSigner = &diag.Definition{
		Code: "CAT003", Name: "unknown-signer", Severity: diag.Error,
		Summary: "A target wants a signature by somebody whose key is not listed.",
		Why:     "Nobody could sign for it: nothing would ever be published there.",
		Fix:     "Correct the name, or list the public key under signers in catalogc.yaml.",
	}
	BadSignerKey = &diag.Definition{
		Code: "CAT004", Name: "bad-signer-key", Severity: diag.Error,
		Summary: "The key of a signer is no Ed25519 public key.",
		Why:     "No signature could be checked with it.",
		Fix:     "Write what `openssl pkey -in KEY -pubout` prints, or the line of base64 within it.",
	}
	TwoKeyStores = &diag.Definition{
		Code: "CAT005", Name: "two-key-stores", Severity: diag.Error,
		Summary: "A target has a key file and Vault.",
		Why:     "Which of the two holds a key would be anybody's guess.",
		Fix:     "Remove `keys` or `vault`.",
	}
	UnknownOverlayDocument = &diag.Definition{
		Code: "OVL001", Name: "unknown-overlay-document", Severity: diag.Error,
		Summary: "An overlay patches a document that does not exist.",
		Why:     "An overlay only changes what a target has in common with the others; it would do nothing.",
		Fix:     "Correct the kind or the name, or add the document outside the folder overlays.",
	}
	UnknownOverlayTarget = &diag.Definition{
		Code: "OVL002", Name: "unknown-overlay-target", Severity: diag.Error,
		Summary: "A folder below overlays is named like no target.",
		Why:     "Its overlays would never be used.",
		Fix:     "Rename the folder, or declare the target under targets in catalogc.yaml.",
	}
	OverlayWithoutEffect = &diag.Definition{
		Code: "OVL003", Name: "overlay-without-effect", Severity: diag.Warning,
		Summary: "An overlay changes nothing.",
		Why:     "The reader expects the target to differ, and a later change of the document would make it.",
		Fix:     "Remove the overlay.",
	}
	MisplacedOverlay = &diag.Definition{
		Code: "OVL004", Name: "misplaced-overlay", Severity: diag.Error,
		Summary: "A file stands right below the folder overlays.",
		Why:     "Overlays belong to a target, and documents to no overlay: what the file says would not count.",
		Fix:     "Move it to the folder of its target, overlays/<target>/, or out of overlays.",
	}
	RepeatedOverlay = &diag.Definition{
		Code: "OVL005", Name: "repeated-overlay", Severity: diag.Error,
		Summary: "Two overlays patch the same document for the same target.",
		Why:     "Which of the two comes last would depend on the names of files.",
		Fix:     "Make one of the two.",
	}
)

// Definitions returns the findings of this package, by code.
func Definitions() []*diag.Definition {
	return []*diag.Definition{
		UnsupportedFormat, NestedCatalogue, UnknownSigner, BadSignerKey, TwoKeyStores,
		UnknownOverlayDocument, UnknownOverlayTarget, OverlayWithoutEffect, MisplacedOverlay, RepeatedOverlay,
		UnknownReference, DuplicateIdentity, UnknownWord,
	}
}
