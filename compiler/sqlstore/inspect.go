package sqlstore

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/resource"
)

// Inspect implements release.Store.
func (s *Store) Inspect(ctx context.Context, limit int) ([]release.Difference, error) {
	i := &inspector{store: s}
	err := s.read(ctx, func(tx *sql.Tx) error {
		documents, err := liveDocuments(ctx, tx)
		if err != nil {
			return err
		}
		if err := i.truth(ctx, tx, documents); err != nil {
			return err
		}
		have, err := texts(ctx, tx, s.dialect.tables)
		if err != nil {
			return err
		}
		for _, kind := range s.registry.All() {
			for _, t := range tablesOf(kind) {
				if !slices.Contains(have, t.Name) {
					i.found = append(i.found, release.Difference{Problem: release.TableMissing, Table: t.Name})
				} else if err := i.table(ctx, tx, kind, &t, documents); err != nil {
					return fmt.Errorf("table %s: %w", t.Name, err)
				}
			}
		}
		return nil
	})
	if limit > 0 && len(i.found) > limit {
		i.found = i.found[:limit]
	}
	return i.found, err
}

type inspector struct {
	store *Store
	found []release.Difference
}

// truth checks that what is live has the digests that it was published with.
func (i *inspector) truth(ctx context.Context, tx *sql.Tx, documents []projected) error {
	live, err := current(ctx, tx)
	if err != nil {
		return err
	}
	entries := make([]bundle.Entry, len(documents))
	for n, d := range documents {
		entries[n] = bundle.Entry{ID: d.id(), Digest: d.digest}
		if bundle.DigestOf(d.body) != d.digest {
			i.found = append(i.found, release.Difference{
				Problem: release.TruthDamaged, Table: "documents", ID: d.id(), Key: []release.KeyColumn{{Name: "digest", Value: d.digest}},
			})
		}
	}
	if live.Number > 0 && bundle.New(live.Catalog, entries).Digest != live.Digest {
		i.found = append(i.found, release.Difference{
			Problem: release.TruthDamaged, Table: "entries", Key: []release.KeyColumn{{Name: "release", Value: fmt.Sprint(live.Number)}},
		})
	}
	return nil
}

// tableRow is one row by its primary key.
type tableRow struct {
	key    []string
	values []any // in the order of the columns
}

// table compares the rows of a table with what the documents say they are.
func (i *inspector) table(ctx context.Context, tx *sql.Tx, kind *resource.Kind, t *table, documents []projected) error {
	want, err := i.wanted(kind, t, documents)
	if err != nil {
		return err
	}
	there, err := texts(ctx, tx, i.store.dialect.columns, t.Name)
	if err != nil {
		return err
	}
	var columns []resource.Column
	var gone []release.ColumnDifference
	for _, column := range t.columns {
		if slices.Contains(there, column.Name) {
			columns = append(columns, column)
		} else {
			gone = append(gone, release.ColumnDifference{Column: column.Name, Field: column.Field()})
		}
	}
	if len(gone) > 0 {
		i.found = append(i.found, release.Difference{Problem: release.TableMissing, Table: t.Name, Columns: gone})
	}
	if slices.ContainsFunc(gone, func(c release.ColumnDifference) bool { return slices.Contains(t.key, c.Column) }) {
		return nil // rows cannot be told apart
	}
	got, err := rowsOfTable(ctx, tx, t, columns)
	if err != nil {
		return err
	}
	keys := slices.SortedFunc(maps.Keys(got), strings.Compare)
	for key := range want {
		if _, ok := got[key]; !ok {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b string) int { return compareKeys(rowKey(want, got, a), rowKey(want, got, b)) })
	for _, key := range keys {
		i.row(kind, t, columns, want[key], got[key])
	}
	return nil
}

func rowKey(want, got map[string]tableRow, key string) []string {
	if row, ok := want[key]; ok {
		return row.key
	}
	return got[key].key
}

