// Package schema checks a Document against its JSON Schema: each violation
// becomes a Diagnostic at its exact place. It also tells what a schema says of
// each field, for documentation and formatting.
package schema

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/syntax"
)

const suffix = ".schema.json"

// Set is a number of schemas that may refer to each other by file name.
type Set struct {
	compiler *jsonschema.Compiler
	raw      map[string]*object // by URL
	urls     map[string]string  // by file name without its ending

	mutex    sync.Mutex // compiling is lazy: most runs need a few schemas only
	compiled map[string]*Schema
}

// Schema is one schema of a Set, ready to check documents. It may be used by
// several goroutines.
type Schema struct {
	set      *Set
	url      string
	compiled *jsonschema.Schema
}

// Load reads all files of a folder that end in .schema.json.
func Load(files fs.FS) (*Set, error) {
	s := &Set{
		compiler: jsonschema.NewCompiler(),
		raw:      map[string]*object{},
		urls:     map[string]string{},
		compiled: map[string]*Schema{},
	}
	s.compiler.Draft = jsonschema.Draft2020
	// No schema is ever fetched: what is not in the folder is a mistake.
	s.compiler.LoadURL = func(url string) (io.ReadCloser, error) {
		return nil, fmt.Errorf("%s is not in the folder of schemas", url)
	}
	paths, err := fs.Glob(files, "*"+suffix)
	if err != nil {
		return nil, fmt.Errorf("list schemas: %w", err)
	}
	for _, path := range paths {
		data, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, fmt.Errorf("read schema: %w", err)
		}
		if err := s.add(path, data); err != nil {
			return nil, err
		}
	}
	for _, url := range s.urls {
		s.inline(s.raw[url], url)
	}
	for _, url := range s.urls {
		if err := s.compiler.AddResource(url, strings.NewReader(toJSON(s.raw[url]))); err != nil {
			return nil, fmt.Errorf("schema %s: %w", url, err)
		}
	}
	return s, nil
}

func (s *Set) add(path string, data []byte) error {
	raw, err := parseObject(data)
	if err != nil {
		return fmt.Errorf("schema %s: %w", path, err)
	}
	url, _ := raw.get("$id").(string)
	if url == "" {
		return fmt.Errorf("schema %s has no $id", path)
	}
	s.raw[url] = raw
	s.urls[strings.TrimSuffix(path, suffix)] = url
	return nil
}

// Schema returns the schema in the file called name, without its ending.
func (s *Set) Schema(name string) (*Schema, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if ready := s.compiled[name]; ready != nil {
		return ready, nil
	}
	url, ok := s.urls[name]
	if !ok {
		return nil, fmt.Errorf("there is no schema %q", name)
	}
	compiled, err := s.compiler.Compile(url)
	if err != nil {
		return nil, fmt.Errorf("compile schema %q: %w", name, err)
	}
	ready := &Schema{set: s, url: url, compiled: compiled}
	s.compiled[name] = ready
	return ready, nil
}

// Check returns what of a document breaks its schema, in source order.
func (s *Schema) Check(document *syntax.Document) diag.List {
	err := s.compiled.Validate(document.Root.Value())
	if err == nil {
		return nil
	}
	r := &reporter{schema: s, document: document}
	if failure := new(jsonschema.ValidationError); errors.As(err, &failure) {
		r.report(failure)
	} else {
		r.add(WrongShape, "", document.Place(document.Root), "", err.Error())
	}
	return r.list.Sort()
}

// root returns the schema as a value with its keys in order.
func (s *Schema) root() *object { return s.set.raw[s.url] }

// object is a JSON object that keeps the order of its keys.
type object struct {
	keys   []string
	values map[string]any
}

func (o *object) get(key string) any {
	if o == nil {
		return nil
	}
	return o.values[key]
}

func (o *object) child(key string) *object {
	child, _ := o.get(key).(*object)
	return child
}

func parseObject(data []byte) (*object, error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	value, err := parseOrdered(decoder)
	if err != nil {
		return nil, err
	}
	o, ok := value.(*object)
	if !ok {
		return nil, fmt.Errorf("not a JSON object")
	}
	return o, nil
}

func parseOrdered(decoder *json.Decoder) (any, error) {
	token, err := decoder.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		o := &object{values: map[string]any{}}
		for decoder.More() {
			key, err := decoder.Token()
			if err != nil {
				return nil, err
			}
			value, err := parseOrdered(decoder)
			if err != nil {
				return nil, err
			}
			o.keys = append(o.keys, key.(string))
			o.values[key.(string)] = value
		}
		_, err := decoder.Token()
		return o, err
	case json.Delim('['):
		list := []any{}
		for decoder.More() {
			value, err := parseOrdered(decoder)
			if err != nil {
				return nil, err
			}
			list = append(list, value)
		}
		_, err := decoder.Token()
		return list, err
	}
	return token, nil
}
