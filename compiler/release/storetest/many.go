package storetest

import (
	"context"
	"fmt"
	"testing"

	"github.com/igny8/catalogc/compiler/release"
)

// manyDocuments are more than go into one statement, batch or step of progress.
const manyDocuments = 1100

func many(version int) []map[string]any {
	documents := make([]map[string]any, manyDocuments)
	for i := range documents {
		documents[i] = Prompt(fmt.Sprintf("prompt_%04d", i), version, fmt.Sprintf("Edition %d of %d", version, i))
	}
	return documents
}

// testMany creates, updates and deletes more documents than one statement takes.
func testMany(t *testing.T, open func(*testing.T) release.Store) {
	store := open(t)
	p := publisher(store)
	p.AllowDeletes = true
	first, second := Bundle(t, many(1)...), Bundle(t, many(2)...)
	publish(t, p, first)
	expectLive(t, store, 1, first)
	if r := publish(t, p, second); r.Updated != manyDocuments {
		t.Errorf("%d documents were updated, want %d", r.Updated, manyDocuments)
	}
	expectLive(t, store, 2, second)
	publish(t, p, first) // whose contents are there already
	expectLive(t, store, 3, first)
	publish(t, p, Bundle(t))
	expectLive(t, store, 4, Bundle(t))
	for number, want := range map[int]int{1: manyDocuments, 2: manyDocuments, 3: manyDocuments, 4: 0} {
		if b, err := p.At(context.Background(), number); err != nil || len(b.Entries) != want {
			t.Errorf("release %d had %d documents (%v), want %d", number, len(b.Entries), err, want)
		}
	}
	if got := inspect(t, store, 0); len(got) != 0 {
		t.Errorf("the projection differs: %v", got)
	}
}

func testProgress(t *testing.T, open func(*testing.T) release.Store) {
	p := publisher(open(t))
	var steps []release.Step
	last := 0
	p.Progress = func(progress release.Progress) {
		if len(steps) == 0 || steps[len(steps)-1] != progress.Step {
			steps = append(steps, progress.Step)
		}
		if progress.Step == release.StepWrite {
			if progress.Done <= last || progress.Total != manyDocuments {
				t.Errorf("%d of %d after %d", progress.Done, progress.Total, last)
			}
			last = progress.Done
		}
	}
	publish(t, p, Bundle(t, many(1)...))
	if last != manyDocuments {
		t.Errorf("the last progress is %d, want %d", last, manyDocuments)
	}
	if got, want := fmt.Sprint(steps), "[check lock write commit done]"; got != want {
		t.Errorf("the steps were %s, want %s", got, want)
	}
}
