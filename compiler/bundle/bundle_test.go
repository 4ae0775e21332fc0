package bundle

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/igny8/catalogc/compiler/resource"
)

func sample() *Bundle {
	body := func(text string) []byte { return []byte(text) }
	entries := []Entry{
		{ID: resource.ID{Kind: "Prompt", Name: "b"}, Version: 2, Body: body(`{"kind":"Prompt","name":"b","template":"<b> & é"}`)},
		{ID: resource.ID{Kind: "Module", Name: "a"}, Body: body(`{"kind":"Module","name":"a"}`)},
	}
	for i := range entries {
		entries[i].Digest = DigestOf(entries[i].Body)
	}
	return New("shop", entries)
}

func TestBundleFileRoundTrip(t *testing.T) {
	want := sample()
	if want.Entries[0].ID.Name != "a" {
		t.Error("entries are not sorted")
	}
	var file bytes.Buffer
	if err := want.Write(&file); err != nil {
		t.Fatal(err)
	}
	got, err := Read(&file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestBundleFileThatWasChangedIsRefused(t *testing.T) {
	var file bytes.Buffer
	if err := sample().Write(&file); err != nil {
		t.Fatal(err)
	}
	for edit, want := range map[[2]string]string{
		{"<b>", "<c>"}:                                 "Prompt/b was changed",
		{`"format":1`, `"format":2`}:                   "format 2 is not known",
		{`"name":"a","digest"`, `"name":"c","digest"`}: "it was changed",
		{"{", ""}: "read bundle",
	} {
		text := strings.Replace(file.String(), edit[0], edit[1], 1)
		if text == file.String() {
			t.Fatalf("%q is not in the file", edit[0])
		}
		if _, err := Read(strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s for %s: %v, want %q", edit[1], edit[0], err, want)
		}
	}
}

func TestDigestCountsContentOnly(t *testing.T) {
	a, b := sample(), sample()
	b.Catalog = "other"
	for i := range b.Entries {
		b.Entries[i].Source = "moved.yaml"
	}
	if New(b.Catalog, b.Entries).Digest != a.Digest {
		t.Error("the catalogue's name or a file's path changes the digest")
	}
	if New("shop", a.Entries[:1]).Digest == a.Digest {
		t.Error("a missing document does not change the digest")
	}
}
