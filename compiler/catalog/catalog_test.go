package catalog_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/catalog"
	"github.com/igny8/catalogc/compiler/diag"
	"github.com/igny8/catalogc/compiler/kinds"
	"github.com/igny8/catalogc/compiler/resource"
	"github.com/igny8/catalogc/compiler/schema"
	"github.com/igny8/catalogc/compiler/syntax"
	"github.com/igny8/catalogc/schemas"
)

// load builds a catalog of some files and returns it with the codes reported.
func load(t *testing.T, files map[string]string) (*catalog.Catalog, []string) {
	t.Helper()
	set, err := schema.Load(schemas.Files)
	if err != nil {
		t.Fatal(err)
	}
	loader := catalog.NewLoader(kinds.All(), set)
	var parsed []*syntax.File
	var objects []*resource.Object
	var broken []*syntax.Document
	var findings diag.List
	for path, text := range files {
		file := syntax.Parse(path, []byte(text))
		loaded, err := loader.Load(file)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, file)
		objects = append(objects, loaded.Objects...)
		broken = append(broken, loaded.Broken...)
		findings = append(findings, file.Diagnostics...)
		findings = append(findings, loaded.Diagnostics...)
	}
	c, unlinked := catalog.New(catalog.DefaultProject(), kinds.All(), parsed, objects, broken)
	var codes []string
	for _, d := range append(findings, unlinked...).Sort() {
		codes = append(codes, d.Path+" "+d.Code)
	}
	return c, codes
}

func TestCatalogIsSortedAndLinked(t *testing.T) {
	c, codes := load(t, map[string]string{
		"z.yaml": "kind: Module\nname: b\nenabled: true\nrequires: [a]\n---\nkind: Module\nname: a\nenabled: true\n",
		"a.yaml": "kind: Integration\nname: acme\nprovider: openai\n",
	})
	if len(codes) > 0 {
		t.Fatalf("findings: %v", codes)
	}
	var got []string
	for _, object := range c.Objects {
		got = append(got, object.ID.String())
	}
	if diff := cmp.Diff([]string{"Integration/acme", "Module/a", "Module/b"}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	module := catalog.Find[kinds.ModuleDoc](c, kinds.ModuleKind, "b")
	if module == nil || !module.Enabled || len(c.Of(kinds.ModuleKind)) != 2 {
		t.Errorf("found %+v", module)
	}
	if catalog.Find[kinds.PromptDoc](c, kinds.ModuleKind, "b") != nil {
		t.Error("a value of another type was found")
	}
}

// A document that cannot be read may be what others refer to: one mistake must
// not be reported as many.
func TestBrokenDocumentsCauseNoFurtherFindings(t *testing.T) {
	_, codes := load(t, map[string]string{
		"a.yaml": "kind: Module\nname: a\nenabled: true\nrequires: [b, c, d]\n",
		"b.yaml": "kind: Module\nname: b\nenabled: \"true\n",
		"c.yaml": "kind: Modul\nname: c\n",
	})
	if diff := cmp.Diff([]string{"a.yaml REF001", "b.yaml YML001", "c.yaml SCH001"}, codes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDuplicatesKeepTheFirst(t *testing.T) {
	_, codes := load(t, map[string]string{"a.yaml": "kind: Module\nname: a\nenabled: true\n---\nkind: Module\nname: a\nenabled: false\n"})
	if diff := cmp.Diff([]string{"a.yaml REF002"}, codes); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestExpand(t *testing.T) {
	env := map[string]string{"HOST": "db", "EMPTY": ""}
	for text, want := range map[string]string{
		"sqlite:x.db": "sqlite:x.db", "postgres://${HOST}/x": "postgres://db/x", "${EMPTY}a${HOST}": "adb", "$HOST": "$HOST",
	} {
		if got, err := catalog.Expand(text, env); err != nil || got != want {
			t.Errorf("Expand(%q) = %q, %v; want %q", text, got, err, want)
		}
	}
	for text, want := range map[string]string{
		"postgres://${MISSING}@${HOST}": "the environment variable MISSING is not set; ${MISSING} in catalogc.yaml needs it",
	} {
		if _, err := catalog.Expand(text, env); err == nil || err.Error() != want {
			t.Errorf("Expand(%q): %v", text, err)
		}
	}
}

func TestTargets(t *testing.T) {
	file := syntax.Parse("catalogc.yaml", []byte("format: 1\nname: x\ntargets:\n  production:\n    database: ${URL}\n    vault: {mount: kv}\n"))
	set, err := schema.Load(schemas.Files)
	if err != nil {
		t.Fatal(err)
	}
	checker, err := set.Schema("catalogc")
	if err != nil {
		t.Fatal(err)
	}
	project, findings := catalog.ParseProject(file, checker)
	if len(findings) > 0 {
		t.Fatalf("findings: %v", findings)
	}
	if diff := cmp.Diff([]string{"local", "production"}, project.TargetNames()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	production, ok := project.Target("production")
	if want := (catalog.Vault{Mount: "kv", Prefix: "catalogc"}); !ok || *production.Vault != want {
		t.Errorf("production: %+v", production)
	}
	if local, ok := project.Target("local"); !ok || local.Database != "sqlite:.catalogc/catalogc.db" {
		t.Errorf("local: %+v", local)
	}
	if _, ok := project.Target("staging"); ok {
		t.Error("staging exists")
	}
	if len(project.Vocabulary.Words("prompt_types")) != 10 || project.Vocabulary.Words("colors") != nil {
		t.Errorf("vocabulary: %+v", project.Vocabulary)
	}
}
