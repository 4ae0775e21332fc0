package sqlstore

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"time"

	"github.com/pressly/goose/v3"

	"github.com/igny8/catalogc/compiler/resource"
)

//go:embed migrations
var migrations embed.FS

// Dialect is what differs between databases. Statements are otherwise the same:
// their parameters are $1, $2, and they use only what all the databases
// understand.
type Dialect struct {
	// Name is the name for people.
	Name string

	goose goose.Dialect
	// migrations is the folder of the truth tables' SQL files.
	migrations string
	// setup makes the database ready for the first migration.
	setup func(context.Context, *sql.DB) error
	// begin are run first in every transaction.
	begin []string
	// reading are the options of a transaction that sees one state throughout.
	reading func() *sql.TxOptions
	// lock tries to take the lock of the target and says whether it has it. It is
	// empty where every transaction that may write holds it.
	lock string
	// locked are run by who has the lock.
	locked []string
	// announce tells whoever listens the number of a release, $1, once it is
	// committed; or it is empty.
	announce string
	// tables lists the names of the tables in the database, and columns those of
	// the columns of the table $1.
	tables, columns string
	// booleanCheck is the constraint of a boolean column, with %s for its name,
	// where the database has no type of its own for it.
	booleanCheck string
	// tableOptions end a CREATE TABLE.
	tableOptions string
	// parameter returns the nth parameter of a statement that has many.
	parameter func(n int) string
	// moment returns what a column of times takes.
	moment     func(time.Time) any
	columnType func(resource.ColumnType) string
	// copyRows adds many rows to a table at once, or is nil where INSERT is the
	// way.
	copyRows func(ctx context.Context, x *session, table string, columns []string, rows [][]any) error
	// classify says what kind of failure an error of the driver is.
	classify func(error) failure
}

// failure is what went wrong in a database, as far as it makes a difference to
// what the user can do about it.
type failure uint8

const (
	other       failure = iota
	busy                // another connection holds the lock
	full                // no space left
	readOnly            // not allowed to write
	cannotOpen          // no permission, or no such folder
	notDatabase         // the file is something else
	corrupt             // the database is damaged
	unreachable         // no server answers
	lost                // the connection ended halfway
	login               // the user or the password is wrong
	noDatabase          // the server has no such database
	denied              // the user may not do it
	unavailable         // the server starts, stops, or has no connection left
)

func (d *Dialect) migrationFiles() (fs.FS, error) { return fs.Sub(migrations, d.migrations) }

// quote quotes an identifier. Names of tables and columns come from
// declarations, but may be words of SQL.
func quote(name string) string { return `"` + name + `"` }
