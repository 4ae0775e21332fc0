package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/igny8/catalogc/compiler/release"
)

// tell lets a second go by before each of some steps.
func tell(follow func(release.Progress), now *time.Time, step time.Duration) {
	for _, p := range []release.Progress{
		{Step: release.StepCheck, Done: 1, Total: 1}, {Step: release.StepLock, Done: 1, Total: 1}, {Step: release.StepKeys, Done: 2, Total: 3},
		{Step: release.StepWrite, Done: 250, Total: 6918}, {Step: release.StepWrite, Done: 6918, Total: 6918},
		{Step: release.StepCommit, Done: 1, Total: 1}, {Step: release.StepMark, Done: 1, Total: 2}, {Step: release.StepDone, Done: 1, Total: 1},
	} {
		*now = now.Add(step)
		follow(p)
	}
}

func TestProgressLines(t *testing.T) {
	t.Parallel()
	for step, want := range map[time.Duration]string{
		100 * time.Millisecond: "", // it is over before anybody asks
		time.Second:            "publishing: the plan fits what is live\npublishing: 250 of 6,918 documents\npublishing: 1 of 2 keys marked\n",
		4 * time.Second: "publishing: the plan fits what is live\npublishing: the target is locked\npublishing: 2 of 3 keys\npublishing: 250 of 6,918 documents\n" +
			"publishing: 6,918 of 6,918 documents\npublishing: the release is live\npublishing: 1 of 2 keys marked\npublishing: the release is live\n",
	} {
		var out bytes.Buffer
		now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
		tell(progressLines(&out, func() time.Time { return now }), &now, step)
		if out.String() != want {
			t.Errorf("a step in %s: got\n%swant\n%s", step, out.String(), want)
		}
	}
}

func TestProgressBar(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	follow, end := progressBar(&out, func() time.Time { return now })
	tell(follow, &now, time.Millisecond)
	end()
	if out.Len() > 0 {
		t.Errorf("what takes a moment shows %q", out.String())
	}
	follow, end = progressBar(&out, func() time.Time { return now })
	tell(follow, &now, time.Second)
	end()
	for _, want := range []string{"publishing: 250 of 6,918 documents", "3%", "publishing: 1 of 2 keys marked", "50%"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the bar never shows %q: %q", want, out.String())
		}
	}
	if last := out.String()[strings.LastIndex(strings.TrimRight(out.String(), "\r"), "\r")+1:]; strings.TrimSpace(last) != "" {
		t.Errorf("the bar stays on the screen: %q", last)
	}
}

func TestProgressEvents(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	now := time.Time{}
	tell(progressEvents(&out), &now, 0)
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 8 || lines[3] != `{"event":"progress","step":"write","done":250,"total":6918}` {
		t.Errorf("got\n%s", out.String())
	}
}
