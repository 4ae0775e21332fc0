package source

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// readFile reads a regular file, but never more than maxRead bytes: a larger one
// is too large for a catalogue whatever its end says.
//
// It opens without blocking, so that a named pipe put in the place of a file
// cannot make it wait. That also spares Go's attempt to poll the file, half of
// all system calls when thousands of small files are read.
func readFile(path string) ([]byte, error) {
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	data := make([]byte, min(info.Size(), maxRead))
	n, err := io.ReadFull(file, data)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return data[:n], nil
}
