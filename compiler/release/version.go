package release

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/resource"
)

// VersionNotRaised is the finding about content that changed under a version
// that was published before.
var VersionNotRaised = &diag.Definition{
	Code: "PRM010", Name: "version-not-raised", Severity: diag.Error,
	Summary: "The content changed since its version was published.",
	Why: "What was made with a version must be explainable by its content later. " +
		"Switching a document on or off, its owner, labels, title and description need no new version.",
	Fix: "Raise `version` above the highest that was published.",
}

// operational are the fields that may change without a new version: they say
// how a document is used and found, not what it does.
func operational() []string {
	return []string{"active", "default", "owner", "labels", "title", "description"}
}

// NeedsVersion reports whether a top-level field may change only with a new
// version of its document.
func NeedsVersion(field string) bool {
	return field != "version" && !slices.Contains(operational(), field)
}

// VersionConflict is a document whose content changed while its version is one
// that was published with other content.
type VersionConflict struct {
	ID      resource.ID
	Version int
	// Release is the first release that had the version.
	Release int
	// Latest is the highest version of the document that was ever published.
	Latest int
	// Fields are the fields that differ, those that need no new version left out.
	Fields []plan.Field
	// Source is the file the document stands in.
	Source string
}

// Diagnostic returns the conflict as a finding at the file; its place is that of
// the version.
func (c VersionConflict) Diagnostic() diag.Diagnostic {
	d := VersionNotRaised.New(c.message())
	d.Path, d.Pointer = c.Source, "/version"
	d.Help = fmt.Sprintf("write `version: %d`", c.Latest+1)
	return d
}

func (c VersionConflict) message() string {
	paths := make([]string, len(c.Fields))
	for i := range c.Fields {
		paths[i] = c.Fields[i].Path
	}
	return fmt.Sprintf("version %d of %q was published in release %d with other content (%s)",
		c.Version, c.ID.String(), c.Release, strings.Join(paths, ", "))
}

// VersionError says which documents of a plan are refused.
type VersionError struct {
	Conflicts []VersionConflict
}

// Error implements error.
func (e *VersionError) Error() string {
	if len(e.Conflicts) == 0 {
		return "content changed without its version"
	}
	text := e.Conflicts[0].message() + "; raise its version"
	if more := len(e.Conflicts) - 1; more > 0 {
		text += fmt.Sprintf(" (and %d more like it)", more)
	}
	return text
}

// versionConflicts compares what changes with every content that was published
// under the same version.
func (p *Publisher) versionConflicts(ctx context.Context, changes []plan.Change) ([]VersionConflict, error) {
	versioned := map[resource.ID]*plan.Change{}
	var ids []resource.ID
	for i := range changes {
		if c := &changes[i]; c.Op != plan.Delete && c.Version > 0 {
			versioned[c.ID()] = c
			ids = append(ids, c.ID())
		}
	}
	contents, err := p.Store.Contents(ctx, ids)
	if err != nil {
		return nil, err
	}
	published := map[resource.ID][]Content{}
	var digests []string
	for _, content := range contents {
		published[content.ID] = append(published[content.ID], content)
		if content.Version == versioned[content.ID].Version {
			digests = append(digests, content.Digest)
		}
	}
	bodies, err := p.Store.Bodies(ctx, digests)
	if err != nil {
		return nil, err
	}
	var conflicts []VersionConflict
	for _, id := range ids {
		conflict, err := versionConflict(versioned[id], published[id], bodies)
		if err != nil {
			return nil, err
		}
		if conflict != nil {
			conflicts = append(conflicts, *conflict)
		}
	}
	return conflicts, nil
}

// versionConflict returns the conflict with the earliest release, or nil. The
// published contents are in order of their releases.
func versionConflict(change *plan.Change, published []Content, bodies map[string][]byte) (*VersionConflict, error) {
	var conflict *VersionConflict
	latest := 0
	for _, old := range published {
		latest = max(latest, old.Version)
		if conflict != nil || old.Version != change.Version {
			continue
		}
		before, err := essence(bodies[old.Digest])
		if err != nil {
			return nil, fmt.Errorf("published content of %s: %w", old.ID, err)
		}
		after, err := essence(change.Body)
		if err != nil {
			return nil, fmt.Errorf("content of %s: %w", change.ID(), err)
		}
		if fields := plan.Fields(before, after); len(fields) > 0 {
			conflict = &VersionConflict{ID: change.ID(), Version: change.Version, Release: old.Release, Fields: fields, Source: change.Source}
		}
	}
	if conflict != nil {
		conflict.Latest = latest
	}
	return conflict, nil
}

// essence returns the content that needs a new version when it changes.
func essence(body []byte) (map[string]any, error) {
	content, err := decode(body)
	for key := range content {
		if slices.Contains(operational(), key) {
			delete(content, key)
		}
	}
	return content, err
}

// decode reads canonical content. Numbers keep their digits.
func decode(body []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var content map[string]any
	err := decoder.Decode(&content)
	return content, err
}
