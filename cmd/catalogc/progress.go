package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/igny8/catalogc/compiler/release"
	"github.com/igny8/catalogc/compiler/report"
)

// patience is how long publishing may take before it shows how far it is.
const patience = time.Second

// follow returns who is told how far publishing is, and what ends it: on a
// terminal a bar once it takes longer than a second, elsewhere a line now and
// then, and with --format json a line of JSON for every step. All of it goes to
// standard error.
func (a *app) follow(format report.Format) (tell func(release.Progress), end func()) {
	switch {
	case format == report.JSON:
		return progressEvents(a.stderr), func() {}
	case a.quiet:
		return nil, func() {}
	}
	if file, ok := a.stderr.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		return progressBar(a.stderr, time.Now)
	}
	return progressLines(a.stderr, time.Now), func() {}
}

// progressEvent is a line of JSON for pipelines.
type progressEvent struct {
	Event string       `json:"event"`
	Step  release.Step `json:"step"`
	Done  int          `json:"done"`
	Total int          `json:"total"`
}

func progressEvents(w io.Writer) func(release.Progress) {
	encoder := json.NewEncoder(w)
	return func(p release.Progress) {
		// Nobody can be told that nobody can be told.
		_ = encoder.Encode(progressEvent{Event: "progress", Step: p.Step, Done: p.Done, Total: p.Total})
	}
}

// progressLines writes a line at most every few seconds.
func progressLines(w io.Writer, now func() time.Time) func(release.Progress) {
	next := now().Add(patience)
	return func(p release.Progress) {
		if now().Before(next) {
			return
		}
		next = now().Add(3 * patience)
		fmt.Fprintf(w, "publishing: %s\n", inWords(p))
	}
}

// progressBar draws a bar for each step in turn: one that is full does not go on.
func progressBar(w io.Writer, now func() time.Time) (func(release.Progress), func()) {
	start := now()
	var bar *progressbar.ProgressBar
	var step release.Step
	end := func() {
		if bar != nil {
			_ = bar.Clear()
		}
	}
	tell := func(p release.Progress) {
		if now().Sub(start) < patience {
			return
		}
		if bar == nil || p.Step != step {
			end()
			bar = progressbar.NewOptions(p.Total, progressbar.OptionSetWriter(w), progressbar.OptionSetWidth(30), progressbar.OptionSetPredictTime(false))
			step = p.Step
		}
		bar.Describe("publishing: " + inWords(p))
		_ = bar.Set(p.Done)
	}
	return tell, end
}

func inWords(p release.Progress) string {
	of := fmt.Sprintf("%s of %s", report.Number(p.Done), report.Number(p.Total))
	switch p.Step {
	case release.StepCheck:
		return "the plan fits what is live"
	case release.StepLock:
		return "the target is locked"
	case release.StepKeys:
		return of + " keys"
	case release.StepWrite:
		return of + " documents"
	case release.StepMark:
		return of + " keys marked"
	}
	return "the release is live"
}