// compareKeys orders positions as numbers: they are shorter when they are less.
func compareKeys(a, b []string) int {
	for i := range min(len(a), len(b)) {
		if i > 0 && len(a[i]) != len(b[i]) {
			return cmp.Compare(len(a[i]), len(b[i]))
		}
		if order := strings.Compare(a[i], b[i]); order != 0 {
			return order
		}
	}
	return cmp.Compare(len(a), len(b))
}

func (i *inspector) row(kind *resource.Kind, t *table, columns []resource.Column, want, got tableRow) {
	difference := release.Difference{Problem: release.RowChanged, Table: t.Name}
	row := want
	switch {
	case got.key == nil:
		difference.Problem = release.RowMissing
	case want.key == nil:
		difference.Problem, row = release.RowExtra, got
	}
	difference.ID = resource.ID{Kind: kind.Name, Name: row.key[0]}
	for n, name := range t.key {
		difference.Key = append(difference.Key, release.KeyColumn{Name: name, Value: row.key[n]})
	}
	for _, column := range columns {
		at := slices.IndexFunc(t.columns, func(c resource.Column) bool { return c.Name == column.Name })
		var wanted, there any
		if want.key != nil {
			wanted = want.values[at]
		}
		if got.key != nil {
			there = got.values[at]
		}
		if !same(wanted, there) {
			difference.Columns = append(difference.Columns, release.ColumnDifference{Column: column.Name, Field: column.Field(), Want: wanted, Got: there})
		}
	}
	switch {
	case difference.Problem == release.RowMissing:
		difference.Columns = nil // all of them are gone
	case len(difference.Columns) == 0 && difference.Problem == release.RowChanged:
		return
	}
	i.found = append(i.found, difference)
}

func same(a, b any) bool {
	first, err1 := bundle.AppendCanonical(nil, a)
	second, err2 := bundle.AppendCanonical(nil, b)
	return err1 == nil && err2 == nil && bytes.Equal(first, second)
}

// wanted returns the rows that a table should have.
func (i *inspector) wanted(kind *resource.Kind, t *table, documents []projected) (map[string]tableRow, error) {
	rows := map[string]tableRow{}
	for n := range documents {
		d := &documents[n]
		if d.kind != kind.Name {
			continue
		}
		content, err := decode(d.body)
		if err != nil {
			continue // it is damaged, and reported as that
		}
		for at, values := range t.Rows(content) {
			row, err := t.row(d, at, values)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", d.id(), err)
			}
			for c := range row {
				row[c] = comparable(t.columns[c].Type, row[c])
			}
			add(rows, t, row)
		}
	}
	return rows, nil
}

// rowsOfTable returns the rows that a table has. Columns that are not there are
// NULL.
func rowsOfTable(ctx context.Context, tx *sql.Tx, t *table, columns []resource.Column) (map[string]tableRow, error) {
	names := make([]string, len(columns))
	for i := range columns {
		names[i] = columns[i].Name
	}
	rows := map[string]tableRow{}
	err := eachRow(ctx, tx, "SELECT "+quoteAll(names)+" FROM "+quote(t.Name), nil, func(r *sql.Rows) error {
		values := make([]any, len(columns))
		targets := make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := r.Scan(targets...); err != nil {
			return err
		}
		row := make([]any, len(t.columns))
		for i, column := range columns {
			at := slices.IndexFunc(t.columns, func(c resource.Column) bool { return c.Name == column.Name })
			row[at] = comparable(column.Type, values[i])
		}
		add(rows, t, row)
		return nil
	})
	return rows, err
}

// add puts a row under its primary key.
func add(rows map[string]tableRow, t *table, values []any) {
	key := make([]string, len(t.key))
	for n, name := range t.key {
		at := slices.IndexFunc(t.columns, func(c resource.Column) bool { return c.Name == name })
		key[n] = fmt.Sprint(values[at])
	}
	rows[strings.Join(key, "\x00")] = tableRow{key: key, values: values}
}

func (d *projected) id() resource.ID { return resource.ID{Kind: d.kind, Name: d.name} }
