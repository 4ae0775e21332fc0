package compiler

import (
	"context"
	"database/sql"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/source"
	"github.com/igny8/catalogc/schemas"
)

// widget is a kind that exists in this file only. From its declaration and its
// schema follow loading, linking, the bundle, the table and the rows.
type widget struct {
	resource.Meta
	Version int              `yaml:"version" default:"1"`
	Model   string           `yaml:"model" ref:"Model"`
	Weight  resource.Decimal `yaml:"weight"`
	Parts   []part           `yaml:"parts" table:"widget_parts"`
	Notes   resource.JSON    `yaml:"notes"`
}

type part struct {
	Label string `yaml:"label"`
	Spare bool   `yaml:"spare" default:"true"`
}

const widgetSchema = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "https://github.com/igny8/catalogc/schemas/widget.schema.json",
  "type": "object", "required": ["kind", "name"], "additionalProperties": false,
  "properties": {
    "kind": {"const": "Widget"}, "name": {"$ref": "common.schema.json#/$defs/name"},
    "version": {"type": "integer"}, "model": {"type": "string"},
    "weight": {"$ref": "common.schema.json#/$defs/decimal"},
    "parts": {"type": "array", "items": {"type": "object", "properties": {"label": {"type": "string"}, "spare": {"type": "boolean"}}}},
    "notes": {}
  }
}`

func TestWidgetGoesFromYAMLToARow(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	registry := resource.NewRegistry(append(kinds.All().All(),
		resource.Define[widget](resource.Spec{Name: "Widget", Plural: "widgets", Doc: "A thing."}))...)
	options := Options{Registry: registry, Schemas: withWidgetSchema(t), Today: today}

	compile := func(text string) *Result {
		t.Helper()
		tree := &source.Tree{Files: []source.File{
			{Path: "catalogc.yaml", Data: []byte("format: 1\nname: widgets\n")},
			{Path: "settings.yaml", Data: []byte("kind: Settings\nname: global\n")},
			{Path: "widgets/gear.yaml", Data: []byte(text)},
		}}
		result, err := Compile(ctx, tree, options)
		if err != nil {
			t.Fatal(err)
		}
		return result
	}

	bad := compile("kind: Widget\nname: gear\nmodel: acme/none\nwieght: 1\n")
	var codes []string
	for _, d := range bad.Diagnostics {
		codes = append(codes, d.Code)
	}
	if diff := cmp.Diff([]string{"REF001", "SCH002"}, codes); diff != "" {
		t.Errorf("findings (-want +got)\n%s", diff)
	}

	good := compile("kind: Widget\nname: gear\nweight: 2.50\nparts: [{label: tooth}, {label: hub, spare: false}]\nnotes: {b: 1, a: [x]}\n")
	if len(good.Diagnostics) > 0 {
		t.Fatalf("findings: %v", good.Diagnostics)
	}
	publisher := newPublisher(t, registry)
	publish(t, publisher, good)

	db, err := sql.Open("sqlite", publisher.path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var name, weight, notes, labels string
	var version, number int
	err = db.QueryRow("select name, version, weight, notes, release from widgets").Scan(&name, &version, &weight, &notes, &number)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.QueryRow("select group_concat(label || ':' || spare) from widget_parts order by position").Scan(&labels); err != nil {
		t.Fatal(err)
	}
	got := []any{name, version, weight, notes, number, labels}
	if diff := cmp.Diff([]any{"gear", 1, "2.5", `{"a":["x"],"b":1}`, 1, "tooth:1,hub:0"}, got); diff != "" {
		t.Errorf("rows (-want +got)\n%s", diff)
	}
}

func withWidgetSchema(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{"widget.schema.json": {Data: []byte(widgetSchema)}}
	entries, err := schemas.Files.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ".json") {
			data, err := schemas.Files.ReadFile(entry.Name())
			if err != nil {
				t.Fatal(err)
			}
			files[entry.Name()] = &fstest.MapFile{Data: data}
		}
	}
	return files
}
