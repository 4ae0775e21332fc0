package sqlstore

import (
	"bytes"
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5/stdlib"
)

// copyPostgres adds rows with COPY, within the transaction. They go in its text
// format, so that the server reads amounts, times and JSON as it reads them in
// SQL (PostgreSQL's manual, "COPY", "File Formats").
func copyPostgres(ctx context.Context, x *session, table string, columns []string, rows [][]any) error {
	var text bytes.Buffer
	for _, row := range rows {
		for i, value := range row {
			if i > 0 {
				text.WriteByte('\t')
			}
			if err := writeCopied(&text, value); err != nil {
				return fmt.Errorf("column %s: %w", columns[i], err)
			}
		}
		text.WriteByte('\n')
	}
	statement := fmt.Sprintf("COPY %s.%s (%s) FROM STDIN", schemaName, quote(table), quoteAll(columns))
	return x.conn.Raw(func(driver any) error {
		result, err := driver.(*stdlib.Conn).Conn().PgConn().CopyFrom(ctx, &text, statement)
		if err == nil && result.RowsAffected() != int64(len(rows)) {
			err = fmt.Errorf("%d of %d rows were copied", result.RowsAffected(), len(rows))
		}
		return err
	})
}

func writeCopied(text *bytes.Buffer, value any) error {
	switch value := value.(type) {
	case nil:
		text.WriteString(`\N`)
	case string:
		writeEscaped(text, value)
	case bool:
		text.WriteString(strconv.FormatBool(value))
	case int:
		text.WriteString(strconv.Itoa(value))
	case int64:
		text.WriteString(strconv.FormatInt(value, 10))
	default:
		return fmt.Errorf("a %T cannot be copied", value)
	}
	return nil
}

// writeEscaped escapes what ends a value or a row.
func writeEscaped(text *bytes.Buffer, value string) {
	start := 0
	for i := 0; i < len(value); i++ {
		var escape byte
		switch value[i] {
		case '\\':
			escape = '\\'
		case '\t':
			escape = 't'
		case '\n':
			escape = 'n'
		case '\r':
			escape = 'r'
		default:
			continue
		}
		text.WriteString(value[start:i])
		text.WriteByte('\\')
		text.WriteByte(escape)
		start = i + 1
	}
	text.WriteString(value[start:])
}
