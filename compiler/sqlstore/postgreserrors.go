package sqlstore

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"syscall"

	"github.com/jackc/pgx/v5/pgconn"
)

// classifyPostgres goes by the SQLSTATE (PostgreSQL's manual, appendix A) where
// there is one.
func classifyPostgres(err error) failure {
	var connecting *pgconn.ConnectError
	var answer *pgconn.PgError
	isAnswer := errors.As(err, &answer)
	switch {
	case isAnswer:
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return other // it is about the context, not the connection
	case errors.As(err, &connecting):
		return unreachable
	case isLost(err):
		return lost
	default:
		return other
	}
	switch answer.Code {
	case "28000", "28P01":
		return login
	case "3D000":
		return noDatabase
	case "42501":
		return denied
	case "53100":
		return full
	case "53300", "53400", "57P03":
		return unavailable
	case "57P01", "57P02", "57P05", "25P03": // the server ended the connection
		return lost
	case "25006": // a standby, or default_transaction_read_only
		return readOnly
	case "55P03":
		return busy
	case "XX001", "XX002":
		return corrupt
	}
	if strings.HasPrefix(answer.Code, "08") {
		return lost
	}
	return other
}

// isLost reports whether a connection ended in the middle.
func isLost(err error) bool {
	var network net.Error
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, net.ErrClosed) ||
		errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.As(err, &network) || strings.Contains(err.Error(), "conn closed")
}

// reasonOf returns the server's own words for a failure, or those of the
// network: never an address, which may hold a password.
func reasonOf(err error) string {
	var answer *pgconn.PgError
	if errors.As(err, &answer) {
		return answer.Message
	}
	var operation *net.OpError
	if errors.As(err, &operation) && operation.Err != nil {
		return operation.Err.Error()
	}
	return ""
}

// plain gives an error of the driver the words of the server. The driver's own
// repeat the whole address when connecting fails.
func plain(err error) error {
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		return err
	}
	text := answer.Message
	if answer.Detail != "" {
		text += " (" + answer.Detail + ")"
	}
	// What led to the statement, such as the table it was about, stays.
	if context, ok := strings.CutSuffix(err.Error(), answer.Error()); ok {
		text = context + text
	}
	return &serverError{text: fmt.Sprintf("%s [%s]", text, answer.Code), err: err}
}

type serverError struct {
	text string
	err  error
}

func (e *serverError) Error() string { return e.text }
func (e *serverError) Unwrap() error { return e.err }
