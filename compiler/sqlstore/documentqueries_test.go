package sqlstore

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// block is a block of code in the document.
type block struct {
	language   string
	text       string
	start, end int // the lines between its fences
	// mark is the database that a line before it names, or "".
	mark string
}

// blocksOf returns the blocks of code in some lines. A mark holds up to the next
// one or a heading.
func blocksOf(lines []string) []block {
	var blocks []block
	mark := ""
	for i := 0; i < len(lines); i++ {
		name, isMark := strings.CutSuffix(lines[i], ":")
		language, isFence := strings.CutPrefix(lines[i], "```")
		switch {
		case isMark && slices.Contains(databaseNames(), name):
			mark = name
		case isFence:
			end := i + 1 + slices.Index(lines[i+1:], "```")
			blocks = append(blocks, block{
				language: language, text: strings.Join(lines[i+1:end], "\n"), start: i + 1, end: end, mark: mark,
			})
			i = end
		case strings.HasPrefix(lines[i], "#"):
			mark = ""
		}
	}
	return blocks
}

// blocksIn returns the blocks of a section in one language that are for a
// database: those that are marked with it or not at all.
func blocksIn(t *testing.T, heading, language, database string) []string {
	t.Helper()
	var texts []string
	for _, b := range blocksOf(strings.Split(section(t, readDocument(t), heading), "\n")) {
		if b.language == language && (b.mark == "" || b.mark == database) {
			texts = append(texts, b.text)
		}
	}
	if len(texts) == 0 {
		t.Fatalf("%s: there is no %s for %s", heading, language, database)
	}
	return texts
}

// query is a query of the document with its results.
type query struct {
	block
	results map[string]block // by database
}

// queriesOf returns the queries under "## Queries".
func queriesOf(t *testing.T, lines []string) []query {
	t.Helper()
	start := slices.Index(lines, "## Queries")
	end := start + 1 + slices.IndexFunc(lines[start+1:], func(line string) bool { return strings.HasPrefix(line, "## ") })
	var queries []query
	for _, b := range blocksOf(lines[:end]) {
		switch {
		case b.start < start:
		case b.language == "sql":
			queries = append(queries, query{block: b, results: map[string]block{}})
		case b.language == "text" && len(queries) > 0:
			last := &queries[len(queries)-1]
			for _, name := range databaseNames() {
				if (b.mark == "" || b.mark == name) && (last.mark == "" || last.mark == name) {
					last.results[name] = b
				}
			}
		}
	}
	return queries
}

// TestDocumentedQueries runs every query of the document in the databases that
// it is for, and compares what it gives with the result beside it.
func TestDocumentedQueries(t *testing.T) {
	t.Parallel()
	lines := strings.Split(readDocument(t), "\n")
	queries := queriesOf(t, lines)
	if len(queries) < 13 {
		t.Fatalf("the document has %d queries", len(queries))
	}
	got := map[int]string{} // results by the line they begin at
	ends := map[int]int{}
	for _, name := range databaseNames() {
		reader := documented(t, name)
		for _, q := range queries {
			if q.mark != "" && q.mark != name {
				continue
			}
			want, found := q.results[name]
			if !found {
				t.Errorf("no result for %s:\n%s", name, q.text)
				continue
			}
			rows := strings.Join(reader.rows(t, q.text), "\n")
			if rows == "" {
				t.Errorf("%s: no rows:\n%s", name, q.text)
			}
			if old, both := got[want.start]; both && old != rows {
				t.Errorf("the results differ:\n%s\n%s\n(-SQLite +PostgreSQL):\n%s", q.text, name, cmp.Diff(old, rows))
			}
			got[want.start], ends[want.start] = rows, want.end
			if diff := cmp.Diff(want.text, rows); diff != "" && !*update {
				t.Errorf("%s:\n%s\n(-document +database):\n%s", name, q.text, diff)
			}
		}
	}
	if *update && !t.Failed() {
		for start := len(lines) - 1; start > 0; start-- {
			if rows, found := got[start]; found {
				lines = slices.Replace(lines, start, ends[start], strings.Split(rows, "\n")...)
			}
		}
		writeFile(t, documentPath, strings.Join(lines, "\n"))
	}
}

// TestDocumentedPriceMoments asks for the price on either side of a boundary that
// is a day, in sessions with several time zones.
func TestDocumentedPriceMoments(t *testing.T) {
	t.Parallel()
	const asked = "2026-03-01T12:00:00Z"
	for _, name := range databaseNames() {
		reader := documented(t, name)
		for _, zone := range []string{"UTC", "Asia/Tokyo", "America/New_York"} {
			if name == "PostgreSQL" {
				reader.rows(t, "SET TIME ZONE '"+zone+"'")
			}
			for moment, want := range map[string]string{
				"2023-12-31T23:59:59Z": "USD | 1M tokens | 5 | 15", "2024-01-01T00:00:00Z": "USD | 1M tokens | 2.5 | 10",
				"2024-01-01T00:30:00+01:00": "USD | 1M tokens | 5 | 15",
			} {
				for _, text := range blocksIn(t, "## Queries", "sql", name) {
					if !strings.Contains(text, asked) {
						continue
					}
					rows := reader.rows(t, strings.ReplaceAll(text, asked, moment))
					if len(rows) != 1 || !strings.HasPrefix(rows[0], want+" | ") {
						t.Errorf("%s in %s at %s: got %v, want %s", name, zone, moment, rows, want)
					}
				}
			}
		}
	}
}
