package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestReadme runs the tour of the README as written and compares what it
// prints.
func TestReadme(t *testing.T) {
	t.Parallel()
	runPage(t, "../../README.md")
}

// runPage runs the console blocks of a page, one after the other in one shell,
// and compares what they print. Times, digests and names of machines are not
// compared. With -update the output in the page is written anew.
func runPage(t *testing.T, path string, env ...string) {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```console\n(.*?)```")
	var commands []string
	for _, block := range blocks.FindAllSubmatch(page, -1) {
		commands = append(commands, commandsOf(string(block[1]))...)
	}
	printed := runShell(t, commands, env)
	fresh := blocks.ReplaceAllFunc(page, func(block []byte) []byte {
		var out strings.Builder
		for _, command := range commandsOf(string(blocks.FindSubmatch(block)[1])) {
			out.WriteString("$ " + command + "\n" + printed[0])
			printed = printed[1:]
		}
		return []byte("```console\n" + out.String() + "```")
	})
	if *update {
		if err := os.WriteFile(path, fresh, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(steady(string(page)), steady(string(fresh))); diff != "" {
		t.Errorf("%s shows other output (-page +real):\n%s", path, diff)
	}
}

// commandsOf returns the commands of a block: the lines that begin with "$ ".
func commandsOf(block string) []string {
	var commands []string
	for line := range strings.SplitSeq(block, "\n") {
		if command, ok := strings.CutPrefix(line, "$ "); ok {
			commands = append(commands, command)
		}
	}
	return commands
}

// between is what the shell prints between two commands: a sign that no output
// holds.
const between = "\x1e\n"

// runShell runs commands in one shell, in a folder that looks like the
// repository's and is empty otherwise, and returns what each of them prints.
func runShell(t *testing.T, commands, env []string) []string {
	t.Helper()
	bin, folder := t.TempDir(), t.TempDir()
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
	testdata, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(testdata, filepath.Join(folder, "testdata")); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	var out bytes.Buffer
	// What is printed in between leaves $? as it is.
	script := strings.Join(commands, "\nstatus=$?; printf '\\036\\n'; (exit $status)\n")
	run := exec.CommandContext(ctx, "sh", "-c", script)
	run.Dir, run.Stdout, run.Stderr = folder, &out, &out
	run.Env = append(append(os.Environ(), "PATH="+bin+":"+os.Getenv("PATH"), "CATALOGC_ACTOR=ada@build"), env...)
	run.WaitDelay = 10 * time.Second
	if err := run.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatalf("%v\n%s", err, out.String())
	}
	printed := strings.Split(out.String(), between)
	if len(printed) != len(commands) {
		t.Fatalf("%d of %d commands ran; they printed:\n%s", len(printed), len(commands), out.String())
	}
	return printed
}

// steady hides what differs between two runs.
func steady(text string) string {
	for _, hidden := range []struct{ pattern, name string }{
		{`sha256:[0-9a-f]{12,64}`, "DIGEST"},
		{`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`, "TIME"},
		{`by \S+@\S+|\b\S+@\S+ +`, "WHO "},
		{`catalogc (devel|v[0-9]\S*)`, "catalogc VERSION"},
		{`127\.0\.0\.1:\d+`, "ADDRESS"},
		{`\b(now|\d+ (second|minute)s?)\b`, "AGE"},
		{`  +`, " "},
	} {
		text = regexp.MustCompile(hidden.pattern).ReplaceAllString(text, hidden.name)
	}
	return text
}
