// Package release publishes a Plan: what goes in is a plan and a Store, what
// comes out is a numbered Release. It owns the Store interface; the databases
// that implement it are packages of their own.
package release

import (
	"encoding/json"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
)

// Release is one published state of a target. Number 0 is the empty target
// before its first release.
type Release struct {
	Number int `json:"number"`
	// Digest is that of the bundle that is live with this release.
	Digest string `json:"digest"`
	// PlanDigest is that of the plan that was published.
	PlanDigest  string        `json:"plan_digest"`
	Catalog     string        `json:"catalog"`
	Target      string        `json:"target"`
	Revision    plan.Revision `json:"revision"`
	PublishedAt time.Time     `json:"published_at"`
	PublishedBy string        `json:"published_by"`
	// Compiler is the version of catalogc that published.
	Compiler string `json:"compiler"`
	// Created, Updated and Deleted count the documents that changed, Documents
	// those that are live.
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Deleted   int `json:"deleted"`
	Documents int `json:"documents"`
	// Signature is the envelope that says who signed the bundle, if anybody: going
	// back to the release needs no new one.
	Signature json.RawMessage `json:"signature,omitempty"`
}

// Base returns the release as the base of a plan.
func (r *Release) Base() plan.Base {
	if r.Number == 0 {
		return plan.Base{Digest: bundle.New("", nil).Digest}
	}
	return plan.Base{Release: r.Number, Digest: r.Digest}
}
