package report

import (
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
)

// onlyTrust reports whether a trust policy was given by itself.
func onlyTrust(h review.Holder) bool { return h.Type == "" && len(h.Trust) > 0 && len(h.Policies) == 0 }

// isRole reports whether a holder is a role, whoever may assume it.
func isRole(h review.Holder) bool {
	return len(h.Trust) > 0 || h.Type == "AWS::IAM::Role" && h.ID != ""
}

// title names a holder of a template.
func title(h review.Holder) string {
	text := h.Type
	if h.ID != "" {
		text += " " + h.ID
	}
	if h.Name != "" {
		text += ", " + h.Name
	}
	return text
}

func grantsOf(documents []policy.Document) []review.Grant {
	var all []review.Grant
	for _, d := range documents {
		all = append(all, review.Grants(d)...)
	}
	return all
}

// limits says what a holder's policies do not tell.
func limits(h review.Holder) []string {
	var all []string
	for _, n := range h.Named {
		text := strings.ReplaceAll(notes[n.Kind], "%", n.Text)
		if len(n.When) > 0 {
			text += ", if " + strings.Join(n.When, " and ")
		}
		all = append(all, text)
	}
	return all
}

// notes say what stands for what is known by its name alone.
var notes = map[review.Kind]string{
	review.InManaged:  "and whatever the managed policy % says, which is not known here",
	review.InGroup:    "and whatever the group % has, which is not known here",
	review.InRole:     "and is passed the role %",
	review.InAccess:   "and what this opens: %",
	review.InTemplate: "and whatever the template % grants, which is not known here",
	review.InTarget:   "and all of it for %",
	review.InUnknown:  "and what is not known here: %",
	review.InBoundary: "but nothing beyond the permissions boundary %",
	review.InLimit:    "but only within %",
}
