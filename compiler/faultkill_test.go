package compiler

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
)

// What a child process of TestFaultKilled is told: where to publish which plan,
// and the step after which it kills itself.
const (
	childPlace = "CATALOGC_TEST_PLACE"
	childPlan  = "CATALOGC_TEST_PLAN"
	childStep  = "CATALOGC_TEST_STEP"
)

// steps are the points at which a publisher is killed: after each step of the
// protocol, when what the step does is done and nothing that follows.
var steps = []release.Step{
	release.StepCheck, release.StepLock, release.StepKeys, release.StepWrite, release.StepCommit, release.StepMark, release.StepDone,
}

// TestFaultKilled kills a publisher with SIGKILL after each step of the
// protocol and publishes the same plan again. Whatever the step, the end is the
// same: the release is live once, its key was stored once, and nobody saw
// anything in between.
func TestFaultKilled(t *testing.T) {
	if text := os.Getenv(childPlace); text != "" {
		publishUntilKilled(t, text)
		return
	}
	t.Parallel()
	for name, open := range places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for round := range rounds(t) {
				for _, step := range steps {
					t.Run(fmt.Sprintf("%s/%d", step, round), func(t *testing.T) { killAfter(t, open(t), step) })
				}
			}
		})
	}
}

func killAfter(t *testing.T, p place, step release.Step) {
	publisher := p.publisher(t)
	mustPublish(t, publisher, planEdition(t, publisher, 1, p.sealed(t, "key-of-release-1")))
	pl := planEdition(t, publisher, 2, p.sealed(t, "key-of-release-2"))
	path := save(t, pl)

	stop := watch(t, p)
	child := startChild(t, p, path, string(step))
	err := child.Wait()
	var exited *exec.ExitError
	if !errors.As(err, &exited) || exited.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		t.Fatalf("the child ended with %v, want it killed", err)
	}
	committed := slices.Index(steps, step) >= slices.Index(steps, release.StepCommit)
	live, _, err := publisher.Store.Live(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if want := map[bool]int{false: 1, true: 2}[committed]; live.Number != want {
		t.Errorf("killed after %s: release %d is live, want %d", step, live.Number, want)
	}
	if r := mustPublish(t, publisher, pl); r.Number != 2 {
		t.Errorf("published again: release %d, want 2", r.Number)
	}
	stop()
	expectWhole(t, p, publisher, 2)
}

func startChild(t *testing.T, p place, planPath, step string) *exec.Cmd {
	t.Helper()
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	child := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestFaultKilled$")
	child.Env = append(os.Environ(), childPlace+"="+string(text), childPlan+"="+planPath, childStep+"="+step)
	child.Stderr = os.Stderr
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	return child
}

// publishUntilKilled is the child process.
func publishUntilKilled(t *testing.T, text string) {
	var p place
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(os.Getenv(childPlan))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	pl, err := plan.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	publisher, closeAll, err := p.open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer closeAll()
	publisher.Progress = func(progress release.Progress) {
		if string(progress.Step) == os.Getenv(childStep) && progress.Done == progress.Total {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // until the signal is here
		}
	}
	if _, err := publisher.Publish(context.Background(), pl); err != nil {
		t.Fatal(err)
	}
}

// watch reads the target all the time and wants each reading to be one release
// whole: the bundle has the digest that the release says, and key pins fit it.
// The function it returns ends the watching.
func watch(t *testing.T, p place) func() {
	t.Helper()
	reader := p.publisher(t)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		last := 0
		for {
			select {
			case <-done:
				return
			default:
			}
			ctx := context.Background()
			live, base, err := reader.Live(ctx)
			if err != nil {
				t.Errorf("a reader got %v", err)
				return
			}
			if live.Digest != base.Digest || base.Release < last {
				t.Errorf("a reader saw release %d after %d with the bundle %s, want %s", base.Release, last, live.Digest, base.Digest)
				return
			}
			last = base.Release
			pins, err := reader.Store.Pins(ctx, base.Release)
			if err != nil || len(pins) != 1 || pins[0].Version != base.Release {
				t.Errorf("a reader saw release %d with the keys %v (%v)", base.Release, pins, err)
				return
			}
			time.Sleep(time.Millisecond)
		}
	}()
	return func() { close(done); <-ended }
}

// expectWhole checks that a target is in the one state that publishing number
// editions of the catalogue, each with a new key, leads to.
func expectWhole(t *testing.T, p place, publisher *release.Publisher, number int) {
	t.Helper()
	ctx := context.Background()
	live, base, err := publisher.Live(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if base.Release != number || live.Digest != edition(t, number).Digest {
		t.Errorf("release %d is live with %s, want %d with %s", base.Release, live.Digest, number, edition(t, number).Digest)
	}
	if open, err := publisher.Store.Unfinished(ctx); err != nil || open != 0 {
		t.Errorf("the journal of release %d is open (%v)", open, err)
	}
	drift, err := publisher.Drift(ctx, 0)
	if err != nil {
		t.Fatal(err)
	}
	if !drift.IsEmpty() {
		t.Errorf("there is drift: %+v %+v", drift.Differences, drift.Keys)
	}
	state, err := publisher.Keys.State(ctx, "platform/openai")
	if err != nil {
		t.Fatal(err)
	}
	// Vault forgets all but the newest ten (max_versions).
	if state.Current != number || len(state.Versions) < min(number, 10) || len(state.Versions) > number {
		t.Errorf("the key has %d versions, the newest %d; want %d", len(state.Versions), state.Current, number)
	}
	want := release.KeyOwner{Catalog: "shop", Target: "production", Release: number}
	if state.Owner != want {
		t.Errorf("the key is marked %+v, want %+v", state.Owner, want)
	}
	for n := 1; n <= number; n++ {
		pins, err := publisher.Store.Pins(ctx, n)
		if err != nil || len(pins) != 1 || pins[0].Version != n {
			t.Errorf("release %d goes with %v (%v), want version %d of the key", n, pins, err, n)
		}
	}
	entries, err := publisher.Store.Audit(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != number {
		t.Errorf("the audit log has %d entries, want %d", len(entries), number)
	}
	if err := release.VerifyAudit(entries); err != nil {
		t.Error(err)
	}
}

// killSometime lets a child publish edition n, kills it at some moment and
// publishes the same plan.
func killSometime(t *testing.T, p place, publisher *release.Publisher, n int) {
	t.Helper()
	pl := planEdition(t, publisher, n, p.sealed(t, fmt.Sprintf("key-%d", n)))
	child := startChild(t, p, save(t, pl), "never")
	time.Sleep(time.Duration(rand.IntN(120)) * time.Millisecond)
	_ = child.Process.Kill() // it may be done already
	_ = child.Wait()
	if r := mustPublish(t, publisher, pl); r.Number != n {
		t.Errorf("published again: release %d, want %d", r.Number, n)
	}
}
