package sqlstore

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/testserver"
)

var update = flag.Bool("update", false, "rewrite the results of the queries in docs/database.md")

const documentPath = "../../docs/database.md"

// databaseNames are the databases that the document is about, as its marks name
// them.
func databaseNames() []string { return []string{"SQLite", "PostgreSQL"} }

func readDocument(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(documentPath)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// section returns what stands under a heading of the document, such as
// "## Queries", up to the next one of its level.
func section(t *testing.T, text, heading string) string {
	t.Helper()
	_, rest, found := strings.Cut(text, "\n"+heading+"\n")
	if !found {
		t.Fatalf("the document has no %q", heading)
	}
	level, _, _ := strings.Cut(heading, " ")
	rest, _, _ = strings.Cut(rest, "\n"+level+" ")
	return rest
}

// reader is an application's connection to a database with the catalogue of the
// document.
type reader struct {
	address string
	store   *Store
	// rows runs a query and returns its rows, values parted by " | ".
	rows func(t *testing.T, query string) []string
}

// documented returns a database of each kind with the catalogue that the
// document's results are of.
func documented(t *testing.T, name string) *reader {
	t.Helper()
	r := &reader{address: "sqlite:" + filepath.Join(t.TempDir(), "catalogc.db")}
	if name == "PostgreSQL" {
		r.address = testserver.Postgres(t)
	}
	r.store = openAddress(t, r.address, ReadWrite)
	publishDocumented(t, r.store)
	r.rows = func(t *testing.T, query string) []string {
		t.Helper()
		return rowsOf(t, r.store.db, query)
	}
	if name == "PostgreSQL" {
		connection := connect(t, r.address)
		postgresRows(t, connection, "SET search_path TO catalogc; SET TIME ZONE 'UTC'")
		r.rows = func(t *testing.T, query string) []string {
			t.Helper()
			return postgresRows(t, connection, query)
		}
	}
	return r
}

func connect(t *testing.T, address string) *pgx.Conn {
	t.Helper()
	connection, err := pgx.Connect(context.Background(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = connection.Close(context.Background()) })
	return connection
}

// postgresRows returns values as the server writes them, which is what psql
// prints.
func postgresRows(t *testing.T, connection *pgx.Conn, statements string) []string {
	t.Helper()
	results, err := connection.PgConn().Exec(context.Background(), statements).ReadAll()
	if err != nil {
		t.Fatalf("%v\n%s", err, statements)
	}
	var list []string
	for _, result := range results {
		for _, row := range result.Rows {
			texts := make([]string, len(row))
			for i, value := range row {
				texts[i] = string(value)
			}
			list = append(list, strings.Join(texts, " | "))
		}
	}
	return list
}

// publishDocumented publishes two releases. The second goes with a new version
// of the key.
func publishDocumented(t *testing.T, store *Store) {
	t.Helper()
	integration := map[string]any{
		"kind": "Integration", "name": "openai", "provider": "openai", "base_url": "https://api.openai.com/v1", "api_key": "vault:platform/openai#api_key",
	}
	releases := [][]map[string]any{
		{integration, model("openai/gpt-4o"), prompt("ideas", 1, "Write ten ideas about {keyword}."), storetest.Module("seo", true)},
		{integration, model("openai/gpt-4o"), model("openai/gpt-4o-mini"), prompt("ideas", 2, "Write twelve ideas about {keyword}.")},
	}
	for i, documents := range releases {
		at := storetest.Start().Add(time.Duration(i) * 24 * time.Hour)
		p := &release.Publisher{Store: store, By: "ada@build", Compiler: "1.2.3", Now: func() time.Time { return at }}
		made, err := p.Plan(context.Background(), release.Wanted{Bundle: storetest.Bundle(t, documents...)}, plan.Context{
			Target: "local", Revision: plan.Revision{Commit: fmt.Sprintf("%d1f3c9e", i+8)},
		})
		if err != nil {
			t.Fatal(err)
		}
		publishPinned(t, store, made.Plan, at, i+1)
	}
}

// publishPinned publishes a plan with a version of the key of openai, as
// Publisher does where there is a key store.
func publishPinned(t *testing.T, store *Store, made *plan.Plan, at time.Time, version int) {
	t.Helper()
	ctx := context.Background()
	transaction, err := store.Begin(ctx, release.Intent{Base: made.Base, Plan: made.Digest, Holder: "ada@build", At: at})
	if err != nil {
		t.Fatal(err)
	}
	err = transaction.Commit(ctx, release.Commit{
		Release: release.Release{
			Number: made.Base.Release + 1, Digest: made.Bundle, PlanDigest: made.Digest, Catalog: made.Catalog, Target: made.Target,
			Revision: made.Revision, PublishedAt: at, PublishedBy: "ada@build", Compiler: "1.2.3",
		},
		Changes: made.Changes,
		Pins:    []release.Pin{{Integration: "openai", Ref: resource.KeyRef{Path: "platform/openai", Field: "api_key"}, Version: version}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := transaction.Close(); err != nil {
		t.Fatal(err)
	}
}

func model(name string) map[string]any {
	input, output := "2.5", "10"
	if strings.HasSuffix(name, "-mini") {
		input, output = "0.15", "0.6"
	}
	rates := func(input, output string) map[string]any {
		return map[string]any{"input": []any{map[string]any{"amount": input}}, "output": []any{map[string]any{"amount": output}}}
	}
	return map[string]any{
		"kind": "Model", "name": name, "type": "text", "integration": "openai",
		"prices": []any{
			map[string]any{"to": "2024-01-01", "rates": rates("5", "15")},
			map[string]any{"from": "2024-01-01", "rates": rates(input, output)},
			map[string]any{"from": "2024-01-01", "rates": rates("1", "5"), "when": map[string]any{"service_tier": "batch"}},
		},
	}
}

func prompt(name string, version int, template string) map[string]any {
	content := storetest.Prompt(name, version, template)
	content["variables"] = []any{
		map[string]any{"name": "keyword"},
		map[string]any{"name": "count", "type": "integer", "required": false},
	}
	return content
}
