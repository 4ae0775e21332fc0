package compiler

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/igny8/catalogc/compiler/syntax"
)

// Writer writes the content of documents as YAML.
type Writer struct {
	fields kindFields
}

// NewWriter returns a writer for the kinds of catalogc.
func NewWriter() (*Writer, error) {
	fields, err := describeKinds()
	if err != nil {
		return nil, err
	}
	return &Writer{fields: fields}, nil
}

// Order is the order of fields that Format and Apply take.
func (w *Writer) Order(kind, pointer string) []string { return w.fields.order(kind, pointer) }

// Content returns what an author would write in a document with this canonical
// JSON, such as the body of a bundle's entry: see schema.Field.Authored.
func (w *Writer) Content(body []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var content map[string]any
	if err := decoder.Decode(&content); err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	kind, _ := content["kind"].(string)
	if field, ok := w.fields[strings.ToLower(kind)]; ok {
		field.Authored(content)
	}
	return content, nil
}

// Document returns the YAML document with this canonical JSON, in the layout of
// Format. What is compiled from it has the same canonical JSON.
func (w *Writer) Document(body []byte) ([]byte, error) {
	content, err := w.Content(body)
	if err != nil {
		return nil, err
	}
	return syntax.Encode(content, w.Order)
}
