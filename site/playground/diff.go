package playground

import (
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/review"
)

// Diff is what a change grants and takes away.
type Diff struct {
	// Gains reports whether anything new may be granted.
	Gains bool `json:"gains"`
	// Report is what "cipublisher explain --diff" prints.
	Report string `json:"report"`
}

// compare answers what a change grants.
func compare(r Request) (Answer, fault.List) {
	var faults fault.List
	before, beforeForm := readHolders("before", r.Before, &faults)
	after, afterForm := readHolders("after", r.After, &faults)
	if len(faults) > 0 {
		return Answer{}, faults
	}
	if beforeForm != afterForm {
		faults.Add("after", "", "is "+string(afterForm)+", and before is "+string(beforeForm), "compare two of a kind")
		return Answer{}, faults
	}
	changes := review.Compare(before, after)
	return Answer{Diff: &Diff{report.Gains(changes), report.Text.Changes(report.Style{}, changes)}}, nil
}

func readHolders(field, text string, faults *fault.List) ([]review.Holder, review.Form) {
	if strings.TrimSpace(text) == "" {
		faults.Add(field, "", "is missing", "paste a policy or a template, in JSON or YAML")
		return nil, ""
	}
	holders, form, err := review.Read([]byte(text), review.Context{})
	blame(faults, field, err)
	return holders, form
}
