package sqlstore

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
)

// firstLine returns the first line of the block that begins with some words.
func firstLine(t *testing.T, blocks []string, prefix string) string {
	t.Helper()
	for _, text := range blocks {
		if line, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(line, prefix) {
			return line
		}
	}
	t.Fatalf("no block begins with %s", prefix)
	return ""
}

// statements returns the statements of a connection of its own.
func statements(t *testing.T, r *reader) func(string) []string {
	t.Helper()
	if r.store.dialect.Name == "PostgreSQL" {
		connection := connect(t, r.address)
		postgresRows(t, connection, "SET search_path TO catalogc")
		return func(text string) []string { return postgresRows(t, connection, text) }
	}
	db, err := sql.Open("sqlite", "file:"+strings.TrimPrefix(r.address, "sqlite:")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	return func(text string) []string { return rowsOf(t, db, text) }
}

// TestDocumentedTransactions publishes in the middle of the transactions that the
// document shows, and of one of PostgreSQL that it warns of.
func TestDocumentedTransactions(t *testing.T) {
	t.Parallel()
	for _, name := range databaseNames() {
		reader := documented(t, name)
		begin := firstLine(t, blocksIn(t, "### One release at a time", "sql", name), "BEGIN")
		transactions := map[string]string{begin: "2"}
		if name == "PostgreSQL" {
			transactions["BEGIN;"] = "3"
		}
		for begin, want := range transactions {
			live := publishedNumber(t, reader.store)
			run := statements(t, reader)
			run(begin)
			if got := run("SELECT release FROM current"); got[0] != fmt.Sprint(live) {
				t.Errorf("%s %s: release %v is live, want %d", name, begin, got, live)
			}
			publish(t, reader.store, storetest.Bundle(t, storetest.Prompt("ideas", live+1, fmt.Sprint(live))))
			got := run("SELECT max(release) FROM prompts")[0]
			if sees := fmt.Sprint(live + int(want[0]-'2')); got != sees {
				t.Errorf("%s %s: a prompt of release %s is seen, want %s", name, begin, got, sees)
			}
			run("COMMIT")
		}
	}
}

// TestDocumentedRebuild fills the tables anew within a reader's transaction, which
// goes on to see what it saw.
func TestDocumentedRebuild(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"SQLite", "PostgreSQL"} {
		reader := documented(t, name)
		run := statements(t, reader)
		run(firstLine(t, blocksIn(t, "### One release at a time", "sql", name), "BEGIN"))
		run("SELECT release FROM current")
		rebuild := func() error {
			return reader.store.Rebuild(context.Background(), release.Actor{Name: "ada@build", At: storetest.Start()})
		}
		if err := rebuild(); err != nil {
			t.Fatal(err)
		}
		if got := run("SELECT count(*) FROM prompts")[0]; got != "1" {
			t.Errorf("%s: a reader sees %s prompts, want 1", name, got)
		}
		run("COMMIT")
		if got := run("SELECT count(*) FROM prompts")[0]; got != "1" {
			t.Errorf("%s: the next transaction sees %s prompts, want 1", name, got)
		}
		if name == "PostgreSQL" {
			run("CREATE VIEW public.ideas AS SELECT * FROM prompts")
			if err := rebuild(); err != nil {
				t.Errorf("with a view on a table that fits: %v", err)
			}
			run("UPDATE projection SET fingerprint = 'of another version' WHERE table_name = 'prompts'")
			if err := rebuild(); err == nil || !strings.Contains(err.Error(), "view public.ideas depends on table prompts") {
				t.Errorf("got %v, want what depends on the table", err)
			}
		}
	}
}

// TestDocumentedListening types what the document shows into psql, and publishes
// in between.
func TestDocumentedListening(t *testing.T) {
	t.Parallel()
	reader := documented(t, "PostgreSQL")
	const prompt = "platform=> "
	var input, want []string
	for _, line := range strings.Split(blocksIn(t, "## Hearing of a release", "console", "PostgreSQL")[0], "\n")[1:] {
		if command, found := strings.CutPrefix(line, prompt); found {
			input = append(input, command)
		} else {
			want = append(want, line)
		}
	}
	command := exec.Command("psql", "-XAt", reader.address)
	typed, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	printed, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(printed)
	var got []string
	for i, statement := range input {
		if i == len(input)-1 {
			publish(t, reader.store, storetest.Bundle(t, storetest.Prompt("ideas", 3, "Three")))
		}
		fmt.Fprintln(typed, statement)
		if i == 0 && lines.Scan() { // it listens
			got = append(got, lines.Text())
		}
	}
	typed.Close()
	for lines.Scan() {
		got = append(got, lines.Text())
	}
	if err := command.Wait(); err != nil {
		t.Error(err)
	}
	process := regexp.MustCompile(`PID \d+`)
	if diff := cmp.Diff(process.ReplaceAllString(strings.Join(want, "\n"), "PID"), process.ReplaceAllString(strings.Join(got, "\n"), "PID")); diff != "" {
		t.Errorf("psql printed something else (-document +psql):\n%s", diff)
	}
}
