package compiler

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/sqlstore"
)

// testPublisher publishes to a database of its own.
type testPublisher struct {
	*release.Publisher
	path string // of the database
}

func newPublisher(t *testing.T, registry *resource.Registry) *testPublisher {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catalogc.db")
	store, err := sqlstore.Open(context.Background(), "sqlite:"+path, registry, sqlstore.ReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	})
	return &testPublisher{
		Publisher: &release.Publisher{Store: store, Now: func() time.Time { return today }, By: "tester", Compiler: "test"},
		path:      path,
	}
}

func planFor(t *testing.T, publisher *testPublisher, result *Result) (*plan.Plan, []release.VersionConflict) {
	t.Helper()
	want, err := bundle.Build(result.Catalog)
	if err != nil {
		t.Fatal(err)
	}
	p, err := publisher.Plan(context.Background(), release.Wanted{Bundle: want}, plan.Context{Target: "local"})
	if err != nil {
		t.Fatal(err)
	}
	return p.Plan, p.Conflicts
}

// publish publishes a catalog without errors and conflicts.
func publish(t *testing.T, publisher *testPublisher, result *Result) *release.Release {
	t.Helper()
	if result.Diagnostics.HasErrors() {
		t.Fatalf("findings: %v", result.Diagnostics)
	}
	p, conflicts := planFor(t, publisher, result)
	if len(conflicts) > 0 {
		t.Fatalf("conflicts: %v", conflicts)
	}
	published, err := publisher.Publish(context.Background(), p)
	if err != nil {
		t.Fatal(err)
	}
	return published
}
