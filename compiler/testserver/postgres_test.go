package testserver

import (
	"os"
	"testing"
)

func TestMain(m *testing.M) { Main(m) }

func TestPostgresDatabasesAreTheTestsOwn(t *testing.T) {
	one, two := Postgres(t), Postgres(t)
	PSQL(t, one, "CREATE TABLE mine (id int)")
	if got := PSQL(t, two, "SELECT count(*) FROM information_schema.tables WHERE table_name = 'mine'"); got != "0" {
		t.Errorf("a table of one database is in another: %s", got)
	}
}

func TestPostgresStopsAndStarts(t *testing.T) {
	server, err := startPostgres()
	if err != nil {
		t.Fatal(err)
	}
	address := server.Database(t)
	PSQL(t, address, "CREATE TABLE kept (id int); INSERT INTO kept VALUES (7)")
	server.Stop()
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	if got := PSQL(t, address, "SELECT id FROM kept"); got != "7" {
		t.Errorf("started again it has %q, want what was committed", got)
	}
	server.remove()
	if _, err := os.Stat(server.folder); !os.IsNotExist(err) {
		t.Errorf("its folder is left: %v", err)
	}
}
