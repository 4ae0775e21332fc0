package source

import "github.com/igny8/catalogc/compiler/diag"

// The findings of this package.
var (
	Unreadable = &diag.Definition{
		Code: "SRC001", Name: "unreadable-file", Severity: diag.Error,
		Summary: "A file of the catalogue cannot be read.",
		Why:     "What it holds would be missing from the release without a word.",
		Fix:     "Check that it exists and that you may read it; remove a link that leads nowhere.",
	}
	LinkOutside = &diag.Definition{
		Code: "SRC002", Name: "link-outside", Severity: diag.Error,
		Summary: "A symbolic link leads out of the catalogue.",
		Why:     "A release must depend on the catalogue alone: on another machine the link leads elsewhere.",
		Fix:     "Copy what it leads to into the catalogue.",
	}
	LinkLoop = &diag.Definition{
		Code: "SRC003", Name: "link-loop", Severity: diag.Error,
		Summary: "A symbolic link leads to itself or to a folder it stands in.",
		Why:     "Nobody can follow it to an end.",
		Fix:     "Remove the link.",
	}
)

// Definitions returns the findings of this package, by code.
func Definitions() []*diag.Definition {
	return []*diag.Definition{Unreadable, LinkOutside, LinkLoop}
}
