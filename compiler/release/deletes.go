package release

import (
	"fmt"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/plan"
)

// Removing more of a kind than both of these wants to be said twice: an empty
// folder or a wrong --catalog must not empty the target.
const (
	freeDeletes      = 10 // documents
	freeDeletesShare = 20 // percent of the kind's live documents
)

// DeletesError says that a plan removes more of a kind than is done unasked.
type DeletesError struct {
	Kind string
	// Deleted is how many documents of the kind the plan removes, Live how many
	// there are, Allowed how many may go unasked.
	Deleted, Live, Allowed int
}

// Error implements error.
func (e *DeletesError) Error() string {
	return fmt.Sprintf("the plan removes %d of %s of kind %s, more than the %d that go unasked; if that is meant, give --allow-deletes",
		e.Deleted, diag.Count(e.Live, "live document"), e.Kind, e.Allowed)
}

// CheckDeletes returns a *DeletesError for the first kind of which a plan
// removes more than 20 % of the live documents and more than 10.
func CheckDeletes(live []bundle.Entry, changes []plan.Change) error {
	deleted, all := map[string]int{}, map[string]int{}
	for i := range live {
		all[live[i].ID.Kind]++
	}
	for i := range changes {
		if changes[i].Op == plan.Delete {
			deleted[changes[i].Kind]++
		}
	}
	for i := range changes { // in their order, so that the answer is always the same
		kind := changes[i].Kind
		allowed := max(freeDeletes, all[kind]*freeDeletesShare/100)
		if deleted[kind] > allowed {
			return &DeletesError{Kind: kind, Deleted: deleted[kind], Live: all[kind], Allowed: allowed}
		}
	}
	return nil
}

// CatalogError says that a plan would replace another catalogue.
type CatalogError struct {
	// Live is the catalogue that is live, Planned that of the plan.
	Live, Planned string
}

// Error implements error.
func (e *CatalogError) Error() string {
	return fmt.Sprintf("the target holds the catalogue %q, and this is the catalogue %q; if it was renamed, give --allow-deletes", e.Live, e.Planned)
}

// checkCatalog returns a *CatalogError when something else is live than what the
// plan is about.
func checkCatalog(live *Release, pl *plan.Plan) error {
	if live.Number > 0 && live.Catalog != "" && live.Catalog != pl.Catalog {
		return &CatalogError{Live: live.Catalog, Planned: pl.Catalog}
	}
	return nil
}
