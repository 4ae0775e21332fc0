package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/release/storetest"
	"github.com/igny8/catalogc/compiler/testserver"
)

func TestConformancePostgres(t *testing.T) {
	t.Parallel()
	var mutex sync.Mutex
	databases := map[string]string{}
	address := func(t *testing.T) string {
		mutex.Lock()
		defer mutex.Unlock()
		if databases[t.Name()] == "" {
			databases[t.Name()] = testserver.Postgres(t)
		}
		return databases[t.Name()]
	}
	storetest.Run(t, storetest.Backend{
		Open: func(t *testing.T) release.Store { return openAddress(t, address(t), ReadWrite) },
		Execute: func(t *testing.T, text string) {
			testserver.PSQL(t, address(t), "SET search_path TO catalogc; SET session_replication_role TO replica; "+text)
		},
	})
}

func TestPostgresColumns(t *testing.T) {
	t.Parallel()
	address := testserver.Postgres(t)
	store := openAddress(t, address, ReadWrite)
	publish(t, store, storetest.Bundle(t, priced("openai/gpt-4o", "", "2026-01-01"), storetest.Module("seo", false)))
	for query, want := range map[string]string{
		"SELECT name, active, context_window, capabilities->>0, labels->>'tier', title IS NULL, pg_typeof(updated_at) FROM catalogc.models": "openai/gpt-4o|t|128000|tools|gold|t|timestamp with time zone",
		"SELECT position, valid_from, input + 1, pg_typeof(input), output, cache_read IS NULL FROM catalogc.model_prices ORDER BY position": "0||3.5|numeric|10|t\n1|2026-01-01|3.5|numeric|10|t",
		"SELECT enabled, updated_at AT TIME ZONE 'UTC', updated_by, source FROM catalogc.modules WHERE NOT enabled":                         "f|2026-11-23 09:00:00|ada@build|Module/seo.yaml",
	} {
		if got := testserver.PSQL(t, address, query); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
}

// TestPostgresNotifies listens as an application does.
func TestPostgresNotifies(t *testing.T) {
	t.Parallel()
	address := testserver.Postgres(t)
	store := openAddress(t, address, ReadWrite)
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	listener, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close(ctx)
	if _, err := listener.Exec(ctx, "LISTEN catalogc_release"); err != nil {
		t.Fatal(err)
	}
	for number := 1; number <= 2; number++ {
		publish(t, store, storetest.Bundle(t, storetest.Module("seo", number == 1)))
		notification, err := listener.WaitForNotification(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if notification.Payload != fmt.Sprint(number) {
			t.Errorf("got the payload %q, want %d", notification.Payload, number)
		}
	}
	publish(t, store, storetest.Bundle(t, storetest.Module("seo", false))) // no change
	short, stop := context.WithTimeout(ctx, 300*time.Millisecond)
	defer stop()
	if notification, err := listener.WaitForNotification(short); err == nil {
		t.Errorf("publishing nothing announced %q", notification.Payload)
	}
}

// TestPostgresReadingCreatesNothing reads a database that was never published to,
// and one without a change since.
func TestPostgresReadingCreatesNothing(t *testing.T) {
	t.Parallel()
	// A server of its own, since all databases of one count transactions together.
	server := testserver.NewPostgres(t)
	address := server.Database(t)
	reader := openAddress(t, address, ReadOnly)
	if number := publishedNumber(t, reader); number != 0 {
		t.Errorf("release %d is live, want none", number)
	}
	if got := testserver.PSQL(t, address, "SELECT count(*) FROM pg_namespace WHERE nspname = 'catalogc'"); got != "0" {
		t.Error("reading created the schema")
	}
	store := openAddress(t, address, ReadWrite)
	want := storetest.Bundle(t, storetest.Module("seo", true))
	publish(t, store, want)
	const written = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del), (SELECT max(id) FROM catalogc.publish_journal), (SELECT txid_current()) FROM pg_stat_all_tables WHERE schemaname = 'catalogc'"
	before := testserver.PSQL(t, address, written)
	publish(t, store, want)
	after := testserver.PSQL(t, address, written)
	// The query itself takes a transaction number.
	if a, b := fields(before), fields(after); a[1] != b[1] || number(t, b[2]) != number(t, a[2])+1 {
		t.Errorf("publishing nothing wrote: %s before, %s after", before, after)
	}
}

func fields(row string) []string { return strings.Split(row, "|") }

func number(t *testing.T, text string) (n int) {
	t.Helper()
	if _, err := fmt.Sscan(text, &n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestPostgresConstantRows changes one document of many and counts the rows that
// are written.
func TestPostgresConstantRows(t *testing.T) {
	t.Parallel()
	counts := map[int]string{}
	for _, others := range []int{10, 600} {
		address := testserver.Postgres(t)
		store := openAddress(t, address, ReadWrite)
		documents := []map[string]any{storetest.Prompt("changed", 1, "one")}
		for i := range others {
			documents = append(documents, storetest.Prompt(fmt.Sprintf("other_%d", i), 1, "other"))
		}
		publish(t, store, storetest.Bundle(t, documents...))
		documents[0] = storetest.Prompt("changed", 2, "two")
		rows := func() string {
			// A server process tells what it did when its connection ends.
			if err := store.db.Close(); err != nil {
				t.Fatal(err)
			}
			store = openAddress(t, address, ReadWrite)
			time.Sleep(100 * time.Millisecond)
			return testserver.PSQL(t, address, "SELECT pg_stat_force_next_flush(); SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_all_tables WHERE schemaname = 'catalogc' AND relname IN ('documents', 'entries', 'prompts', 'releases', 'audit_log', 'key_pins') ORDER BY relname")
		}
		before := rows()
		publish(t, store, storetest.Bundle(t, documents...))
		after := rows()
		counts[others] = growth(t, before, after)
	}
	if counts[10] != counts[600] || counts[10] == "" {
		t.Errorf("among 10 others the rows grew by\n%s\namong 600 by\n%s", counts[10], counts[600])
	}
}

func growth(t *testing.T, before, after string) string {
	t.Helper()
	var out strings.Builder
	old := strings.Split(strings.TrimSpace(before), "\n")
	for i, line := range strings.Split(strings.TrimSpace(after), "\n") {
		a, b := fields(old[i]), fields(line)
		fmt.Fprintf(&out, "%s", b[0])
		for n := 1; n < len(b); n++ {
			fmt.Fprintf(&out, " %d", number(t, b[n])-number(t, a[n]))
		}
		out.WriteByte('\n')
	}
	return out.String()
}

// TestPostgresRefuses opens databases that cannot be used.
func TestPostgresRefuses(t *testing.T) {
	t.Parallel()
	server := testserver.NewPostgres(t)
	database := server.Database(t)
	server.Execute(t, database, "CREATE ROLE reader LOGIN; CREATE ROLE locked NOLOGIN")
	foreign := server.Database(t)
	server.Execute(t, foreign, "CREATE SCHEMA catalogc; CREATE TABLE catalogc.users (id int)")
	newer := server.Database(t)
	openAddress(t, newer, ReadWrite)
	server.Execute(t, newer, "INSERT INTO catalogc.catalogc_schema (version_id, is_applied) VALUES (99, true)")
	const password = "s3cret%2Fp%40ss"
	name := func(address string) string {
		return address[strings.LastIndex(address, "/")+1 : strings.Index(address, "?")]
	}
	for title, test := range map[string]struct {
		address string
		mode    Mode
		want    error
		says    string
	}{
		"no such database":          {server.AddressAs("tester", "s3cret/p@ss", "nowhere"), ReadWrite, ErrNoDatabase, "createdb"},
		"no such user":              {server.AddressAs("stranger", "s3cret/p@ss", "postgres"), ReadWrite, ErrLogin, `role "stranger" does not exist`},
		"a user who may not log in": {server.AddressAs("locked", "s3cret/p@ss", "postgres"), ReadOnly, ErrLogin, "not permitted to log in"},
		"nobody listens":            {"postgres://catalogc:" + password + "@127.0.0.1:1/x?sslmode=disable", ReadWrite, ErrUnreachable, "connection refused"},
		"no such host":              {"postgres://catalogc:" + password + "@nowhere.invalid/x", ReadOnly, ErrUnreachable, "check that it runs"},
		"an address that is none":   {"postgres://catalogc:" + password + "@host:port/x", ReadWrite, ErrAddress, "postgres://USER:PASSWORD@HOST"},
		"a wrong option":            {"postgres://catalogc:" + password + "@host/x?sslmode=never", ReadWrite, ErrAddress, "postgres://USER:PASSWORD@HOST"},
		"another program's schema":  {foreign, ReadWrite, ErrForeign, `it has the table "users"`},
		"a newer schema":            {newer, ReadOnly, ErrSchemaVersion, "version 99"},
		"no right to create":        {server.AddressAs("reader", "s3cret/p@ss", name(database)), ReadWrite, ErrDenied, "permission denied for database"},
	} {
		t.Run(title, func(t *testing.T) {
			store, err := Open(context.Background(), test.address, kinds.All(), test.mode)
			if err == nil {
				store.Close()
			}
			if !errors.Is(err, test.want) || !strings.Contains(fmt.Sprint(err), test.says) {
				t.Errorf("got %v, want %v and %q", err, test.want, test.says)
			}
			for _, secret := range []string{"s3cret", "p@ss", password} {
				if strings.Contains(fmt.Sprint(err), secret) {
					t.Errorf("got %q, which repeats the password", err)
				}
			}
		})
	}
}

// TestPostgresReadOnlyServer publishes to what behaves as a standby does.
func TestPostgresReadOnlyServer(t *testing.T) {
	t.Parallel()
	address := testserver.Postgres(t)
	store := openAddress(t, address, ReadWrite)
	publish(t, store, storetest.Bundle(t, storetest.Module("seo", true)))
	made := planned(t, store, storetest.Bundle(t, storetest.Module("seo", false)))
	testserver.PSQL(t, address, "ALTER DATABASE "+address[strings.LastIndex(address, "/")+1:strings.Index(address, "?")]+" SET default_transaction_read_only = on")
	standby := openAddress(t, address, ReadWrite)
	if _, err := publisher(standby).Publish(context.Background(), made); !errors.Is(err, ErrReadOnly) {
		t.Errorf("got %v, want ErrReadOnly", err)
	}
}

// TestPostgresLockedByHand is a lock that the journal knows nothing of.
func TestPostgresLockedByHand(t *testing.T) {
	t.Parallel()
	address := testserver.Postgres(t)
	store := openAddress(t, address, ReadWrite)
	made := planned(t, store, storetest.Bundle(t, storetest.Module("seo", true)))
	x, err := store.begin(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.lock(context.Background(), x); err != nil {
		t.Fatal(err)
	}
	_, err = publisher(store).Publish(context.Background(), made)
	var locked *release.LockedError
	if !errors.As(err, &locked) || locked.Holder != "" {
		t.Errorf("got %v, want a LockedError without a holder", err)
	}
	x.rollback()
	publish(t, store, storetest.Bundle(t, storetest.Module("seo", true)))
}

// TestPostgresProjectionOfOtherVersion opens a database whose projection another
// version of catalogc wrote.
func TestPostgresProjectionOfOtherVersion(t *testing.T) {
	t.Parallel()
	address := testserver.Postgres(t)
	store := openAddress(t, address, ReadWrite)
	history(t, store)
	testserver.PSQL(t, address, `SET search_path TO catalogc; ALTER TABLE prompts DROP COLUMN template; CREATE TABLE gadgets (name TEXT); CREATE TABLE bystanders (name TEXT);
		INSERT INTO projection VALUES ('gadgets', 'of a kind that is gone'); UPDATE projection SET fingerprint = 'of before' WHERE table_name = 'prompts'`)
	again := openAddress(t, address, ReadWrite)
	if differences, err := again.Inspect(context.Background(), 0); err != nil || len(differences) != 0 {
		t.Errorf("the projection differs: %v (%v)", differences, err)
	}
	got := testserver.PSQL(t, address, "SELECT table_name FROM information_schema.tables WHERE table_name IN ('gadgets', 'bystanders')")
	if diff := cmp.Diff("bystanders", got); diff != "" {
		t.Errorf("tables (-want +got):\n%s", diff)
	}
}

// TestPostgresModes publishes in every way that pgx has to run a statement, such
// as poolers of connections need.
func TestPostgresModes(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			store := openAddress(t, testserver.Postgres(t)+"&default_query_exec_mode="+mode, ReadWrite)
			history(t, store)
			if differences, err := store.Inspect(context.Background(), 0); err != nil || len(differences) != 0 {
				t.Errorf("the projection differs: %v (%v)", differences, err)
			}
			if err := store.Rebuild(context.Background(), release.Actor{Name: "ada@build", At: storetest.Start()}); err != nil {
				t.Error(err)
			}
			entries, err := store.Audit(context.Background())
			if err != nil || len(entries) != 3 {
				t.Errorf("the audit log is %v (%v)", entries, err)
			}
			if err := release.VerifyAudit(entries); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestPostgresOwnSchema finds everything in the schema and nothing elsewhere.
func TestPostgresOwnSchema(t *testing.T) {
	t.Parallel()
	address := testserver.Postgres(t)
	history(t, openAddress(t, address, ReadWrite))
	got := testserver.PSQL(t, address, "SELECT DISTINCT table_schema FROM information_schema.tables WHERE table_schema NOT IN ('pg_catalog', 'information_schema')")
	if got != "catalogc" {
		t.Errorf("there are tables in %q", got)
	}
}

func TestPostgresTransactionsSeeOneState(t *testing.T) {
	t.Parallel()
	address := testserver.Postgres(t)
	store := openAddress(t, address, ReadWrite)
	publish(t, store, storetest.Bundle(t, storetest.Module("seo", true)))
	err := store.read(context.Background(), func(tx *sql.Tx) error {
		before, err := current(context.Background(), tx)
		if err != nil {
			return err
		}
		publish(t, store, storetest.Bundle(t, storetest.Module("seo", false)))
		after, err := current(context.Background(), tx)
		if before.Number != 1 || after.Number != 1 {
			t.Errorf("a reader saw release %d and then %d", before.Number, after.Number)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
