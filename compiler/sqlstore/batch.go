package sqlstore

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// batchValues is how many values one statement carries. More than some hundred
// gain nothing, and databases limit them.
const batchValues = 256

// batch adds rows to a table, many at once.
type batch struct {
	x       *session
	dialect *Dialect
	table   string
	columns []string
	suffix  string
	values  []any
	full    *sql.Stmt // inserts as many rows as fit
	rows    [][]any   // where the database takes rows without a statement
}

func (d *Dialect) batch(x *session, table string, columns []string) *batch {
	return &batch{x: x, dialect: d, table: table, columns: columns}
}

// orIgnore leaves out rows whose key is there already. Where the database copies
// rows the caller has left them out.
func (b *batch) orIgnore() *batch {
	b.suffix = " ON CONFLICT DO NOTHING"
	return b
}

// perStatement is how many rows one statement inserts.
func (b *batch) perStatement() int { return max(1, batchValues/len(b.columns)) }

// copyRows is how many rows are copied at once: enough to be fast, and few
// enough that a large release need not be held in memory twice.
const copyRows = 5000

// add adds a row, now or with a later one.
func (b *batch) add(ctx context.Context, row ...any) error {
	if b.dialect.copyRows != nil {
		b.rows = append(b.rows, row)
		if len(b.rows) < copyRows {
			return nil
		}
		return b.flush(ctx)
	}
	b.values = append(b.values, row...)
	if len(b.values) < b.perStatement()*len(b.columns) {
		return nil
	}
	if b.full == nil {
		stmt, err := b.x.PrepareContext(ctx, b.statement(b.perStatement()))
		if err != nil {
			return err
		}
		b.full = stmt
	}
	_, err := b.full.ExecContext(ctx, b.values...)
	b.values = b.values[:0]
	return err
}

// flush adds the rows that wait. The transaction closes its statements.
func (b *batch) flush(ctx context.Context) error {
	if len(b.rows) > 0 {
		err := b.dialect.copyRows(ctx, b.x, b.table, b.columns, b.rows)
		b.rows = b.rows[:0]
		return err
	}
	if len(b.values) == 0 {
		return nil
	}
	_, err := b.x.ExecContext(ctx, b.statement(len(b.values)/len(b.columns)), b.values...)
	b.values = b.values[:0]
	return err
}

func (b *batch) statement(rows int) string {
	var out strings.Builder
	fmt.Fprintf(&out, "INSERT INTO %s (%s) VALUES ", quote(b.table), quoteAll(b.columns))
	width := len(b.columns)
	for row := range rows {
		if row > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('(')
		b.dialect.writeParameters(&out, row*width, width)
		out.WriteByte(')')
	}
	out.WriteString(b.suffix)
	return out.String()
}

// writeParameters writes the parameters that follow the first few.
func (d *Dialect) writeParameters(out *strings.Builder, after, count int) {
	for i := range count {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString(d.parameter(after + i + 1))
	}
}

// inLists calls f with a list of parameters and their values, for some values
// at a time. The statement has some parameters before the list.
func (d *Dialect) inLists(values []string, after int, f func(list string, args []any) error) error {
	for len(values) > 0 {
		n := min(len(values), batchValues)
		var list strings.Builder
		d.writeParameters(&list, after, n)
		args := make([]any, n)
		for i, value := range values[:n] {
			args[i] = value
		}
		if err := f(list.String(), args); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}
