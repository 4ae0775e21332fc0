package main

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/igny8/catalogc/compiler/testserver"
)

// canary is a key that must be found in Vault's data and nowhere else. It looks
// like none that is real.
const canary = "canary/4711+yellow?bird=&sings%20alone"

// traces are all forms in which a key could leak: as it is, in base64 at each of
// the three places it can begin at, in hex, and escaped for URLs and JSON.
func traces(key string) []string {
	forms := []string{key, hex.EncodeToString([]byte(key)), url.QueryEscape(key), url.PathEscape(key)}
	for offset := range 3 {
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := encoding.EncodeToString([]byte(strings.Repeat("x", offset) + key))
			first := (offset*8 + 5) / 6 // characters that hold some of the x
			forms = append(forms, text[first:len(text)-2])
		}
	}
	// A key that was cut is still a leak.
	return append(forms, key[:12], key[len(key)-12:])
}

// spy collects everything that a user, a log or a file gets to see.
type spy struct {
	t    *testing.T
	seen map[string]string
}

func (s *spy) look(name, text string) {
	lower := strings.ToLower(text)
	for _, trace := range traces(canary) {
		if strings.Contains(lower, strings.ToLower(trace)) {
			s.t.Errorf("%s shows the key, as %s", name, trace)
		}
	}
	s.seen[name] = text
}

