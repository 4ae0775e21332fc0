package release

import (
	"errors"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/plan"
	"github.com/igny8/catalogc/compiler/resource"
)

func TestErrorTexts(t *testing.T) {
	t.Parallel()
	conflict := VersionConflict{
		ID: resource.ID{Kind: "Prompt", Name: "ideas"}, Version: 2, Release: 5, Latest: 3, Source: "prompts/ideas.yaml",
		Fields: []plan.Field{{Path: "/template"}, {Path: "/variables/keyword/type"}},
	}
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"stale", Stale(plan.Base{Release: 3}, plan.Base{Release: 5}),
			"the plan is stale: it was made against release 3, but release 5 is live; plan again"},
		{"another target", Stale(plan.Base{Release: 3, Digest: "a"}, plan.Base{Release: 3, Digest: "b"}),
			"the plan is stale: it was made against another release 3 than the one that is live; plan again"},
		{"no release", NoRelease(7), "release 7: no such release"},
		{"locked", &LockedError{Holder: "ada@build", Since: time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("", 3600))},
			"the target is locked: ada@build is publishing since 2026-11-23T09:00:00Z; try again when that is done"},
		{"locked by nobody known", &LockedError{}, "the target is locked by another process; try again when it is done"},
		{"version", &VersionError{Conflicts: []VersionConflict{conflict}},
			`version 2 of "Prompt/ideas" was published in release 5 with other content (/template, /variables/keyword/type); raise its version`},
		{"versions", &VersionError{Conflicts: []VersionConflict{conflict, conflict, conflict}},
			`version 2 of "Prompt/ideas" was published in release 5 with other content (/template, /variables/keyword/type); raise its version (and 2 more like it)`},
	}
	for _, test := range tests {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%s: got  %s\nwant %s", test.name, got, test.want)
		}
	}
	if !errors.Is(Stale(plan.Base{}, plan.Base{}), ErrStale) || !errors.Is(NoRelease(1), ErrNoRelease) {
		t.Error("an error does not wrap its sentinel")
	}
	d := conflict.Diagnostic()
	if d.Code != "PRM010" || d.Path != "prompts/ideas.yaml" || d.Pointer != "/version" || d.Help != "write `version: 4`" {
		t.Errorf("got %+v", d)
	}
}
