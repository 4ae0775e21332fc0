package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWords(t *testing.T) {
	got := Words("Write ten ideas about {keyword}.\n", "Write five good ideas about {keyword}.\n")
	want := []Segment{{0, "Write "}, {-1, "ten"}, {+1, "five good"}, {0, " ideas about {keyword}.\n"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestWordsGiveBothTextsBack(t *testing.T) {
	text := rapid.StringMatching(`([a-d]{1,3}[ \n.,]{0,2}){0,30}`)
	rapid.Check(t, func(t *rapid.T) {
		before, after := text.Draw(t, "before"), text.Draw(t, "after")
		var a, b strings.Builder
		for _, s := range Words(before, after) {
			if s.Op <= 0 {
				a.WriteString(s.Text)
			}
			if s.Op >= 0 {
				b.WriteString(s.Text)
			}
		}
		if a.String() != before || b.String() != after {
			t.Fatalf("segments give %q and %q back", a.String(), b.String())
		}
	})
}
