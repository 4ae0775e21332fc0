package syntax

import "github.com/igny8/catalogc/compiler/diag"

// The findings of this package.
var (
	SyntaxError = &diag.Definition{
		Code: "YML001", Name: "syntax-error", Severity: diag.Error,
		Summary: "The text is not YAML.",
		Why:     "Nothing of the document can be read, so nothing of it can be checked or published.",
		Fix:     "Mend the place shown: most often an indentation, an unclosed quote, or a text with \": \" or \" #\" in it that needs quotes.",
	}
	DuplicateKey = &diag.Definition{
		Code: "YML002", Name: "duplicate-key", Severity: diag.Error,
		Summary: "A mapping has the same key twice.",
		Why:     "Readers of YAML disagree on which one counts, and one of the two values is lost without a word.",
		Fix:     "Remove or rename one of them.",
	}
	AnchorOrAlias = &diag.Definition{
		Code: "YML003", Name: "anchor-or-alias", Severity: diag.Error,
		Summary: "Anchors (&name), aliases (*name) and merge keys (<<) are not used in a catalogue.",
		Why:     "A value that stands elsewhere cannot be read, reviewed or edited in its place, and a few lines of aliases can expand to gigabytes.",
		Fix:     "Write the value out, or quote a text that begins with & or *.",
	}
	CustomTag = &diag.Definition{
		Code: "YML004", Name: "custom-tag", Severity: diag.Error,
		Summary: "Tags (!name) are not used in a catalogue.",
		Why:     "A tag changes what a value is in ways that only some readers know.",
		Fix:     "Remove the tag, or quote a text that begins with !.",
	}
	AmbiguousWord = &diag.Definition{
		Code: "YML005", Name: "ambiguous-word", Severity: diag.Error,
		Summary: "An unquoted yes, no, on or off.",
		Why:     "It is a truth value in YAML 1.1 and a text in YAML 1.2: Norway's code NO has become false in many a file.",
		Fix:     "Quote it where a text is meant; write true or false where a truth value is meant.",
	}
	AmbiguousNumber = &diag.Definition{
		Code: "YML006", Name: "ambiguous-number", Severity: diag.Error,
		Summary: "An unquoted number that readers of YAML understand differently, such as 010, 0x1f, 1_000, .5 or .inf.",
		Why:     "010 is eight to one reader and ten to the next.",
		Fix:     "Write the plain decimal number, or quote it where a text is meant.",
	}
	NotUTF8 = &diag.Definition{
		Code: "YML007", Name: "not-utf8", Severity: diag.Error,
		Summary: "The file is not UTF-8 text.",
		Why:     "Its letters cannot be told.",
		Fix:     "Save it as UTF-8 (in most editors: Save with encoding).",
	}
	ByteOrderMark = &diag.Definition{
		Code: "YML008", Name: "byte-order-mark", Severity: diag.Error,
		Summary: "The file begins with a byte order mark.",
		Why:     "It is invisible, and some readers take it for the beginning of the first key.",
		Fix:     "Run `catalogc fmt` on the file, or save it as UTF-8 without BOM.",
	}
	FileTooLarge = &diag.Definition{
		Code: "YML009", Name: "file-too-large", Severity: diag.Error,
		Summary: "A file is larger than 4 MiB.",
		Why:     "No reviewer reads such a file, and no document of a catalogue is that large.",
		Fix:     "Split it: a document a file is the custom.",
	}
	NestingTooDeep = &diag.Definition{
		Code: "YML010", Name: "nesting-too-deep", Severity: diag.Error,
		Summary: "Values are nested more than 64 deep.",
		Why:     "No document of a catalogue needs it, and readers of the database may not follow.",
		Fix:     "Flatten the value.",
	}
	BinaryFile = &diag.Definition{
		Code: "YML011", Name: "control-character", Severity: diag.Error,
		Summary: "The file holds a control character that YAML does not allow, or is no text at all.",
		Why:     "It is invisible in an editor and in a review.",
		Fix:     "Remove the character, or write it as an escape in a double-quoted text; move a file that is no text elsewhere.",
	}
	EmptyFile = &diag.Definition{
		Code: "YML012", Name: "empty-file", Severity: diag.Warning,
		Summary: "A file holds no document.",
		Why:     "It was probably meant to hold one.",
		Fix:     "Remove the file or write its document.",
	}
	NotAMapping = &diag.Definition{
		Code: "YML013", Name: "not-a-mapping", Severity: diag.Error,
		Summary: "A document is not a mapping of fields to values.",
		Why:     "A document of a catalogue has a kind, a name and fields.",
		Fix:     "Begin it with `kind:` and `name:`.",
	}
	KeyNotText = &diag.Definition{
		Code: "YML014", Name: "key-not-text", Severity: diag.Error,
		Summary: "The key of a mapping is not a text.",
		Why:     "Keys that are numbers, truth values, empty or collections have no equal in JSON and in the database.",
		Fix:     "Quote the key.",
	}
	NULCharacter = &diag.Definition{
		Code: "YML015", Name: "nul-character", Severity: diag.Error,
		Summary: "A double-quoted text holds the NUL character, as `\\0` or another escape of it.",
		Why:     "PostgreSQL cannot store it, and other programs take it for the end of the text.",
		Fix:     "Remove the escape, or write `\\\\0` where a backslash and a zero are meant.",
	}
	BadWaiver = &diag.Definition{
		Code: "WVR001", Name: "bad-waiver", Severity: diag.Error,
		Summary: "A catalogc:ignore comment cannot be understood or gives no reason.",
		Why:     "A waiver without a reason cannot be judged by the next reader.",
		Fix:     "Write `# catalogc:ignore CODE until=YYYY-MM-DD reason=\"why\"`; until may be left out.",
	}
	ExpiredWaiver = &diag.Definition{
		Code: "WVR002", Name: "expired-waiver", Severity: diag.Error,
		Summary: "A waiver's last day is over.",
		Why:     "What it waived was to be mended by then.",
		Fix:     "Mend the finding and remove the comment, or agree on a later date.",
	}
	UnusedWaiver = &diag.Definition{
		Code: "WVR003", Name: "unused-waiver", Severity: diag.Warning,
		Summary: "A waiver waives nothing.",
		Why:     "It would silently waive a later mistake in the same place.",
		Fix:     "Remove the comment.",
	}
)

// Definitions returns the findings of this package, by code.
func Definitions() []*diag.Definition {
	return []*diag.Definition{
		BadWaiver, ExpiredWaiver, UnusedWaiver,
		SyntaxError, DuplicateKey, AnchorOrAlias, CustomTag, AmbiguousWord, AmbiguousNumber, NotUTF8,
		ByteOrderMark, FileTooLarge, NestingTooDeep, BinaryFile, EmptyFile, NotAMapping, KeyNotText,
		NULCharacter,
	}
}
