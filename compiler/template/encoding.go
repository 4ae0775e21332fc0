package template

import "strings"

// Encoding is a vocabulary of tokens, by OpenAI's name.
type Encoding string

// The encodings this package can count in.
const (
	O200kBase  Encoding = "o200k_base"
	CL100kBase Encoding = "cl100k_base"
)

// families are OpenAI's model families and their encodings. The first match
// wins, so a longer name stands before its beginning.
var families = []struct {
	name     string
	encoding Encoding
	short    bool // so short that other vendors use it too
}{
	{"chatgpt-4o", O200kBase, false},
	{"gpt-oss", O200kBase, false},
	{"gpt-5", O200kBase, false},
	{"gpt-4o", O200kBase, false},
	{"gpt-4.5", O200kBase, false},
	{"gpt-4.1", O200kBase, false},
	{"gpt-4-5", O200kBase, false}, // where a dot is not allowed
	{"gpt-4-1", O200kBase, false},
	{"gpt-4", CL100kBase, false},
	{"gpt-3.5", CL100kBase, false},
	{"gpt-35", CL100kBase, false}, // Azure's spelling
	{"text-embedding-3", CL100kBase, false},
	{"text-embedding-ada-002", CL100kBase, false},
	{"o1", O200kBase, true},
	{"o3", O200kBase, true},
	{"o4", O200kBase, true},
}

// EncodingFor returns the encoding of a model. Exact is false if it is only an
// estimate: other vendors do not publish their vocabularies, and OpenAI's newest
// is the nearest there is.
//
// A model may carry the prefixes of catalogues and gateways, as in
// openrouter/openai/gpt-4o, and ft: of fine-tuned models. The provider only
// matters for o1, o3 and o4, which are OpenAI's if provider or prefix says
// openai or azure.
func EncodingFor(provider, model string) (encoding Encoding, exact bool) {
	id := strings.ToLower(model)
	vendor := strings.ToLower(provider)
	if i := strings.LastIndexByte(id, '/'); i >= 0 {
		vendor += "/" + id[:i]
		id = id[i+1:]
	}
	id = strings.TrimPrefix(id, "ft:")
	openAI := strings.Contains(vendor, "azure") || strings.Contains(strings.ReplaceAll(vendor, "openai_compatible", ""), "openai")
	for _, family := range families {
		rest, ok := strings.CutPrefix(id, family.name)
		if ok && (rest == "" || strings.IndexByte("-.:@", rest[0]) >= 0) && (openAI || !family.short) {
			return family.encoding, true
		}
	}
	return O200kBase, false
}
