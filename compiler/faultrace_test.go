package compiler

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

// TestRace lets two publishers plan and publish at the same time, a hundred
// times over. In each round one wins at least; who loses is told that the
// target is locked or the plan is stale; and nothing is lost or done twice.
func TestRace(t *testing.T) {
	t.Parallel()
	for name, open := range places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			race(t, open(t), 100*rounds(t))
		})
	}
}

func race(t *testing.T, p place, rounds int) {
	publishers := [2]*release.Publisher{p.publisher(t), p.publisher(t)}
	publishers[0].By, publishers[1].By = "ada@build", "bob@build"
	won, lost := 0, 0
	for round := range rounds {
		var plans [2]*plan.Plan
		for i, publisher := range publishers {
			plans[i] = planModules(t, publisher, fmt.Sprintf("m%d-%d", i, round))
		}
		var group sync.WaitGroup
		var results [2]error
		for i, publisher := range publishers {
			group.Go(func() { _, results[i] = publisher.Publish(context.Background(), plans[i]) })
		}
		group.Wait()
		winners := 0
		for i, err := range results {
			var locked *release.LockedError
			switch {
			case err == nil:
				winners++
			case errors.As(err, &locked):
				lost++
				if other := publishers[1-i].By; locked.Holder != "" && locked.Holder[:len(other)] != other {
					t.Errorf("round %d: %s is told that %q holds the lock", round, publishers[i].By, locked.Holder)
				}
			case errors.Is(err, release.ErrStale):
				lost++
			default:
				t.Fatalf("round %d: %s got %v", round, publishers[i].By, err)
			}
		}
		if winners != 1 {
			t.Fatalf("round %d: %d publishers won (%v)", round, winners, results)
		}
		won += winners
	}
	live, _, err := publishers[0].Store.Live(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	entries, err := publishers[0].Store.Audit(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if live.Number != won || len(entries) != won || won+lost != 2*rounds {
		t.Errorf("release %d is live and %d are audited, want %d of each (%d lost)", live.Number, len(entries), won, lost)
	}
	if err := release.VerifyAudit(entries); err != nil {
		t.Error(err)
	}
	if differences, err := publishers[0].Store.Inspect(context.Background(), 0); err != nil || len(differences) > 0 {
		t.Errorf("the projection differs: %v (%v)", differences, err)
	}
	t.Logf("%d rounds: %d won, %d lost", rounds, won, lost)
}

// planModules plans a catalogue with one module.
func planModules(t *testing.T, publisher *release.Publisher, name string) *plan.Plan {
	t.Helper()
	body := fmt.Appendf(nil, `{"enabled":true,"kind":"Module","name":%q}`, name)
	want := bundle.New("shop", []bundle.Entry{{
		ID: resource.ID{Kind: "Module", Name: name}, Digest: bundle.DigestOf(body), Body: body, Source: "modules.yaml",
	}})
	planned, err := publisher.Plan(context.Background(), release.Wanted{Bundle: want}, plan.Context{Target: "production"})
	if err != nil {
		t.Fatal(err)
	}
	return planned.Plan
}

// TestFaultClock publishes with a clock that jumps back and far ahead: order
// comes from numbers, never from times.
func TestFaultClock(t *testing.T) {
	t.Parallel()
	for name, open := range places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			publisher := open(t).publisher(t)
			for i, now := range []time.Time{today, today.AddDate(-30, 0, 0), today.AddDate(200, 0, 0), today} {
				publisher.Now = func() time.Time { return now }
				r := mustPublish(t, publisher, planModules(t, publisher, fmt.Sprintf("m%d", i)))
				if r.Number != i+1 || !r.PublishedAt.Equal(now.Truncate(time.Second)) {
					t.Errorf("got release %d at %s, want %d at %s", r.Number, r.PublishedAt, i+1, now)
				}
			}
			list, err := publisher.Releases(context.Background(), 0)
			if err != nil || len(list) != 4 || list[0].Number != 4 {
				t.Errorf("got %v (%v), want four releases, the newest first", list, err)
			}
			entries, err := publisher.Store.Audit(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if err := release.VerifyAudit(entries); err != nil {
				t.Error(err)
			}
			if differences, err := publisher.Store.Inspect(context.Background(), 0); err != nil || len(differences) > 0 {
				t.Errorf("the projection differs: %v (%v)", differences, err)
			}
		})
	}
}

// TestFaultOtherCompiler publishes a plan that another version of catalogc made.
func TestFaultOtherCompiler(t *testing.T) {
	t.Parallel()
	publisher := embedded(t).publisher(t)
	pl := planModules(t, publisher, "seo")
	publisher.Compiler = "9.9.9"
	_, err := publisher.Publish(context.Background(), pl)
	want := "the plan is stale: it was made by catalogc test, and this is catalogc 9.9.9; plan again"
	if !errors.Is(err, release.ErrStale) || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, base, err := publisher.Live(context.Background()); err != nil || base.Release != 0 {
		t.Errorf("release %d is live (%v)", base.Release, err)
	}
}
