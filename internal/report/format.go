// Package report writes for people and programs what review has found: what
// policies grant, and what a change of them grants.
package report

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/terminal"
	"github.com/cipublisher/cipublisher/review"
)

// Style is how a report is written, where its format has a choice.
type Style struct {
	// Paint colours words. Default: no colours.
	Paint terminal.Painter
	// File after a change, as the results of SARIF name it.
	File string
}

// Format is a form of reports.
type Format struct {
	Name string
	// Holders says what holders are granted. It is nil in a format that is for
	// comparisons alone.
	Holders func(Style, []review.Holder) string
	// Changes says what changes grant and take away.
	Changes func(Style, []review.Change) string
}

// Text is the format for a terminal.
var Text = Format{"text", holdersText, changesText}

// Formats in the order of the help.
var Formats = []Format{
	Text,
	{"markdown", holdersMarkdown, changesMarkdown},
	{"json", holdersJSON, changesJSON},
	{"yaml", holdersYAML, changesYAML},
	{"sarif", nil, changesSARIF},
}

// Named returns the format with a name.
func Named(name string) (Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// Names lists the formats.
func Names() string {
	names := make([]string, len(Formats))
	for i, f := range Formats {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

// Gains reports whether changes grant anything new.
func Gains(changes []review.Change) bool {
	return slices.ContainsFunc(changes, func(c review.Change) bool { return len(c.Gained) > 0 })
}

// Shown returns the holders that a report is about: those that grant
// something, and roles. A managed policy that a role has is shown with the role.
func Shown(holders []review.Holder) []review.Holder {
	return slices.DeleteFunc(slices.Clone(holders), func(h review.Holder) bool { return h.ID != "" && h.Empty() && !isRole(h) || h.Attached })
}
