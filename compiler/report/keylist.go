package report

import (
	"fmt"
	"io"
	"time"

	"github.com/dustin/go-humanize"

	"github.com/igny8/catalogc/compiler/release"
)

// Key is what is known of one API key. It never holds the key.
type Key struct {
	Integration string `json:"integration"`
	Ref         string `json:"ref"`
	// Latest is the newest version that can be used, Pinned that of the live
	// release; 0 is none.
	Latest int `json:"latest,omitempty"`
	Pinned int `json:"pinned,omitempty"`
	// Created is when the newest version was stored.
	Created *time.Time `json:"created,omitempty"`
	// Release is the one that pinned the version, as the store was told.
	Release int `json:"release,omitempty"`
	// Problem is what is wrong, or "".
	Problem string `json:"problem,omitempty"`
}

// KeyOf prepares what is known of a key for the report. live is the catalogue
// and target that ask.
func KeyOf(s *release.KeyStatus, catalog, target string) Key {
	key := Key{Integration: s.Integration, Ref: s.Ref.String(), Latest: s.Latest, Pinned: s.Pin.Version}
	if v, ok := s.State.Version(s.Latest); ok {
		created := v.Created.UTC()
		key.Created = &created
	}
	if !s.Foreign(catalog, target) {
		key.Release = s.State.Owner.Release
	}
	switch {
	case s.Missing():
		key.Problem = "missing"
	case s.Gone():
		key.Problem = fmt.Sprintf("version %d, which is live, is gone", s.Pin.Version)
	case s.Foreign(catalog, target):
		key.Problem = fmt.Sprintf("belongs to %s/%s", s.State.Owner.Catalog, s.State.Owner.Target)
	}
	return key
}

// Keys writes a list of API keys. now is what their age counts to.
func Keys(w io.Writer, format Format, list []Key, now time.Time, style Style) error {
	switch format {
	case Text:
		if len(list) == 0 {
			return write(w, "No integration has an API key.\n")
		}
		return write(w, table(keyRows(list, now, []string{"INTEGRATION", "KEY", "VERSION", "AGE", "LIVE", ""}), style))
	case JSON:
		if list == nil {
			list = []Key{}
		}
		return writeJSON(w, struct {
			Keys []Key `json:"keys"`
		}{list})
	case Markdown:
		page := newMarkdownPage(nil)
		page.table(keyRows(list, now, []string{"integration", "key", "version", "age", "live", ""}), "keys")
		return write(w, page.text())
	}
	return unfit("keys", format)
}

func keyRows(list []Key, now time.Time, heading []string) [][]string {
	rows := [][]string{heading}
	for _, key := range list {
		age := "-"
		if key.Created != nil {
			age = humanize.RelTime(*key.Created, now, "", "from now")
		}
		live := versionOrNone(key.Pinned)
		if key.Release > 0 && key.Pinned > 0 {
			live += fmt.Sprintf(" (since release %d)", key.Release)
		}
		rows = append(rows, []string{visible(key.Integration), visible(key.Ref), versionOrNone(key.Latest), age, live, visible(key.Problem)})
	}
	return rows
}

func versionOrNone(version int) string {
	if version == 0 {
		return "-"
	}
	return number(version)
}
