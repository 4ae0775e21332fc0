package compiler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/sqlstore"
	"github.com/igny8/catalogc/compiler/testserver"
)

// TestFaultDatabaseGone stops PostgreSQL before, during and after the
// transaction. The publisher says what happened; when the server is back, the
// same plan comes to the same end.
func TestFaultDatabaseGone(t *testing.T) {
	t.Parallel()
	for _, step := range append([]release.Step{""}, steps...) {
		t.Run("after "+string(step), func(t *testing.T) {
			t.Parallel()
			server := testserver.NewPostgres(t)
			vault := testserver.Vault(t)
			p := place{Database: server.Database(t), Vault: vault.Address, Token: vault.Token, Mount: vault.Mount}.withIdentity(t)
			publisher := p.publisher(t)
			mustPublish(t, publisher, planEdition(t, publisher, 1, p.sealed(t, "key-1")))
			pl := planEdition(t, publisher, 2, p.sealed(t, "key-2"))
			var once sync.Once
			stop := func() { once.Do(server.Stop) }
			if step == "" {
				stop()
			}
			publisher.Progress = func(progress release.Progress) {
				if progress.Step == step && progress.Done == progress.Total {
					stop()
				}
			}
			r, err := publisher.Publish(context.Background(), pl)
			publisher.Progress = nil
			// What comes after the commit is to ask whether anything is left to do, and
			// after the marks to close the journal.
			switch {
			case step == release.StepDone:
				if err != nil {
					t.Errorf("got %v", err)
				}
			case step == release.StepCommit || step == release.StepMark:
				var unfinished *release.UnfinishedError
				if !errors.As(err, &unfinished) || r == nil || r.Number != 2 {
					t.Errorf("got %v and %v, want release 2 and an UnfinishedError", r, err)
				}
			case !errors.Is(err, sqlstore.ErrLost) && !errors.Is(err, sqlstore.ErrUnreachable) && !errors.Is(err, release.ErrUncertain):
				t.Errorf("got %v, want ErrLost, ErrUnreachable or ErrUncertain", err)
			}
			if err := server.Start(); err != nil {
				t.Fatal(err)
			}
			mustPublish(t, publisher, pl)
			expectWhole(t, p, publisher, 2)
		})
	}
}

// TestFaultCommitUnanswered cuts the connection in place of the answer to the
// commit: the release is live, and the publisher finds that out.
func TestFaultCommitUnanswered(t *testing.T) {
	t.Parallel()
	database, vault := testserver.Postgres(t), testserver.Vault(t)
	proxy := testserver.NewProxy(t, hostOf(database))
	p := place{
		Database: strings.Replace(database, hostOf(database), proxy.Address(), 1), Vault: vault.Address, Token: vault.Token, Mount: vault.Mount,
	}.withIdentity(t)
	publisher := p.publisher(t)
	mustPublish(t, publisher, planEdition(t, publisher, 1, p.sealed(t, "key-1")))

	pl := planEdition(t, publisher, 2, p.sealed(t, "key-2"))
	publisher.Progress = func(progress release.Progress) {
		if progress.Step == release.StepWrite && progress.Done == progress.Total {
			proxy.CutReplies("commit", 1)
		}
	}
	r, err := publisher.Publish(context.Background(), pl)
	if err != nil || r.Number != 2 {
		t.Errorf("got %v and %v, want release 2: the commit arrived", r, err)
	}
	expectWhole(t, p, publisher, 2)

	// The commit never arrives, and the server is gone for longer than anybody
	// waits: nobody can know.
	pl = planEdition(t, publisher, 3, p.sealed(t, "key-3"))
	publisher.Progress = func(progress release.Progress) {
		if progress.Step == release.StepWrite && progress.Done == progress.Total {
			proxy.Refuse()
		}
	}
	_, err = publisher.Publish(context.Background(), pl)
	if !errors.Is(err, release.ErrUncertain) || !strings.Contains(err.Error(), "run it again") {
		t.Errorf("got %v, want ErrUncertain and what to do", err)
	}
	proxy.Pass()
	publisher.Progress = nil
	mustPublish(t, publisher, pl)
	expectWhole(t, p, publisher, 3)
}

// hostOf returns host:port of a database's address.
func hostOf(address string) string {
	_, rest, _ := strings.Cut(address, "@")
	host, _, _ := strings.Cut(rest, "/")
	return host
}

// TestFaultPlanByte changes each byte of a plan file. Whoever reads it notices,
// or it still is the same plan: white space has no meaning.
func TestFaultPlanByte(t *testing.T) {
	t.Parallel()
	p := embedded(t)
	publisher := p.publisher(t)
	pl := planEdition(t, publisher, 1, p.sealed(t, "key-1"))
	var file bytes.Buffer
	if err := pl.Write(&file); err != nil {
		t.Fatal(err)
	}
	noticed, harmless := 0, 0
	for i := range file.Bytes() {
		changed := bytes.Clone(file.Bytes())
		changed[i] ^= 1 << (i % 7)
		read, err := plan.Read(bytes.NewReader(changed))
		switch {
		case err != nil:
			noticed++
		case read.Digest == pl.Digest && sameDocuments(read, pl):
			harmless++
		default:
			t.Fatalf("byte %d (%q to %q) was not noticed", i, file.Bytes()[i], changed[i])
		}
	}
	if noticed < file.Len()/2 || noticed+harmless != file.Len() {
		t.Errorf("of %d bytes %d were noticed and %d made no difference", file.Len(), noticed, harmless)
	}
	t.Logf("of %d bytes %d were noticed and %d made no difference", file.Len(), noticed, harmless)
}

func sameDocuments(a, b *plan.Plan) bool {
	return fmt.Sprint(a.Changes) == fmt.Sprint(b.Changes) && fmt.Sprint(a.Keys) == fmt.Sprint(b.Keys) && a.Target == b.Target && a.Base == b.Base
}

// TestFaultManyKills kills publishers at random moments, many times, with another
// one at work beside them.
func TestFaultManyKills(t *testing.T) {
	t.Parallel()
	for name, open := range places() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t)
			publisher := p.publisher(t)
			mustPublish(t, publisher, planEdition(t, publisher, 1, p.sealed(t, "key-1")))
			for n := 2; n <= 4*rounds(t)+1; n++ {
				killSometime(t, p, publisher, n)
			}
			expectWhole(t, p, publisher, 4*rounds(t)+1)
		})
	}
}
