package sqlstore

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
	"github.com/igny8/catalogc/compiler/testserver"
)

// platform is a database with the roles that the document creates.
func platform(t *testing.T, createSchema bool) *testserver.PostgresServer {
	t.Helper()
	server := testserver.NewPostgres(t)
	server.Execute(t, server.Address("postgres"), "CREATE DATABASE platform")
	// Nothing is left of what everybody may do.
	server.Execute(t, server.Address("postgres"), "REVOKE ALL ON DATABASE platform FROM PUBLIC")
	for _, statements := range blocksIn(t, "## Rights", "sql", "PostgreSQL") {
		if !createSchema && strings.Contains(statements, "CREATE SCHEMA") {
			before, _, _ := strings.Cut(statements, "CREATE SCHEMA")
			statements = before + grantCreate(t)
		} else if !createSchema {
			continue // the role that reads comes after the schema
		}
		server.Execute(t, server.Address("platform"), statements)
	}
	return server
}

// grantCreate is the right that the document names in place of the schema.
func grantCreate(t *testing.T) string {
	t.Helper()
	const grant = "GRANT CREATE ON DATABASE platform TO catalogc_publisher"
	if !strings.Contains(section(t, readDocument(t), "## Rights"), "`"+grant+"`") {
		t.Fatalf("the document does not name %s", grant)
	}
	return grant
}

// TestDocumentedRights publishes and reads with the rights of the document, and
// no more.
func TestDocumentedRights(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	server := platform(t, true)
	store := openAddress(t, server.AddressAs("catalogc_publisher", "", "platform"), ReadWrite)
	publish(t, store, storetest.Bundle(t, storetest.Module("seo", true)))
	publish(t, store, storetest.Bundle(t, storetest.Module("seo", false)))
	if err := store.Rebuild(ctx, release.Actor{Name: "ada@build", At: storetest.Start()}); err != nil {
		t.Fatal(err)
	}

	app := server.AddressAs("app", "", "platform")
	connection := connect(t, app)
	if got := postgresRows(t, connection, "SELECT name, enabled FROM modules"); !slices.Equal(got, []string{"seo | f"}) {
		t.Errorf("the application reads %v", got)
	}
	postgresRows(t, connection, "LISTEN catalogc_release")
	reader := openAddress(t, app, ReadOnly)
	if r, _, err := reader.State(ctx, 1); err != nil || r.Number != 1 {
		t.Errorf("the application reads release %d (%v), want 1", r.Number, err)
	}
	if differences, err := reader.Inspect(ctx, 0); err != nil || len(differences) != 0 {
		t.Errorf("the application finds %v (%v)", differences, err)
	}
	if entries, err := reader.Audit(ctx); err != nil || len(entries) != 3 {
		t.Errorf("the application reads the audit log %v (%v)", entries, err)
	}

	tables := rowsOf(t, store.db, store.dialect.tables)
	if len(tables) < 16 {
		t.Fatalf("there are the tables %v", tables)
	}
	for _, table := range tables {
		postgresRows(t, connection, "SELECT count(*) FROM "+quote(table))
		for _, statement := range []string{"DELETE FROM ", "TRUNCATE ", "DROP TABLE ", "INSERT INTO "} {
			statement += quote(table)
			if strings.HasPrefix(statement, "INSERT") {
				statement += " SELECT * FROM " + quote(table)
			}
			_, err := connection.Exec(ctx, statement)
			var answer *pgconn.PgError
			if !errors.As(err, &answer) || answer.Code != "42501" {
				t.Errorf("%s: got %v, want 42501", statement, err)
			}
		}
	}
	writer := openAddress(t, app, ReadWrite)
	_, err := publisher(writer).Publish(ctx, planned(t, writer, storetest.Bundle(t, storetest.Module("seo", true))))
	if !errors.Is(err, ErrDenied) || !strings.Contains(err.Error(), "permission denied for table") {
		t.Errorf("got %v, want ErrDenied and the table", err)
	}
	if n := publishedNumber(t, store); n != 2 {
		t.Errorf("release %d is live, want 2", n)
	}
}

// TestDocumentedRightsToCreate lets catalogc create the schema.
func TestDocumentedRightsToCreate(t *testing.T) {
	t.Parallel()
	server := platform(t, false)
	address := server.AddressAs("catalogc_publisher", "", "platform")
	publish(t, openAddress(t, address, ReadWrite), storetest.Bundle(t, storetest.Module("seo", true)))
	server.Execute(t, server.Address("platform"), "DROP SCHEMA catalogc CASCADE; REVOKE CREATE ON DATABASE platform FROM catalogc_publisher")
	if _, err := Open(context.Background(), address, kinds.All(), ReadWrite); !errors.Is(err, ErrDenied) {
		t.Errorf("got %v, want ErrDenied", err)
	}
}
