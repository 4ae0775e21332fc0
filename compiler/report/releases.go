package report

import (
	"fmt"
	"io"

	"github.com/igny8/catalogc/compiler/release"
)

// Releases writes a list of releases in the order given.
func Releases(w io.Writer, format Format, list []release.Release, style Style) error {
	switch format {
	case Text:
		return releasesText(w, list, style)
	case JSON:
		if list == nil {
			list = []release.Release{}
		}
		return writeJSON(w, struct {
			Releases []release.Release `json:"releases"`
		}{list})
	case Markdown:
		return releasesMarkdown(w, list)
	}
	return unfit("releases", format)
}

func releasesText(w io.Writer, list []release.Release, style Style) error {
	if len(list) == 0 {
		return write(w, "Nothing was published yet.\n")
	}
	rows := [][]string{{"RELEASE", "PUBLISHED", "BY", "CHANGES", "DOCUMENTS", "REVISION"}}
	for i := range list {
		rows = append(rows, releaseRow(&list[i]))
	}
	return write(w, table(rows, style))
}

func releaseRow(r *release.Release) []string {
	changes := fmt.Sprintf("+%s ~%s -%s", number(r.Created), number(r.Updated), number(r.Deleted))
	return []string{number(r.Number), published(r.PublishedAt), visible(r.PublishedBy), changes, number(r.Documents), revision(r.Revision)}
}

func releasesMarkdown(w io.Writer, list []release.Release) error {
	page := newMarkdownPage(nil)
	if len(list) == 0 {
		page.paragraph("Nothing was published yet.")
		return write(w, page.text())
	}
	rows := [][]string{{"release", "published", "by", "changes", "documents", "revision"}}
	for i := range list {
		rows = append(rows, releaseRow(&list[i]))
	}
	page.table(rows, "releases")
	return write(w, page.text())
}
