package schema

import "github.com/igny8/catalogc/compiler/diag"

// The findings of this package. UnknownKind is reported by the package that
// knows the kinds.
var (
	UnknownKind = &diag.Definition{
		Code: "SCH001", Name: "unknown-kind", Severity: diag.Error,
		Summary: "A document's kind is missing or not one that catalogc knows.",
		Why:     "The kind says what the document is; without it nothing else can be checked.",
		Fix:     "Write `kind:` with one of the kinds that `catalogc kinds` lists.",
	}
	UnknownField = &diag.Definition{
		Code: "SCH002", Name: "unknown-field", Severity: diag.Error,
		Summary: "A field that the kind does not have.",
		Why:     "A misspelt field would silently do nothing.",
		Fix:     "Correct its name or remove it. docs/catalogue.md lists the fields of each kind.",
	}
	MissingField = &diag.Definition{
		Code: "SCH003", Name: "missing-field", Severity: diag.Error,
		Summary: "A required field is missing.",
		Why:     "The document makes no sense without it.",
		Fix:     "Add the field.",
	}
	WrongType = &diag.Definition{
		Code: "SCH004", Name: "wrong-type", Severity: diag.Error,
		Summary: "A value is of another type than its field.",
		Why:     "An unquoted number, date or truth value is not a text, and a text is not a list.",
		Fix:     "Write a value of the type named; quote a text that looks like something else.",
	}
	UnknownValue = &diag.Definition{
		Code: "SCH005", Name: "unknown-value", Severity: diag.Error,
		Summary: "A value is not one of those its field may have.",
		Why:     "The platform knows these values only.",
		Fix:     "Choose one of the values listed.",
	}
	MalformedValue = &diag.Definition{
		Code: "SCH006", Name: "malformed-value", Severity: diag.Error,
		Summary: "A text is not written as its field wants it.",
		Why:     "Names, dates, addresses and references have a form that readers depend on.",
		Fix:     "Write it in the form described.",
	}
	OutOfRange = &diag.Definition{
		Code: "SCH007", Name: "out-of-range", Severity: diag.Error,
		Summary: "A number, a length or a count is too small or too large.",
		Why:     "Providers and the database refuse it.",
		Fix:     "Choose a value within the bounds named.",
	}
	RepeatedItem = &diag.Definition{
		Code: "SCH008", Name: "repeated-item", Severity: diag.Error,
		Summary: "A list holds the same item twice.",
		Why:     "One of them was probably meant to be another.",
		Fix:     "Remove or correct one of the two.",
	}
	WrongShape = &diag.Definition{
		Code: "SCH009", Name: "wrong-shape", Severity: diag.Error,
		Summary: "A value breaks its schema in another way.",
		Why:     "Readers depend on the schema.",
		Fix:     "Compare the value with the field's description in docs/catalogue.md.",
	}
)

// Definitions returns the findings of this package, by code.
func Definitions() []*diag.Definition {
	return []*diag.Definition{
		UnknownKind, UnknownField, MissingField, WrongType, UnknownValue, MalformedValue, OutOfRange, RepeatedItem, WrongShape,
	}
}
