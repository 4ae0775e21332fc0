package plan

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/igny8/catalogc/compiler/bundle"
	"github.com/igny8/catalogc/compiler/resource"
)

func entry(kind, name, body string) bundle.Entry {
	return bundle.Entry{ID: resource.ID{Kind: kind, Name: name}, Digest: bundle.DigestOf([]byte(body)), Body: []byte(body), Source: name + ".yaml"}
}

func bundleOf(entries ...bundle.Entry) *bundle.Bundle { return bundle.New("test", entries) }

func TestDiff(t *testing.T) {
	current := bundleOf(
		entry("Module", "gone", `{"name":"gone"}`),
		entry("Prompt", "ideas", `{"name":"ideas","template":"a","variables":[{"name":"x"},{"name":"y","type":"list"}]}`),
		entry("Prompt", "same", `{"name":"same"}`),
	)
	want := bundleOf(
		entry("Module", "new", `{"name":"new"}`),
		entry("Prompt", "ideas", `{"name":"ideas","template":"b","variables":[{"name":"z"},{"name":"y"}]}`),
		entry("Prompt", "same", `{"name":"same"}`),
	)
	set, err := Diff(current, want)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, c := range set.Changes {
		line := string(c.Op) + " " + c.ID().String()
		for _, f := range c.Fields {
			line += " " + f.Path
		}
		got = append(got, line)
	}
	if diff := cmp.Diff([]string{
		"delete Module/gone", "create Module/new",
		"update Prompt/ideas /template /variables/x /variables/y/type /variables/z",
	}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDiffLaws(t *testing.T) {
	bundles := rapid.Custom(func(t *rapid.T) *bundle.Bundle {
		bodies := rapid.MapOf(rapid.SampledFrom([]string{"a", "b", "c", "d", "e"}), rapid.SampledFrom([]string{`{"v":1}`, `{"v":2}`, `{}`})).Draw(t, "bodies")
		var entries []bundle.Entry
		for name, body := range bodies {
			entries = append(entries, entry("Module", name, body))
		}
		return bundle.New("test", entries)
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := bundles.Draw(t, "a"), bundles.Draw(t, "b")
		if set, err := Diff(a, a); err != nil || len(set.Changes) > 0 {
			t.Fatalf("Diff(a, a) = %v, %v", set.Changes, err)
		}
		set, err := Diff(a, b)
		if err != nil {
			t.Fatal(err)
		}
		if got := apply(a, set); got.Digest != b.Digest {
			t.Fatalf("a and its changes give %s, want %s", got.Digest, b.Digest)
		}
		if len(set.Changes) != len(Differing(a, b)) {
			t.Fatalf("%d changes, %d differing", len(set.Changes), len(Differing(a, b)))
		}
		if (len(set.Changes) == 0) != (a.Digest == b.Digest) {
			t.Fatal("equal digests and no changes must go together")
		}
	})
}

func apply(b *bundle.Bundle, set ChangeSet) *bundle.Bundle {
	entries := map[resource.ID]bundle.Entry{}
	for _, e := range b.Entries {
		entries[e.ID] = e
	}
	for _, c := range set.Changes {
		if c.Op == Delete {
			delete(entries, c.ID())
		} else {
			entries[c.ID()] = bundle.Entry{ID: c.ID(), Digest: c.Digest, Body: c.Body}
		}
	}
	var list []bundle.Entry
	for _, e := range entries {
		list = append(list, e)
	}
	return bundle.New(b.Catalog, list)
}

func planOf(t *testing.T) *Plan {
	t.Helper()
	set, err := Diff(bundleOf(entry("Prompt", "a", `{"t":"<old> & é"}`)), bundleOf(entry("Prompt", "a", `{"t":"<new> & é"}`)))
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(set, bundleOf(), Context{Target: "local", Base: Base{Release: 3, Digest: "sha256:x"}, Compiler: "test"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPlanFileRoundTrip(t *testing.T) {
	want := planOf(t)
	var file bytes.Buffer
	if err := want.Write(&file); err != nil {
		t.Fatal(err)
	}
	got, err := Read(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	// Laid out anew it is still the same plan.
	if _, err := Read(strings.NewReader(strings.ReplaceAll(file.String(), "\n", "\n\n"))); err != nil {
		t.Error(err)
	}
}

func TestPlanFileThatWasChangedIsRefused(t *testing.T) {
	var file bytes.Buffer
	if err := planOf(t).Write(&file); err != nil {
		t.Fatal(err)
	}
	for _, edit := range [][2]string{
		{`"release": 3`, `"release": 4`}, {"<new>", "<newer>"}, {`"local"`, `"production"`}, {`"op": "update"`, `"op": "delete"`},
		{`"t": "<new>`, `"t": "<evil>`}, {`"format": 1`, `"format": 2`}, {"{", "["}, {`"name": "a"`, `"name": "b"`},
	} {
		changed := strings.Replace(file.String(), edit[0], edit[1], 1)
		if changed == file.String() {
			t.Fatalf("%s is not in the file", edit[0])
		}
		if _, err := Read(strings.NewReader(changed)); err == nil {
			t.Errorf("%s for %s was not noticed", edit[1], edit[0])
		}
	}
}
