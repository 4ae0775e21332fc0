package release

import (
	"errors"
	"fmt"
	"testing"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/resource"
)

func TestCheckDeletes(t *testing.T) {
	for _, test := range []struct {
		live, deleted int
		refused       bool
	}{
		{1, 1, false}, {10, 10, false}, {11, 11, true}, {40, 10, false}, {40, 11, true}, {100, 20, false}, {100, 21, true}, {7000, 1400, false}, {7000, 1401, true},
	} {
		var live []bundle.Entry
		var changes []plan.Change
		for i := range test.live {
			live = append(live, bundle.Entry{ID: resource.ID{Kind: "Model", Name: fmt.Sprint(i)}}, bundle.Entry{ID: resource.ID{Kind: "Prompt", Name: fmt.Sprint(i)}})
		}
		for i := range test.deleted {
			changes = append(changes, plan.Change{Op: plan.Delete, Kind: "Model", Name: fmt.Sprint(i)})
		}
		changes = append(changes, plan.Change{Op: plan.Create, Kind: "Model", Name: "new"}, plan.Change{Op: plan.Delete, Kind: "Prompt", Name: "0"})
		err := CheckDeletes(live, changes)
		var refused *DeletesError
		if errors.As(err, &refused) != test.refused {
			t.Errorf("%d of %d: got %v", test.deleted, test.live, err)
		}
		if test.refused && (refused.Kind != "Model" || refused.Deleted != test.deleted || refused.Live != test.live) {
			t.Errorf("%d of %d: got %+v", test.deleted, test.live, refused)
		}
	}
}
