package report

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/schema"
)

// KindDoc is a kind with what its schema says.
type KindDoc struct {
	Kind   *resource.Kind
	Schema schema.Field
}

//go:embed catalogue.md
var cataloguePreface string

// Kinds lists the kinds: a table, JSON, or the Markdown page docs/catalogue.md,
// which also describes the project file.
func Kinds(w io.Writer, format Format, kinds []KindDoc, project schema.Field, style Style) error {
	switch format {
	case JSON:
		list := make([]kindJSON, 0, len(kinds))
		for _, k := range kinds {
			list = append(list, kindOf(k, false))
		}
		return writeJSON(w, list)
	case Markdown:
		return kindsPage(w, kinds, project)
	}
	for _, k := range kinds {
		if _, err := fmt.Fprintf(w, "%-12s %-14s %s\n", k.Kind.Name, k.Kind.Plural+"/", k.Kind.Doc); err != nil {
			return err
		}
	}
	return nil
}

// Kind prints one kind with all its fields.
func Kind(w io.Writer, format Format, k KindDoc, style Style) error {
	switch format {
	case JSON:
		return writeJSON(w, kindOf(k, true))
	case Markdown:
		var out strings.Builder
		kindSection(&out, k.Kind.Name, k.Kind.Doc, k.Schema)
		_, err := io.WriteString(w, out.String())
		return err
	}
	var out strings.Builder
	fmt.Fprintf(&out, "%s: %s\n\n", k.Kind.Name, k.Kind.Doc)
	width := readable(style)
	for _, row := range rowsOf(k.Schema) {
		fmt.Fprintf(&out, "  %s  (%s)\n", row.path, strings.Join(row.notes(), ", "))
		out.WriteString(indent(strings.Join(fill(row.field.Description, width-6), "\n"), "      "))
	}
	_, err := io.WriteString(w, out.String())
	return err
}

type kindJSON struct {
	Name      string      `json:"name"`
	Folder    string      `json:"folder"`
	Doc       string      `json:"description"`
	Singleton bool        `json:"singleton,omitempty"`
	Versioned bool        `json:"versioned,omitempty"`
	Tables    []string    `json:"tables"`
	Fields    []fieldJSON `json:"fields,omitempty"`
}

type fieldJSON struct {
	Path        string   `json:"path"`
	Type        string   `json:"type"`
	Required    bool     `json:"required,omitempty"`
	Default     string   `json:"default,omitempty"`
	Enum        []string `json:"enum,omitempty"`
	Description string   `json:"description"`
}

func kindOf(k KindDoc, fields bool) kindJSON {
	out := kindJSON{
		Name: k.Kind.Name, Folder: k.Kind.Plural, Doc: k.Kind.Doc,
		Singleton: k.Kind.Singleton, Versioned: k.Kind.Versioned,
	}
	for _, table := range k.Kind.Tables {
		out.Tables = append(out.Tables, table.Name)
	}
	if !fields {
		return out
	}
	for _, row := range rowsOf(k.Schema) {
		out.Fields = append(out.Fields, fieldJSON{
			Path: row.path, Type: typeName(row.field), Required: row.field.Required,
			Default: row.field.Default, Enum: row.field.Enum, Description: row.field.Description,
		})
	}
	return out
}

func kindsPage(w io.Writer, kinds []KindDoc, project schema.Field) error {
	var out strings.Builder
	out.WriteString(cataloguePreface)
	out.WriteString("\n## The kinds\n\n| kind | folder | what it is |\n|---|---|---|\n")
	for _, k := range kinds {
		fmt.Fprintf(&out, "| [%s](#%s) | `%s/` | %s |\n", k.Kind.Name, strings.ToLower(k.Kind.Name), k.Kind.Plural, cell(k.Kind.Doc))
	}
	out.WriteString("\n")
	kindSection(&out, "catalogc.yaml", project.Description, project)
	for _, k := range kinds {
		out.WriteString("\n")
		kindSection(&out, k.Kind.Name, k.Kind.Doc, k.Schema)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func kindSection(out *strings.Builder, title, doc string, field schema.Field) {
	fmt.Fprintf(out, "## %s\n\n%s\n\n| field | type | what it says |\n|---|---|---|\n", title, doc)
	for _, row := range rowsOf(field) {
		description := row.field.Description
		if len(row.field.Enum) > 0 && len(row.field.Enum) > 1 {
			description += " One of: `" + strings.Join(row.field.Enum, "`, `") + "`."
		}
		notes := typeName(row.field)
		if row.field.Required {
			notes += ", required"
		}
		if row.field.Default != "" {
			notes += ", default `" + row.field.Default + "`"
		}
		fmt.Fprintf(out, "| `%s` | %s | %s |\n", row.path, cell(notes), cell(strings.TrimSpace(description)))
	}
}

// fieldRow is a field with its path from the document: items of a list are [],
// values of a free mapping <name>.
type fieldRow struct {
	path  string
	field schema.Field
}

func (r fieldRow) notes() []string {
	notes := []string{typeName(r.field)}
	if r.field.Required {
		notes = append(notes, "required")
	}
	if r.field.Default != "" {
		notes = append(notes, "default "+r.field.Default)
	}
	if len(r.field.Enum) > 1 {
		notes = append(notes, "one of "+strings.Join(r.field.Enum, " "))
	}
	return notes
}

func rowsOf(field schema.Field) []fieldRow {
	var rows []fieldRow
	seen := map[string]bool{}
	for _, child := range field.Fields {
		addRows(&rows, child.Name, child, seen)
	}
	return rows
}

// addRows adds a field and those below it. A group of fields that was described
// before, such as the request parameters, is not described again.
func addRows(rows *[]fieldRow, path string, field schema.Field, seen map[string]bool) {
	*rows = append(*rows, fieldRow{path: path, field: field})
	below(rows, path, field, seen)
	if field.Items != nil {
		below(rows, path+"[]", *field.Items, seen)
	}
	if field.Values != nil {
		below(rows, path+".<name>", *field.Values, seen)
	}
}

// below adds the fields within a mapping, an item or a value; plain ones have
// none.
func below(rows *[]fieldRow, path string, field schema.Field, seen map[string]bool) {
	group := fieldNames(field)
	if seen[group] {
		return
	}
	seen[group] = true
	for _, child := range field.Fields {
		addRows(rows, path+"."+child.Name, child, seen)
	}
}

func fieldNames(field schema.Field) string {
	names := make([]string, len(field.Fields))
	for i := range field.Fields {
		names[i] = field.Fields[i].Name
	}
	return strings.Join(names, ",")
}

var fieldTypes = map[string]string{
	"string": "text", "number": "number", "integer": "whole number", "boolean": "true or false", "array": "list", "object": "mapping",
}

func typeName(field schema.Field) string {
	if len(field.Types) == 0 {
		if len(field.Enum) == 1 {
			return "`" + field.Enum[0] + "`"
		}
		return "any"
	}
	names := make([]string, len(field.Types))
	for i, t := range field.Types {
		names[i] = fieldTypes[t]
	}
	name := strings.Join(names, " or ")
	if field.Items != nil && len(field.Items.Types) == 1 && name == "list" {
		name = "list of " + fieldTypes[field.Items.Types[0]] + "s"
	}
	return strings.ReplaceAll(name, "true or falses", "true or false")
}
