package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadme runs the tour of the README as written and compares what it
// prints. Times, digests and names of machines are not compared. With -update
// the output in the README is written anew.
func TestReadme(t *testing.T) {
	t.Parallel()
	const path = "../../README.md"
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	shell := newShell(t)
	blocks := regexp.MustCompile("(?s)```console\n(.*?)```")
	fresh := blocks.ReplaceAllFunc(page, func(block []byte) []byte {
		return []byte("```console\n" + shell.run(t, string(blocks.FindSubmatch(block)[1])) + "```")
	})
	if *update {
		if err := os.WriteFile(path, fresh, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(steady(string(page)), steady(string(fresh))); diff != "" {
		t.Errorf("the README shows other output (-README +real):\n%s", diff)
	}
}

// shell runs commands one after the other, as in one terminal.
type shell struct {
	folder string
	env    []string
}

func newShell(t *testing.T) *shell {
	t.Helper()
	bin := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// The test binary stands for the programs: TestMain runs it as what it is
	// called.
	for _, name := range []string{"catalogc", "sqlite3"} {
		if err := os.Symlink(self, filepath.Join(bin, name)); err != nil {
			t.Fatal(err)
		}
	}
	return &shell{folder: t.TempDir(), env: append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"))}
}

// run runs the commands of a block, the lines that begin with "$ ", and returns
// the block with what they print.
func (s *shell) run(t *testing.T, block string) string {
	t.Helper()
	var out strings.Builder
	for _, line := range strings.Split(block, "\n") {
		command, ok := strings.CutPrefix(line, "$ ")
		if !ok {
			continue
		}
		out.WriteString(line + "\n")
		if folder, ok := strings.CutPrefix(command, "cd "); ok {
			s.folder = filepath.Join(s.folder, folder)
			continue
		}
		var printed bytes.Buffer
		run := exec.Command("sh", "-c", command)
		run.Dir, run.Env, run.Stdout, run.Stderr = s.folder, s.env, &printed, &printed
		err := run.Run()
		if exited := new(exec.ExitError); err != nil && !errors.As(err, &exited) {
			t.Fatalf("%s: %v", command, err)
		}
		out.Write(printed.Bytes())
	}
	return out.String()
}

// steady hides what differs between two runs.
func steady(text string) string {
	for _, hidden := range []struct{ pattern, name string }{
		{`sha256:[0-9a-f]{64}`, "DIGEST"},
		{`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`, "TIME"},
		{`by \S+@\S+|\b\S+@\S+ +`, "WHO "},
		{`catalogc (devel|v[0-9]\S*)`, "catalogc VERSION"},
		{`  +`, " "},
	} {
		text = regexp.MustCompile(hidden.pattern).ReplaceAllString(text, hidden.name)
	}
	return text
}
