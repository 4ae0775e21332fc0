package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/resource"
)

// Format is the format of a bundle file.
const Format = 1

// Bundle is the content of a catalogue: what is wanted, or what is live.
type Bundle struct {
	// Catalog is the name of the catalogue. It is part of the file but not of
	// the digest.
	Catalog string
	// Entries are sorted by identity.
	Entries []Entry
	// Digest is that of all entries: sha256: and 64 hexadecimal digits.
	Digest string
	// Signature is the envelope that says who signed it, if anybody; see package
	// signature. It is part of the file but not of the digest.
	Signature json.RawMessage
}

// Entry is one document of a bundle.
type Entry struct {
	ID resource.ID
	// Version is the document's version, or 0 for kinds without versions.
	Version int
	// Digest is that of Body.
	Digest string
	// Body is the canonical JSON of the document. It is nil in a bundle of which
	// only the digests are known.
	Body []byte
	// Source is the file the document was read from, relative to the catalogue's
	// root, and behind " + " that of its overlay. It is not part of any digest and
	// not written to a bundle file.
	Source string
}

// Build returns the bundle of a catalog. A value that canonical JSON cannot
// hold is an error that names the document.
func Build(c *catalog.Catalog) (*Bundle, error) {
	b := &Bundle{Catalog: c.Project.Name, Entries: make([]Entry, 0, len(c.Objects))}
	for _, object := range c.Objects {
		content := object.Kind.Canonical(object.Value)
		body, err := AppendCanonical(nil, content)
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", object.Document.Path, object.ID, err)
		}
		b.Entries = append(b.Entries, Entry{
			ID: object.ID, Version: version(object.Kind, content), Digest: DigestOf(body), Body: body, Source: object.Document.Source(),
		})
	}
	b.Digest = digestOfEntries(b.Entries)
	return b, nil
}

// New returns the bundle of some entries, which are sorted.
func New(name string, entries []Entry) *Bundle {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b Entry) int { return resource.Compare(a.ID, b.ID) })
	return &Bundle{Catalog: name, Entries: entries, Digest: digestOfEntries(entries)}
}

func version(kind *resource.Kind, content map[string]any) int {
	if !kind.Versioned {
		return 0
	}
	if number, ok := content["version"].(json.Number); ok {
		n, _ := number.Int64()
		return int(n)
	}
	return 1 // the default is left out of the canonical content
}

// DigestOf returns the digest of canonical bytes.
func DigestOf(body []byte) string {
	sum := sha256.Sum256(body)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// digestOfEntries is the digest of the list of identities and digests, a line
// each. Names hold no white space, so the lines are unambiguous.
func digestOfEntries(entries []Entry) string {
	hash := sha256.New()
	for i := range entries {
		fmt.Fprintf(hash, "%s %s %s\n", entries[i].ID.Kind, entries[i].ID.Name, entries[i].Digest)
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}

// file is the JSON of a bundle file.
type file struct {
	Format  int    `json:"format"`
	Catalog string `json:"catalog"`
	Digest  string `json:"digest"`
	// Signature stands before the documents, so that whoever looks into the file
	// sees it.
	Signature json.RawMessage `json:"signature"`
	Documents []document      `json:"documents"`
}

type document struct {
	Kind    string          `json:"kind"`
	Name    string          `json:"name"`
	Version int             `json:"version,omitempty"`
	Digest  string          `json:"digest"`
	Body    json.RawMessage `json:"body"`
}

// Write writes the bundle as JSON, a document a line.
func (b *Bundle) Write(w io.Writer) error {
	var out bytes.Buffer
	head, err := json.Marshal(b.Catalog)
	if err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	fmt.Fprintf(&out, "{\"format\":%d,\"catalog\":%s,\"digest\":%q,", Format, head, b.Digest)
	if len(b.Signature) > 0 {
		fmt.Fprintf(&out, "\n\"signature\":%s,", b.Signature)
	}
	out.WriteString("\"documents\":[")
	for i, e := range b.Entries {
		if i > 0 {
			out.WriteByte(',')
		}
		line, err := encode(document{Kind: e.ID.Kind, Name: e.ID.Name, Version: e.Version, Digest: e.Digest, Body: e.Body})
		if err != nil {
			return fmt.Errorf("write bundle: %w", err)
		}
		out.WriteByte('\n')
		out.Write(line)
	}
	out.WriteString("\n]}\n")
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write bundle: %w", err)
	}
	return nil
}

// encode marshals without escaping <, > and &, which would change a body's
// bytes.
func encode(value any) ([]byte, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimRight(out.Bytes(), "\n"), nil
}

// Read reads a bundle file and checks every digest in it.
func Read(r io.Reader) (*Bundle, error) {
	var f file
	if err := json.NewDecoder(r).Decode(&f); err != nil {
		return nil, fmt.Errorf("read bundle: %w", err)
	}
	if f.Format != Format {
		return nil, fmt.Errorf("read bundle: format %d is not known; this catalogc reads format %d", f.Format, Format)
	}
	entries := make([]Entry, 0, len(f.Documents))
	for _, d := range f.Documents {
		if got := DigestOf(d.Body); got != d.Digest {
			return nil, fmt.Errorf("read bundle: %s/%s was changed: its digest is %s, the file says %s", d.Kind, d.Name, got, d.Digest)
		}
		entries = append(entries, Entry{ID: resource.ID{Kind: d.Kind, Name: d.Name}, Version: d.Version, Digest: d.Digest, Body: d.Body})
	}
	b := New(f.Catalog, entries)
	b.Signature = f.Signature
	if b.Digest != f.Digest {
		return nil, fmt.Errorf("read bundle: it was changed: its digest is %s, the file says %s", b.Digest, f.Digest)
	}
	return b, nil
}
