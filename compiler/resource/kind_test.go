package resource

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/syntax"
)

type gadget struct {
	Meta
	Version  int             `yaml:"version" default:"1"`
	Color    string          `yaml:"color" default:"red" vocabulary:"colors"`
	Parent   string          `yaml:"parent" ref:"Gadget"`
	Friends  []string        `yaml:"friends" ref:"Gadget"`
	Slots    map[string]slot `yaml:"slots"`
	Key      KeyRef          `yaml:"key"`
	Price    Decimal         `yaml:"price"`
	Limit    Decimal         `yaml:"limit" as:"number"`
	Extra    JSON            `yaml:"extra"`
	Amounts  []amount        `yaml:"amounts" table:"gadget_amounts"`
	Optional *bool           `yaml:"optional"`
}

type slot struct {
	Holds string `yaml:"holds" ref:"Gadget"`
}

type amount struct {
	Value Decimal           `yaml:"value"`
	Rates map[string][]rate `yaml:"rates" project:"input"`
}

type rate struct {
	Value Decimal `yaml:"amount"`
}

type endless struct {
	Meta
	Inner []endless `yaml:"inner"`
}

func gadgetKind() *Kind {
	return Define[gadget](Spec{Name: "Gadget", Plural: "gadgets", Doc: "A thing."})
}

func parse(t *testing.T, text string) *syntax.Node {
	t.Helper()
	file := syntax.Parse("gadget.yaml", []byte(text))
	if len(file.Diagnostics) > 0 || len(file.Documents) != 1 {
		t.Fatalf("findings: %v", file.Diagnostics)
	}
	return file.Documents[0].Root
}

func TestKindReadsReferencesWordsAndKeys(t *testing.T) {
	k := gadgetKind()
	value := k.Decode(parse(t, `
kind: Gadget
name: a
parent: b
friends: [c, d]
slots: {z: {holds: e}, x/y: {holds: f}}
key: vault:path/to#field
`))
	want := []Ref{
		{"/parent", ID{"Gadget", "b"}}, {"/friends/0", ID{"Gadget", "c"}}, {"/friends/1", ID{"Gadget", "d"}},
		{"/slots/x~1y/holds", ID{"Gadget", "f"}}, {"/slots/z/holds", ID{"Gadget", "e"}},
	}
	if diff := cmp.Diff(want, k.Refs(value)); diff != "" {
		t.Errorf("refs (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]Word{{"/color", "colors", "red"}}, k.Words(value)); diff != "" {
		t.Errorf("words (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]KeyRef{{"path/to", "field"}}, k.KeysIn(k.Canonical(value))); diff != "" {
		t.Errorf("keys (-want +got)\n%s", diff)
	}
	if !k.Versioned {
		t.Error("a kind with a version is versioned")
	}
}

func TestCanonicalLeavesDefaultsOut(t *testing.T) {
	k := gadgetKind()
	explicit := k.Decode(parse(t, "kind: Gadget\nname: a\nversion: 1\nactive: true\ncolor: red\nfriends: []\nprice: 2.50\nlimit: 3.0\nslots: {}\n"))
	short := k.Decode(parse(t, "name: a\nkind: Gadget\nprice: '2.5'\nlimit: 3\n"))
	if diff := cmp.Diff(k.Canonical(short), k.Canonical(explicit)); diff != "" {
		t.Errorf("(-short +explicit)\n%s", diff)
	}
	other := k.Decode(parse(t, "name: a\nkind: Gadget\nactive: false\noptional: false\namounts: [{value: 0}]\n"))
	got := k.Canonical(other)
	want := map[string]any{
		"kind": "Gadget", "name": "a", "active": false, "optional": false,
		"amounts": []any{map[string]any{"value": "0"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTablesAndRows(t *testing.T) {
	k := gadgetKind()
	content := k.Canonical(k.Decode(parse(t, "kind: Gadget\nname: a\namounts: [{value: 1, rates: {input: 2.5}}, {value: 2, rates: {input: [{amount: 1}, {amount: 2}]}}]\n")))
	if len(k.Tables) != 2 || k.Tables[0].Name != "gadgets" || k.Tables[1].Name != "gadget_amounts" || k.Tables[1].List != "amounts" {
		t.Fatalf("tables: %+v", k.Tables)
	}
	row := k.Tables[0].Rows(content)[0]
	values := map[string]any{}
	for i, column := range k.Tables[0].Columns {
		values[column.Name] = row[i]
	}
	if values["name"] != "a" || values["active"] != true || values["color"] != "red" || values["price"] != nil {
		t.Errorf("row: %v", values)
	}
	if got := len(k.Tables[1].Rows(content)); got != 2 {
		t.Errorf("%d rows of amounts, want 2", got)
	}
}

func TestDecodeLeavesOutWhatDoesNotFit(t *testing.T) {
	k := gadgetKind()
	value := k.Decode(parse(t, "kind: Gadget\nname: [a]\nversion: x\nfriends: b\nslots: 7\nprice: [1]\nkey: nonsense\ncolor: {}\namounts: true\n")).(*gadget)
	if value.Name != "" || value.Version != 1 || value.Color != "red" || len(value.Slots) != 0 || !value.Price.IsZero() || !value.Key.IsZero() {
		t.Errorf("decoded %+v", value)
	}
}

func TestWrongDeclarationsPanic(t *testing.T) {
	for name, declare := range map[string]func(){
		"no name": func() { Define[gadget](Spec{Plural: "gadgets"}) },
		"no Meta": func() { Define[slot](Spec{Name: "Slot", Plural: "slots"}) },
		"no tag": func() {
			Define[struct {
				Meta
				X int
			}](Spec{Name: "X", Plural: "xs"})
		},
		"bad default": func() {
			Define[struct {
				Meta
				X int `yaml:"x" default:"many"`
			}](Spec{Name: "X", Plural: "xs"})
		},
		"endless": func() { Define[endless](Spec{Name: "X", Plural: "xs"}) },
		"twice":   func() { NewRegistry(gadgetKind(), gadgetKind()) },
		"unknown target": func() {
			NewRegistry(Define[struct {
				Meta
				X string `yaml:"x" ref:"Nothing"`
			}](Spec{Name: "X", Plural: "xs"}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			declare()
		})
	}
}