// files looks into every file below a folder, databases and their logs included.
func (s *spy) files(folder string) {
	s.t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || filepath.Base(path) == "canary.txt" {
			return err
		}
		data, err := os.ReadFile(path)
		s.look(path, string(data))
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// TestCanary takes a key through every command, flag, format and failure that
// has to do with keys, on the embedded target and on the production one, and then
// looks for it everywhere.
func TestCanary(t *testing.T) {
	t.Parallel()
	for _, form := range traces(canary) {
		if len(form) < 12 {
			t.Fatalf("the form %q is too short to mean anything", form)
		}
	}
	server := testserver.Vault(t)
	database := testserver.Postgres(t)
	s := &spy{t: t, seen: map[string]string{}}
	folder := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "catalogc")
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + folder, "CATALOGC_DATABASE_URL=" + database, "VAULT_ADDR=" + server.Address,
		"VAULT_TOKEN=" + server.Token, "CANARY=" + canary, "VAULT_MAX_RETRIES=0",
	}
	runs := 0
	run := func(want int, stdin string, args ...string) {
		t.Helper()
		runs++
		command := exec.Command(program, args...)
		command.Dir, command.Env, command.Stdin = folder, env, strings.NewReader(stdin)
		var out bytes.Buffer
		command.Stdout, command.Stderr = &out, &out
		err := command.Run()
		var exited *exec.ExitError
		if err != nil && !errors.As(err, &exited) {
			t.Fatal(err)
		}
		if got := command.ProcessState.ExitCode(); got != want {
			t.Errorf("catalogc %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, want, out.String())
		}
		s.look(fmt.Sprintf("%d: catalogc %s", runs, strings.Join(args, " ")), out.String())
	}
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	run(exitOK, "", "init", ".")
	write("canary.txt", canary+"\n")
	project, err := os.ReadFile(filepath.Join(folder, "catalogc.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	identity, recipient := newIdentity(t)
	write("catalogc.yaml", strings.Replace(string(project), "mount: secret", "mount: "+server.Mount, 1)+"age_recipients: ["+recipient+"]\n")

	for _, target := range []string{"local", "production"} {
		at := func(args ...string) []string { return append(args, "--target", target) }
		// Wrong ways to give a key: none may repeat it.
		run(exitUsage, "", at("keys", "set", "openai", canary)...)
		run(exitUsage, "", at("keys", "set", "openai", "--from-env", "CANARY", "--from-file", "canary.txt")...)
		run(exitUsage, canary+"\n"+canary, at("keys", "set", "openai")...)
		run(exitUsage, canary, at("keys", "set", "nobody")...)
		run(exitFindings, "", at("keys", "check")...)
		for _, source := range [][]string{nil, {"--from-env", "CANARY"}, {"--from-file", "canary.txt"}} {
			run(exitOK, canary, at(append([]string{"keys", "set", "openai"}, source...)...)...)
		}
		for _, format := range []string{"text", "json", "markdown"} {
			run(exitOK, "", at("plan", "--format", format, "-o", "plan-"+target+"-"+format+".json")...)
			run(exitOK, "", at("keys", "list", "--format", format)...)
			run(exitOK, "", at("keys", "check", "--format", format)...)
		}
		run(exitOK, "", at("publish", "--yes", "--format", "json")...)
		run(exitOK, "another-key-entirely", at("keys", "set", "openai")...)
		for _, format := range []string{"text", "json", "markdown"} {
			run(exitDifferences, "", at("drift", "--exit-code", "--format", format)...)
		}
		run(exitOK, "", at("publish", "--yes", "--format", "markdown")...)
		run(exitOK, "", at("rollback", "1", "--yes", "--format", "json")...)
		run(exitOK, "", at("show", "1", "--format", "json")...)
		run(exitOK, "", at("releases", "--format", "json")...)
		run(exitOK, "", at("audit", "--format", "json")...)
		run(exitOK, "", at("audit", "--verify")...)
		run(exitOK, "", at("dump", ".dump-"+target)...)
		run(exitOK, "", at("rebuild")...)

		// Sealed in the catalogue, opened by a publish with and without the identity.
		run(exitOK, canary, at("keys", "seal", "openai")...)
		run(exitOK, "", at("compile", "-o", "bundle-"+target+".json")...)
		run(exitFailure, "", at("publish", "--yes")...)
		env = append(env, "CATALOGC_AGE_IDENTITY=AGE-SECRET-KEY-1WRONG")
		run(exitFailure, "", at("publish", "--yes")...)
		env[len(env)-1] = "CATALOGC_AGE_IDENTITY=" + identity
		if target == "local" { // whose key file has an identity of its own
			env[len(env)-1] += "\n" + ownIdentity(t, folder)
		}
		run(exitOK, "", at("publish", "--yes")...)
		run(exitOK, "", at("keys", "prune", "openai", "--yes")...)
		env = env[:len(env)-1]
	}
	run(exitOK, "", "keys", "policy", "--target", "production")
	// Vault denies, is sealed, and is gone.
	env = append(env, "VAULT_TOKEN=wrong")
	run(exitFailure, canary, "keys", "set", "openai", "--target", "production")
	env[len(env)-1] = "VAULT_ADDR=http://127.0.0.1:1"
	run(exitFailure, canary, "keys", "set", "openai", "--target", "production")

	s.files(folder)
	s.look("PostgreSQL", dumpPostgres(t, database))
	const path = "catalogc/platform/openai"
	s.look("Vault's metadata", readVault(t, server, "metadata/"+path))
	if data := readVault(t, server, "data/"+path); !strings.Contains(data, `canary/4711+yellow?bird=\u0026sings%20alone`) {
		t.Errorf("Vault's data does not hold the key: the test looks for the wrong thing")
	}
	if len(s.seen) < runs+20 {
		t.Errorf("only %d things were looked at", len(s.seen))
	}
	t.Logf("looked for %d forms of the key in the output of %d commands and %d files and answers", len(traces(canary)), runs, len(s.seen)-runs)
}

func readVault(t *testing.T, server *testserver.VaultServer, path string) string {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, server.Address+"/v1/"+server.Mount+"/"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Vault-Token", server.Token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(response.Body); err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("read %s: %s %v", path, response.Status, err)
	}
	return body.String()
}

// dumpPostgres returns everything in the schema catalogc as text.
func dumpPostgres(t *testing.T, database string) string {
	t.Helper()
	tables, err := exec.Command("psql", database, "-Atc", "SELECT table_name FROM information_schema.tables WHERE table_schema = 'catalogc'").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, table := range strings.Fields(string(tables)) {
		rows, err := exec.Command("psql", database, "-Atc", `SELECT * FROM catalogc."`+table+`"`).Output()
		if err != nil {
			t.Fatal(err)
		}
		all.Write(rows)
	}
	if !strings.Contains(all.String(), "vault:platform/openai#api_key") {
		t.Fatal("the dump does not hold what was published")
	}
	return all.String()
}

func newIdentity(t *testing.T) (identity, recipient string) {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key.String(), key.Recipient().String()
}

// ownIdentity returns the identity that the embedded key file was made with.
func ownIdentity(t *testing.T, folder string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, ".catalogc", "identity.txt"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
