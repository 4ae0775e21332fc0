package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/igny8/catalogc/compiler/resource"
)

// schemaName is the schema in PostgreSQL that holds everything.
const schemaName = "catalogc"

// lockNumber is the number of the advisory lock of who publishes, within one
// database: the word catalogc in ASCII.
const lockNumber = "7161132936107193187"

// Postgres returns the dialect of PostgreSQL. It relies on nothing that outlives
// a transaction, so that it works through poolers that hand connections on.
func Postgres() *Dialect {
	return &Dialect{
		Name:       "PostgreSQL",
		goose:      goose.DialectPostgres,
		migrations: "migrations/postgres",
		setup:      createSchema,
		begin:      []string{"SET LOCAL search_path TO " + schemaName},
		reading: func() *sql.TxOptions {
			return &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead}
		},
		// It ends with the transaction, and the transaction with its connection: who
		// died holds nothing.
		lock: "SELECT pg_try_advisory_xact_lock(" + lockNumber + ")",
		locked: []string{
			// A publisher whose host is gone without a word is noticed as well: it does
			// nothing, or does not answer.
			"SET LOCAL idle_in_transaction_session_timeout = '120s'",
			"SET LOCAL tcp_keepalives_idle = 15", "SET LOCAL tcp_keepalives_interval = 5", "SET LOCAL tcp_keepalives_count = 3",
		},
		announce:   "SELECT pg_notify('catalogc_release', $1)",
		tables:     "SELECT table_name FROM information_schema.tables WHERE table_schema = '" + schemaName + "' ORDER BY table_name",
		columns:    "SELECT column_name FROM information_schema.columns WHERE table_schema = '" + schemaName + "' AND table_name = $1 ORDER BY ordinal_position",
		parameter:  func(n int) string { return "$" + strconv.Itoa(n) },
		moment:     func(t time.Time) any { return t.UTC() },
		columnType: postgresType,
		copyRows:   copyPostgres,
		classify:   classifyPostgres,
	}
}

func postgresType(t resource.ColumnType) string {
	switch t {
	case resource.IntegerColumn:
		return "BIGINT"
	case resource.BooleanColumn:
		return "BOOLEAN"
	case resource.DecimalColumn:
		return "NUMERIC"
	case resource.JSONColumn:
		return "JSONB"
	case resource.TimeColumn:
		return "TIMESTAMPTZ"
	}
	return "TEXT"
}

func isPostgres(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// connectTimeout is how long to wait for a server where the address says
// nothing.
const connectTimeout = 10 * time.Second

// openPostgres connects to a database of PostgreSQL. It returns true when that
// is read and was never published to; the store then stands for an empty one.
func (s *Store) openPostgres(ctx context.Context, address string) (empty bool, err error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		// The library's own words may hold parts of the password.
		return false, fmt.Errorf("%w: it is no address of PostgreSQL, which is written postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=verify-full", ErrAddress)
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	if !strings.Contains(address, "default_query_exec_mode") {
		// Statements are described anew each time: tables of the projection come and
		// go, and a pooler may hand the next transaction to another server process.
		config.DefaultQueryExecMode = pgx.QueryExecModeDescribeExec
	}
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "catalogc"
	}
	config.RuntimeParams["client_encoding"] = "UTF8"
	s.dialect, s.path = Postgres(), describe(config)
	s.db = stdlib.OpenDB(*config)
	s.migrating = func() *sql.DB {
		// Migrations name no schema, and run in transactions of goose's own.
		config := config.Copy()
		config.RuntimeParams["search_path"] = schemaName
		return stdlib.OpenDB(*config)
	}
	if s.mode == ReadWrite {
		return false, nil
	}
	var tables []string
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		tables, err = texts(ctx, tx, s.dialect.tables)
		return err
	})
	if err != nil || len(tables) > 0 {
		if err != nil {
			err = errors.Join(err, s.db.Close())
		}
		return false, err
	}
	if err := s.db.Close(); err != nil {
		return false, fmt.Errorf("close %s: %w", s.path, err)
	}
	// Reading creates nothing: an empty database of another kind says the same.
	s.dialect = SQLite()
	s.db, err = sqliteEmpty()
	return true, err
}

// describe names a database for people: without the password.
func describe(config *pgx.ConnConfig) string {
	host := config.Host
	if !strings.HasPrefix(host, "/") {
		host = net.JoinHostPort(host, strconv.Itoa(int(config.Port)))
	}
	return config.User + "@" + host + "/" + config.Database
}

// createSchema creates the schema where it is missing. Asking first lets a user
// without the right to create schemas use one that is there.
func createSchema(ctx context.Context, db *sql.DB) error {
	var found bool
	err := db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_namespace WHERE nspname = '"+schemaName+"')").Scan(&found)
	if err != nil || found {
		return err
	}
	_, err = db.ExecContext(ctx, "CREATE SCHEMA IF NOT EXISTS "+schemaName)
	return err
}
