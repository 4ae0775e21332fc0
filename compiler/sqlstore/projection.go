package sqlstore

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/resource"
)

// projected is a document with what its rows tell about their origin.
type projected struct {
	kind, name string
	digest     string
	body       []byte
	release    int
	updatedAt  time.Time
	updatedBy  string
	source     any // text or NULL
	commit     any
}

// projector writes rows of the projection within one transaction.
type projector struct {
	x       *session
	dialect *Dialect
	tables  map[string][]table // by kind
	rows    map[string]*batch  // by table
	order   []*batch
}

func (s *Store) projector(x *session) *projector {
	p := &projector{x: x, dialect: s.dialect, tables: map[string][]table{}, rows: map[string]*batch{}}
	for _, kind := range s.registry.All() {
		p.tables[kind.Name] = tablesOf(kind)
		for _, t := range p.tables[kind.Name] {
			rows := s.dialect.batch(x, t.Name, t.columnNames())
			p.rows[t.Name] = rows
			p.order = append(p.order, rows)
		}
	}
	return p
}

// remove deletes the rows of some documents of a kind.
func (p *projector) remove(ctx context.Context, kind string, names []string) error {
	for _, t := range p.tables[kind] {
		err := p.dialect.inLists(names, 0, func(list string, args []any) error {
			_, err := p.x.ExecContext(ctx, fmt.Sprintf("DELETE FROM %s WHERE %s IN (%s)", quote(t.Name), quote(t.owner()), list), args...)
			return err
		})
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
	}
	return nil
}

// progressStep is after how many documents somebody is told.
const progressStep = 250

// addAll inserts the rows of some documents. Decoding takes about as long as the
// database does, so it is done ahead beside it.
func (p *projector) addAll(ctx context.Context, documents []projected, progress func(done, total int)) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	contents := make(chan map[string]any, 64)
	failure := make(chan error, 1)
	go func() {
		defer close(contents)
		failure <- decodeAll(ctx, documents, contents)
	}()
	at := 0
	for content := range contents {
		if err := p.add(ctx, &documents[at], content); err != nil {
			return err
		}
		if at++; progress != nil && at%progressStep == 0 && at < len(documents) {
			progress(at, len(documents))
		}
	}
	if err := <-failure; err != nil {
		return err
	}
	return p.flush(ctx)
}

func decodeAll(ctx context.Context, documents []projected, contents chan<- map[string]any) error {
	for i := range documents {
		content, err := decode(documents[i].body)
		if err != nil {
			return fmt.Errorf("%s/%s: %w", documents[i].kind, documents[i].name, err)
		}
		select {
		case contents <- content:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// add inserts the rows of a document. A kind that this version does not know
// has no tables.
func (p *projector) add(ctx context.Context, document *projected, content map[string]any) error {
	tables := p.tables[document.kind]
	for i := range tables {
		t := &tables[i]
		for at, values := range t.Rows(content) {
			row, err := t.row(document, at, values)
			if err != nil {
				return fmt.Errorf("%s/%s: table %s: %w", document.kind, document.name, t.Name, err)
			}
			if err := p.rows[t.Name].add(ctx, row...); err != nil {
				return fmt.Errorf("table %s: %w", t.Name, err)
			}
		}
	}
	return nil
}

func (p *projector) flush(ctx context.Context) error {
	for _, rows := range p.order {
		if err := rows.flush(ctx); err != nil {
			return fmt.Errorf("write the projection: %w", err)
		}
	}
	return nil
}

func decode(body []byte) (map[string]any, error) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var content map[string]any
	err := decoder.Decode(&content)
	return content, err
}

// row returns the values of a row in the order of the table's columns.
func (t *table) row(document *projected, at int, values []any) ([]any, error) {
	row := make([]any, 0, len(t.columns))
	if t.List != "" {
		row = append(row, document.name, int64(at))
	}
	for i, value := range values {
		stored, err := columnValue(t.Columns[i].Type, value)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", t.Columns[i].Name, err)
		}
		row = append(row, stored)
	}
	return append(row, document.digest, document.release, timeText(document.updatedAt), document.updatedBy, document.source, document.commit), nil
}

// columnValue returns what a driver takes for a value of a document.
func columnValue(t resource.ColumnType, value any) (any, error) {
	switch {
	case value == nil:
		return nil, nil
	case t == resource.JSONColumn:
		text, err := bundle.AppendCanonical(nil, value)
		return string(text), err
	}
	number, ok := value.(json.Number)
	switch {
	case ok && t == resource.IntegerColumn:
		return number.Int64()
	case ok:
		return number.String(), nil // exact text, as for all decimals
	}
	return value, nil
}
