package keyfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// format is the format of what is inside the file.
const format = 1

// maxSize is how much text the file may hold. A catalogue with thousands of
// keys and years of versions stays far below.
const maxSize = 64 << 20

// content is what is inside the file: like KV version 2, paths whose every
// write is a version with all its fields.
type content struct {
	Format int               `json:"format"`
	Paths  map[string]*entry `json:"paths"`
}

// entry is one path. Its versions are numbered from 1; the last is current.
type entry struct {
	Versions []*revision `json:"versions"`
	Owner    owner       `json:"owner,omitzero"`
}

// revision is one version of a path.
type revision struct {
	Created   time.Time         `json:"created"`
	Deleted   bool              `json:"deleted,omitempty"`
	Destroyed bool              `json:"destroyed,omitempty"`
	Fields    map[string]string `json:"fields,omitempty"`
}

// owner is release.KeyOwner.
type owner struct {
	Catalog string `json:"catalog"`
	Target  string `json:"target"`
	Release int    `json:"release"`
	Commit  string `json:"commit,omitempty"`
}

// readable returns the fields of a version, unless they are gone.
func (r *revision) readable() map[string]string {
	if r.Deleted || r.Destroyed {
		return nil
	}
	return r.Fields
}

// decode reads content. Its errors quote nothing of it.
func decode(r io.Reader) (*content, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxSize+1))
	if err != nil {
		return nil, errors.New("it is damaged: a part is missing or was changed; bring back a copy")
	}
	defer clear(data)
	if len(data) > maxSize {
		return nil, fmt.Errorf("it holds more than %d MiB", maxSize>>20)
	}
	var head struct{ Format int }
	if json.Unmarshal(data, &head) != nil {
		return nil, errors.New("what is inside was not written by catalogc")
	}
	if head.Format != format {
		return nil, fmt.Errorf("it has format %d; this catalogc reads format %d", head.Format, format)
	}
	found := &content{}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if decoder.Decode(found) != nil || !found.complete() {
		return nil, errors.New("what is inside was not written by catalogc")
	}
	if found.Paths == nil {
		found.Paths = map[string]*entry{}
	}
	return found, nil
}

// complete reports whether no part is missing that the rest relies on.
func (c *content) complete() bool {
	for _, found := range c.Paths {
		if found == nil || len(found.Versions) == 0 {
			return false
		}
		for _, version := range found.Versions {
			if version == nil {
				return false
			}
		}
	}
	return true
}
