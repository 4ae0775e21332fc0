package source

import (
	"io"
	"os"
)

// readFile reads a file, but never more than maxRead bytes: a larger one is too
// large for a catalogue whatever its end says.
func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	size := min(info.Size(), maxRead)
	// One byte more than the size lets the last read see the end of the file.
	data := make([]byte, 0, size+1)
	for len(data) < maxRead {
		n, err := file.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
	return data, nil
}
