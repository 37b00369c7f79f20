package audit

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/terminal"
)

// Style is how a report is written, where its format has a choice.
type Style struct {
	// Paint colours words. Default: no colours.
	Paint terminal.Painter
	// Place says in which file and line a role or provider stands. Default: no
	// file.
	Place func(arn string) (file string, line int)
}

// Format is a form of reports.
type Format struct {
	Name  string
	Write func(Report, Style) string
}

// Formats in the order of the help.
var Formats = []Format{{"text", text}, {"markdown", markdownReport}, {"json", jsonReport}, {"sarif", sarifReport}}

// FormatNamed returns the format with a name.
func FormatNamed(name string) (Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// FormatNames lists the formats.
func FormatNames() string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}
