package plan

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/igny8/catalogc/compiler/bundle"
)

// Format is the format of a plan file.
const Format = 1

// Plan says what publishing will change. It holds no key in the clear and no
// address of a database.
type Plan struct {
	Format int `json:"format"`
	// Catalog is the name of the catalogue, Target where it is published.
	Catalog string `json:"catalog"`
	Target  string `json:"target"`
	// Base is the release the plan was made against: publishing to any other is
	// refused.
	Base Base `json:"base"`
	// Bundle is the digest of the wanted bundle.
	Bundle string `json:"bundle"`
	// Compiler is the version of catalogc that made the plan.
	Compiler string `json:"compiler"`
	// Revision is the git commit that the catalogue was read at, if any.
	Revision Revision `json:"revision"`
	// Rollback is the release whose content is wanted again, or 0 for a plan that
	// was made from a catalogue or a bundle.
	Rollback int `json:"rollback,omitempty"`
	// Changes are sorted by identity.
	Changes []Change `json:"changes"`
	// Keys are the API keys whose version changes, sorted by integration.
	Keys []Key `json:"keys,omitempty"`
	// Signature is the envelope that says who signed the wanted bundle, if anybody.
	Signature json.RawMessage `json:"signature,omitempty"`
	// Digest is that of all of the above.
	Digest string `json:"digest"`
}

// Base is a release: number 0 is the empty target.
type Base struct {
	Release int    `json:"release"`
	Digest  string `json:"digest"`
}

// Revision is a git commit. Modified tells that the files differed from it.
type Revision struct {
	Commit   string `json:"commit,omitempty"`
	Author   string `json:"author,omitempty"`
	Message  string `json:"message,omitempty"`
	Modified bool   `json:"modified,omitempty"`
}

// Context is what a plan holds besides its changes.
type Context struct {
	Target    string
	Base      Base
	Compiler  string
	Revision  Revision
	Rollback  int
	Keys      []Key
	Signature json.RawMessage
}

// New makes the plan that turns the live bundle into the wanted one.
func New(set ChangeSet, want *bundle.Bundle, context Context) (*Plan, error) {
	p := &Plan{
		Format: Format, Catalog: want.Catalog, Target: context.Target, Base: context.Base, Bundle: want.Digest,
		Compiler: context.Compiler, Revision: context.Revision, Rollback: context.Rollback,
		Changes: set.Changes, Keys: context.Keys, Signature: context.Signature,
	}
	digest, err := p.digest()
	p.Digest = digest
	return p, err
}

// IsEmpty reports whether there is nothing to publish.
func (p *Plan) IsEmpty() bool { return len(p.Changes) == 0 && len(p.Keys) == 0 }

// ChangeSet returns the plan's changes.
func (p *Plan) ChangeSet() ChangeSet { return ChangeSet{Changes: p.Changes} }

// digest returns the digest of the plan without its own digest, over canonical
// JSON, so that a file that was only laid out anew is still the same plan. The
// bodies are left out: each change holds the digest of its own.
func (p *Plan) digest() (string, error) {
	bare := *p
	bare.Digest = ""
	bare.Changes = slices.Clone(p.Changes)
	for i := range bare.Changes {
		bare.Changes[i].Body = nil
	}
	data, err := json.Marshal(bare)
	if err != nil {
		return "", fmt.Errorf("digest plan: %w", err)
	}
	value, err := decode(data)
	if err != nil {
		return "", fmt.Errorf("digest plan: %w", err)
	}
	canonical, err := bundle.AppendCanonical(nil, value)
	if err != nil {
		return "", fmt.Errorf("digest plan: %w", err)
	}
	return bundle.DigestOf(canonical), nil
}

// Write writes the plan as indented JSON.
func (p *Plan) Write(w io.Writer) error {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(p); err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	if _, err := w.Write(out.Bytes()); err != nil {
		return fmt.Errorf("write plan: %w", err)
	}
	return nil
}

// Read reads a plan file and checks its digest and that of every body in it.
func Read(r io.Reader) (*Plan, error) {
	var p Plan
	decoder := json.NewDecoder(r)
	decoder.UseNumber()
	if err := decoder.Decode(&p); err != nil {
		return nil, fmt.Errorf("read plan: %w", err)
	}
	if p.Format != Format {
		return nil, fmt.Errorf("read plan: format %d is not known; this catalogc reads format %d", p.Format, Format)
	}
	digest, err := p.digest()
	if err != nil {
		return nil, err
	}
	if digest != p.Digest {
		return nil, fmt.Errorf("read plan: the file was changed since it was written: its digest is %s, it says %s", digest, p.Digest)
	}
	for i := range p.Changes {
		if err := p.Changes[i].restore(); err != nil {
			return nil, err
		}
	}
	return &p, nil
}

// restore gives a body its canonical bytes back, which indenting changed.
func (c *Change) restore() error {
	if c.Op == Delete {
		return nil
	}
	value, err := decode(c.Body)
	if err != nil {
		return fmt.Errorf("read plan: %s: %w", c.ID(), err)
	}
	if c.Body, err = bundle.AppendCanonical(nil, value); err != nil {
		return fmt.Errorf("read plan: %s: %w", c.ID(), err)
	}
	if got := bundle.DigestOf(c.Body); got != c.Digest {
		return fmt.Errorf("read plan: %s does not have the digest the plan says", c.ID())
	}
	return nil
}
