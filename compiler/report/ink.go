package report

import (
	"github.com/muesli/termenv"

	"github.com/igny8/catalogc/compiler/diag"
)

// ink colours text for a terminal, or leaves it as it is. It uses only the
// sixteen colours that a terminal's own theme defines.
type ink struct{ profile termenv.Profile }

func (s Style) ink() ink {
	if s.Color {
		return ink{termenv.ANSI}
	}
	return ink{termenv.Ascii}
}

func (k ink) strong(text string) string { return k.profile.String(text).Bold().String() }
func (k ink) faint(text string) string  { return k.profile.String(text).Faint().String() }
func (k ink) red(text string) string    { return k.in(termenv.ANSIRed, text) }
func (k ink) green(text string) string  { return k.in(termenv.ANSIGreen, text) }
func (k ink) yellow(text string) string { return k.in(termenv.ANSIYellow, text) }
func (k ink) blue(text string) string   { return k.in(termenv.ANSIBlue, text) }

func (k ink) in(color termenv.ANSIColor, text string) string {
	return k.profile.String(text).Foreground(color).String()
}

// severity colours a text by how bad the finding is.
func (k ink) severity(severity diag.Severity, text string) string {
	color := termenv.ANSICyan
	switch severity {
	case diag.Error:
		color = termenv.ANSIRed
	case diag.Warning:
		color = termenv.ANSIYellow
	}
	return k.profile.String(text).Foreground(color).Bold().String()
}

func (k ink) colored() bool { return k.profile != termenv.Ascii }
