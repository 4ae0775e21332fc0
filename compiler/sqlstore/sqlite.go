package sqlstore

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/igny8/catalogc/compiler/resource"
)

// SQLite returns the dialect of SQLite.
func SQLite() *Dialect {
	return &Dialect{
		Name:       "SQLite",
		goose:      goose.DialectSQLite3,
		migrations: "migrations/sqlite",
		setup: func(ctx context.Context, db *sql.DB) error {
			// Writers do not block readers in WAL mode. The file keeps the mode.
			_, err := db.ExecContext(ctx, "PRAGMA journal_mode = WAL")
			return err
		},
		reading:      func() *sql.TxOptions { return &sql.TxOptions{ReadOnly: true} },
		tables:       `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name`,
		columns:      "SELECT name FROM pragma_table_info($1) ORDER BY cid",
		booleanCheck: " CHECK (%s IN (0, 1))",
		tableOptions: " STRICT",
		// SQLite looks a numbered parameter up among all others, so that a statement
		// of 500 would take longer to bind than to run.
		parameter:  func(int) string { return "?" },
		moment:     func(t time.Time) any { return timeText(t) },
		columnType: sqliteType,
		classify:   classifySQLite,
	}
}

func sqliteType(t resource.ColumnType) string {
	switch t {
	case resource.IntegerColumn, resource.BooleanColumn:
		return "INTEGER"
	}
	return "TEXT"
}

func classifySQLite(err error) failure {
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return other
	}
	switch failed.Code() & 0xff { // without the extended part
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return busy
	case sqlite3.SQLITE_FULL:
		return full
	case sqlite3.SQLITE_READONLY:
		return readOnly
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return cannotOpen
	case sqlite3.SQLITE_NOTADB:
		return notDatabase
	case sqlite3.SQLITE_CORRUPT:
		return corrupt
	}
	return other
}

// sqliteDB opens a file without touching it: SQLite reads at the first
// statement.
func sqliteDB(path, mode string, extra url.Values) (*sql.DB, error) {
	query := url.Values{
		"mode":          {mode},
		"_busy_timeout": {strconv.FormatInt(patience.Milliseconds(), 10)},
		"_foreign_keys": {"on"},
		// Every transaction that may write takes the lock when it begins, so that
		// it cannot find out halfway that another one was faster.
		"_txlock": {"immediate"},
		// A misspelt column is an error and not a text.
		"_dqs":      {"0"},
		"_error_rc": {"1"},
	}
	for key, values := range extra {
		query[key] = values
	}
	name := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: query.Encode()}
	connector, err := sqlite.NewConnector(name.String())
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return sql.OpenDB(connector), nil
}

// sqliteWritable opens a file for publishing and creates its folder.
func sqliteWritable(path string) (*sql.DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fmt.Errorf("create the folder of the database: %w", err)
	}
	return sqliteDB(path, "rwc", nil)
}

// sqliteReadable opens a file so that nothing is created or changed by reading.
//
// A database in WAL mode has two files beside it while it is open. With
// mode=ro SQLite would create them and leave them behind. So a database that
// nobody has open is opened for writing, but with statements that write
// refused: SQLite then removes the two files when it closes. Where they exist,
// because a publisher is at work or was killed, mode=ro leaves all as it is.
func sqliteReadable(path string) (*sql.DB, error) {
	if _, err := os.Stat(path + "-wal"); err == nil {
		return sqliteDB(path, "ro", nil)
	}
	db, err := sqliteDB(path, "rw", url.Values{"_query_only": {"on"}})
	if err != nil {
		return nil, err
	}
	var count int
	err = db.QueryRow("SELECT count(*) FROM sqlite_master").Scan(&count)
	switch classifySQLite(err) {
	case readOnly, cannotOpen:
		// The folder is read-only, and the two files do not exist: nobody who may
		// write has the database open.
		if err := db.Close(); err != nil {
			return nil, fmt.Errorf("close %s: %w", path, err)
		}
		return sqliteDB(path, "ro", url.Values{"immutable": {"1"}})
	}
	return db, nil
}

// sqliteEmpty opens an empty database in memory: what a file that does not
// exist holds.
func sqliteEmpty() (*sql.DB, error) {
	db, err := sqliteDB(":memory:", "memory", nil)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1) // each connection would have an empty database of its own
	return db, nil
}
