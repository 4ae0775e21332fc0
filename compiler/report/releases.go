package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/rivo/uniseg"

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
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], uniseg.StringWidth(text))
		}
	}
	var out strings.Builder
	for i, row := range rows {
		var line strings.Builder
		for j, text := range row {
			line.WriteString(text)
			line.WriteString(strings.Repeat(" ", widths[j]-uniseg.StringWidth(text)+2))
		}
		text := strings.TrimRight(line.String(), " ")
		if style.Width > 0 {
			text = truncate(text, style.Width)
		}
		if i == 0 {
			text = style.ink().faint(text)
		}
		fmt.Fprintln(&out, text)
	}
	return write(w, out.String())
}

func releaseRow(r *release.Release) []string {
	changes := fmt.Sprintf("+%s ~%s -%s", number(r.Created), number(r.Updated), number(r.Deleted))
	return []string{number(r.Number), published(r.PublishedAt), visible(r.PublishedBy), changes, number(r.Documents), revision(r.Revision)}
}

func releasesMarkdown(w io.Writer, list []release.Release) error {
	page := newMarkdownPage(nil)
	if len(list) == 0 {
		page.paragraph("Nothing was published yet.")
	} else {
		page.add("| release | published | by | changes | documents | revision |\n|---|---|---|---|---|---|\n")
	}
	for i := range list {
		row := releaseRow(&list[i])
		for j := range row {
			row[j] = escapeMarkdown(row[j])
		}
		if !page.add("| " + strings.Join(row, " | ") + " |\n") {
			page.left(len(list)-i, "releases")
			break
		}
	}
	return write(w, page.text())
}
