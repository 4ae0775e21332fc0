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

// batch inserts rows, many in one statement.
type batch struct {
	tx      *sql.Tx
	dialect *Dialect
	insert  string // up to VALUES
	suffix  string
	width   int
	values  []any
	full    *sql.Stmt // inserts as many rows as fit
}

func (d *Dialect) batch(tx *sql.Tx, table string, columns []string) *batch {
	return &batch{
		tx: tx, dialect: d, width: len(columns),
		insert: fmt.Sprintf("INSERT INTO %s (%s) VALUES ", quote(table), quoteAll(columns)),
	}
}

// orIgnore leaves out rows whose key is there already.
func (b *batch) orIgnore() *batch {
	b.suffix = " ON CONFLICT DO NOTHING"
	return b
}

func (b *batch) rows() int { return max(1, batchValues/b.width) }

// add inserts a row, now or with a later one.
func (b *batch) add(ctx context.Context, row ...any) error {
	b.values = append(b.values, row...)
	if len(b.values) < b.rows()*b.width {
		return nil
	}
	if b.full == nil {
		stmt, err := b.tx.PrepareContext(ctx, b.statement(b.rows()))
		if err != nil {
			return err
		}
		b.full = stmt
	}
	_, err := b.full.ExecContext(ctx, b.values...)
	b.values = b.values[:0]
	return err
}

// flush inserts the rows that wait. The transaction closes its statements.
func (b *batch) flush(ctx context.Context) error {
	if len(b.values) == 0 {
		return nil
	}
	_, err := b.tx.ExecContext(ctx, b.statement(len(b.values)/b.width), b.values...)
	b.values = b.values[:0]
	return err
}

func (b *batch) statement(rows int) string {
	var out strings.Builder
	out.WriteString(b.insert)
	for row := range rows {
		if row > 0 {
			out.WriteByte(',')
		}
		out.WriteByte('(')
		b.dialect.writeParameters(&out, row*b.width, b.width)
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
