package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"
)

// write calls f with where results go: standard output, or the file of
// --output, which appears whole or not at all.
func (a *app) write(f func(io.Writer) error) error {
	if a.output == "" || a.output == "-" {
		buffered := bufio.NewWriterSize(a.stdout, 1<<16)
		if err := f(buffered); err != nil {
			return err
		}
		if err := buffered.Flush(); err != nil && !errors.Is(err, syscall.EPIPE) {
			return fmt.Errorf("write output: %w", err)
		}
		return nil
	}
	return writeFile(a.output, f)
}

// writeFile writes a file through a temporary one beside it, so that a full
// disk or an interruption leaves the old one whole.
func writeFile(path string, f func(io.Writer) error) (err error) {
	mode := os.FileMode(0o644)
	if info, err := os.Stat(path); err == nil {
		if !info.Mode().IsRegular() { // a device or a pipe is written to as it is
			return writeTo(path, f)
		}
		mode = info.Mode().Perm()
	}
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			temporary.Close()
			os.Remove(temporary.Name())
		}
	}()
	buffered := bufio.NewWriter(temporary)
	if err := f(buffered); err != nil {
		return err
	}
	if err := errors.Join(buffered.Flush(), temporary.Chmod(mode), temporary.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	if err := os.Rename(temporary.Name(), path); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

func writeTo(path string, f func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return errors.Join(f(file), file.Close())
}
