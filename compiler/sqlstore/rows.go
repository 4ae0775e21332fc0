package sqlstore

import (
	"context"
	"database/sql"
)

// eachRow runs a query and calls f with each of its rows.
func eachRow(ctx context.Context, tx *sql.Tx, query string, args []any, f func(*sql.Rows) error) error {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what went wrong is in rows.Err
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// texts returns the first column of a query's rows.
func texts(ctx context.Context, tx *sql.Tx, query string, args ...any) ([]string, error) {
	var list []string
	err := eachRow(ctx, tx, query, args, func(rows *sql.Rows) error {
		var text string
		err := rows.Scan(&text)
		list = append(list, text)
		return err
	})
	return list, err
}

// nullable returns NULL for the empty text.
func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}
