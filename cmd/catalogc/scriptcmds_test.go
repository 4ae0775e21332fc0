package main

import (
	"crypto/ed25519"
	"crypto/x509"
	"database/sql"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"

	"filippo.io/age"
	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // for the command sql
)

// exits runs a command and wants an exit code: exits 64 catalogc show x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND [ARG…]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var failed *exec.ExitError
	switch {
	case errors.As(err, &failed):
		got = failed.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// runSQL prints the rows of a query: sql FILE QUERY.
func runSQL(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql FILE QUERY")
	}
	ts.Check(query(ts.Stdout(), ts.MkAbs(args[0]), args[1]))
}

// sqlite3 stands for the program of that name: sqlite3 FILE QUERY.
func sqlite3(args []string) int {
	if len(args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: sqlite3 FILE QUERY")
		return 1
	}
	if err := query(os.Stdout, args[0], args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// query prints the rows of a query, a line each, columns separated by |.
func query(w io.Writer, path, text string) error {
	if _, err := os.Stat(path); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		return err
	}
	defer db.Close()
	rows, err := db.Query(text)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		texts := make([]sql.NullString, len(columns))
		values := make([]any, len(columns))
		for i := range values {
			values[i] = &texts[i]
		}
		if err := rows.Scan(values...); err != nil {
			return err
		}
		for i := range texts {
			if i > 0 {
				fmt.Fprint(w, "|")
			}
			fmt.Fprint(w, texts[i].String)
		}
		fmt.Fprintln(w)
	}
	return rows.Err()
}

// edit replaces a text in a file, which must be there: edit FILE OLD NEW.
func edit(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: edit FILE OLD NEW")
	}
	text := ts.ReadFile(args[0])
	if !strings.Contains(text, args[1]) {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Replace(text, args[1], args[2], 1)), 0o644))
}

// ageKeygen stands for the program age-keygen: it writes an identity and makes
// its recipient that of a catalogue: agekeygen FILE [PROJECT].
func ageKeygen(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 || len(args) > 2 {
		ts.Fatalf("usage: agekeygen FILE [PROJECT]")
	}
	identity, err := age.GenerateX25519Identity()
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte("# for tests\n"+identity.String()+"\n"), 0o600))
	if len(args) == 2 {
		appendTo(ts, args[1], "age_recipients: ["+identity.Recipient().String()+"]\n")
	}
}

// signingKey stands for openssl: it writes an Ed25519 key and makes it that of a
// signer whose signature the target local wants: signingkey FILE [SIGNER PROJECT].
func signingKey(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 && len(args) != 3 {
		ts.Fatalf("usage: signingkey FILE [SIGNER PROJECT]")
	}
	public, private, err := ed25519.GenerateKey(nil)
	ts.Check(err)
	der, err := x509.MarshalPKCS8PrivateKey(private)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600))
	if len(args) == 3 {
		der, err := x509.MarshalPKIXPublicKey(public)
		ts.Check(err)
		text := ts.ReadFile(args[2])
		ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(strings.Replace(text, "  local:", "  local:\n    signed_by: ["+args[1]+"]", 1)), 0o644))
		appendTo(ts, args[2], "signers:\n  "+args[1]+": "+base64.StdEncoding.EncodeToString(der)+"\n")
	}
}

func appendTo(ts *testscript.TestScript, path, text string) {
	ts.Check(os.WriteFile(ts.MkAbs(path), []byte(ts.ReadFile(path)+text), 0o644))
}
