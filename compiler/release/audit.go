package release

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
)

// ErrAudit says that the audit log is not as it was written.
var ErrAudit = errors.New("the audit log was changed")

// Digest returns the digest of the entry's canonical JSON, its own hash left
// out: what its Hash has to be.
func (e *AuditEntry) Digest() (string, error) {
	data, err := bundle.AppendCanonical(nil, map[string]any{
		"id": json.Number(strconv.FormatInt(e.ID, 10)), "at": e.At.UTC().Format(time.RFC3339Nano), "actor": e.Actor, "action": e.Action,
		"release": json.Number(strconv.Itoa(e.Release)), "detail": string(e.Detail), "prev_hash": e.PrevHash,
	})
	if err != nil {
		return "", fmt.Errorf("hash entry %d of the audit log: %w", e.ID, err)
	}
	return bundle.DigestOf(data), nil
}

// VerifyAudit checks the whole audit log, in its order: that the entries are
// numbered from 1 without a gap, that each names the hash of the one before it,
// and that each has the hash of its content. The error wraps ErrAudit and tells
// the first entry that is wrong.
//
// Times are not compared: clocks go back. Entries cut off at the end leave no
// trace in those before them.
func VerifyAudit(entries []AuditEntry) error {
	previous := ""
	for i := range entries {
		e := &entries[i]
		if want := int64(i) + 1; e.ID != want {
			return fmt.Errorf("%w: entry %d is missing; %d stands in its place", ErrAudit, want, e.ID)
		}
		if e.PrevHash != previous {
			return fmt.Errorf("%w: entry %d follows one with the hash %q, but the entry before it has %q", ErrAudit, e.ID, e.PrevHash, previous)
		}
		digest, err := e.Digest()
		if err != nil {
			return fmt.Errorf("%w: %w", ErrAudit, err)
		}
		if e.Hash != digest {
			return fmt.Errorf("%w: entry %d has the hash %q, but its content has %q", ErrAudit, e.ID, e.Hash, digest)
		}
		previous = e.Hash
	}
	return nil
}
