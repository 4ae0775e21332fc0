package compiler

import (
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/secret"
)

// redacted hides API keys in findings. Messages quote what an author wrote, and
// that may be a key in the wrong place.
func redacted(list diag.List) diag.List {
	for i := range list {
		d := &list[i]
		d.Message, d.Help, d.Pointer = secret.Redact(d.Message), secret.Redact(d.Help), secret.Redact(d.Pointer)
		for j := range d.Related {
			d.Related[j].Message = secret.Redact(d.Related[j].Message)
		}
	}
	return list
}
