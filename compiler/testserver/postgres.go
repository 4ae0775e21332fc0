package testserver

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// PostgresServer is a throw-away cluster of PostgreSQL. Nothing it holds
// outlives it, so it saves nothing to disk in earnest.
type PostgresServer struct {
	Port int

	folder    string // with the data, the socket and the log
	process   *exec.Cmd
	as        *syscall.SysProcAttr
	options   []string
	databases atomic.Int64
}

// superuser is who the cluster belongs to. Its name is not that of a schema,
// which PostgreSQL would look into unasked.
const superuser = "tester"

// cluster is the one that the tests of a process have in common.
var cluster struct {
	once   sync.Once
	server *PostgresServer
	err    error
}

// Postgres returns the address of a new database in the cluster of this test
// process. Whoever stops the server takes NewPostgres.
func Postgres(t testing.TB) string {
	t.Helper()
	// Nobody stops it, so it need not keep what it was told.
	cluster.once.Do(func() { cluster.server, cluster.err = startPostgres("-c", "synchronous_commit=off") })
	if cluster.err != nil {
		t.Fatal(cluster.err)
	}
	return cluster.server.Database(t)
}

// NewPostgres starts a cluster for one test.
func NewPostgres(t testing.TB) *PostgresServer {
	t.Helper()
	server, err := startPostgres("-c", "autovacuum=off") // which would do something unasked
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.remove)
	return server
}

func stopPostgres() {
	if cluster.server != nil {
		cluster.server.remove()
	}
}

// Database creates a database and returns its address.
func (s *PostgresServer) Database(t testing.TB) string {
	t.Helper()
	name := fmt.Sprintf("test_%d", s.databases.Add(1))
	s.Execute(t, s.Address("postgres"), "CREATE DATABASE "+name)
	return s.Address(name)
}

// Address returns the address of a database.
func (s *PostgresServer) Address(database string) string {
	return s.AddressAs(superuser, "", database)
}

// AddressAs returns the address of a database for a user with a password.
func (s *PostgresServer) AddressAs(name, password, database string) string {
	address := url.URL{
		Scheme: "postgres", User: url.User(name), Host: net.JoinHostPort("127.0.0.1", strconv.Itoa(s.Port)),
		Path: "/" + database, RawQuery: "sslmode=disable",
	}
	if password != "" {
		address.User = url.UserPassword(name, password)
	}
	return address.String()
}

// Execute runs SQL with psql and returns what it prints, a row a line.
func (s *PostgresServer) Execute(t testing.TB, address, text string) string {
	t.Helper()
	return PSQL(t, address, text)
}

// PSQL runs SQL with psql in a database and returns what it prints, a row a line
// and its values parted by |.
func PSQL(t testing.TB, address, text string) string {
	t.Helper()
	program, err := postgresProgram("psql")
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command(program, address, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", text)
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("psql: %v: %s\n%s", err, output, text)
	}
	return strings.TrimRight(string(output), "\n")
}

// startPostgres starts a cluster. What it has committed outlives its processes,
// though not the machine.
func startPostgres(options ...string) (*PostgresServer, error) {
	initdb, err := postgresProgram("initdb")
	if err != nil {
		return nil, err
	}
	// The path of a socket may have 107 characters, which those of tests exceed.
	folder, err := os.MkdirTemp("/tmp", "catalogc-pg-")
	if err != nil {
		return nil, err
	}
	s := &PostgresServer{folder: folder, options: options}
	if err := s.own(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(folder))
	}
	// A language's order, as most databases have, shows who relies on that of bytes.
	create := exec.Command(initdb, "-D", s.data(), "-U", superuser, "-A", "trust", "-E", "UTF8", "--no-sync",
		"--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en-US")
	create.Dir, create.SysProcAttr = folder, s.as
	if output, err := create.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w: %s", err, output), os.RemoveAll(folder))
	}
	for range 5 { // another process may take the port that was free
		if s.Port, err = freePort(); err == nil {
			err = s.Start()
		}
		if err == nil {
			return s, nil
		}
	}
	return nil, errors.Join(err, os.RemoveAll(folder))
}

func (s *PostgresServer) data() string { return filepath.Join(s.folder, "data") }

// own gives the folder to somebody who may run the server: it refuses root.
func (s *PostgresServer) own() error {
	s.as = &syscall.SysProcAttr{}
	dieWithTests(s.as)
	if os.Getuid() != 0 {
		return nil
	}
	nobody, err := user.Lookup("nobody")
	if err != nil {
		return fmt.Errorf("find somebody to run PostgreSQL as: %w", err)
	}
	uid, err1 := strconv.Atoi(nobody.Uid)
	gid, err2 := strconv.Atoi(nobody.Gid)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	s.as.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(s.folder, uid, gid)
}

// Start starts the server, again after Stop.
func (s *PostgresServer) Start() error {
	program, err := postgresProgram("postgres")
	if err != nil {
		return err
	}
	var log bytes.Buffer
	s.process = exec.Command(program, append([]string{"-D", s.data(), "-p", strconv.Itoa(s.Port),
		"-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + s.folder, "-c", "max_connections=200",
		"-c", "fsync=off", "-c", "full_page_writes=off"}, s.options...)...)
	s.process.Dir, s.process.SysProcAttr, s.process.Stderr = s.folder, s.as, &log
	if err := s.process.Start(); err != nil {
		return err
	}
	ready, err := postgresProgram("pg_isready")
	if err != nil {
		return err
	}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if exec.Command(ready, "-q", "-h", "127.0.0.1", "-p", strconv.Itoa(s.Port)).Run() == nil {
			return nil
		}
		if time.Now().After(deadline) || s.process.ProcessState != nil {
			s.Stop()
			return fmt.Errorf("PostgreSQL does not start: %s", log.String())
		}
	}
}

// Stop ends the server at once, and every connection with it. What was committed
// stays, for Start.
func (s *PostgresServer) Stop() {
	_ = s.process.Process.Signal(syscall.SIGQUIT)
	_ = s.process.Wait()
}

func (s *PostgresServer) remove() {
	s.Stop()
	_ = os.RemoveAll(s.folder)
}

// postgresProgram finds a program of PostgreSQL. Debian keeps most of them out
// of the PATH.
func postgresProgram(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		return "", fmt.Errorf("there is no %s of PostgreSQL: run `make servers`", name)
	}
	return found[len(found)-1], nil
}

func freePort() (int, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().(*net.TCPAddr).Port, nil
}
