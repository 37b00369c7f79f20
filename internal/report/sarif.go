package report

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/sarif"
	"github.com/cipublisher/cipublisher/review"
)

// rules are the kinds of entries, in a fixed order.
var rules = []sarif.Rule{
	{ID: string(review.InTrust), Text: "A role may be assumed by others"},
	{ID: string(review.InPolicy), Text: "A policy grants more"},
	{ID: string(review.InManaged), Text: "A managed policy is attached or detached"},
	{ID: string(review.InGroup), Text: "A user joins or leaves a group"},
	{ID: string(review.InRole), Text: "A resource is passed a role"},
	{ID: string(review.InAccess), Text: "A property opens access"},
	{ID: string(review.InTemplate), Text: "Another template is deployed"},
	{ID: string(review.InTarget), Text: "A template is deployed to more"},
	{ID: string(review.InUnknown), Text: "What is not known has changed"},
	{ID: string(review.InBoundary), Text: "A permissions boundary no longer limits"},
	{ID: string(review.InLimit), Text: "A limit is gone"},
}

// changesSARIF writes what is granted as results of code scanning, each at its
// resource in the file.
func changesSARIF(s Style, changes []review.Change) string {
	var results []sarif.Result
	for _, change := range changes {
		for _, e := range change.Gained {
			place := sarif.Location{File: s.File, Line: change.Holder.Line}
			if change.Holder.Type != "" {
				place.Name = title(change.Holder)
			}
			results = append(results, sarif.Result{Rule: string(e.Kind), Level: sarif.Error, Text: Sentence(change.Holder, e), Location: place})
		}
	}
	return sarif.Write(rules, results)
}

// Sentence says an entry in one line.
func Sentence(h review.Holder, e review.Entry) string {
	words := []string{title(h), gains[e.Kind][e.Grant.Effect]}
	if e.Text != "" {
		words = append(words, e.Text)
	}
	var names []string
	for _, a := range e.Grant.Actions {
		names = append(names, a.Name)
	}
	words = append(words, strings.Join(names, ", "))
	add := func(before string, values []string) {
		if len(values) > 0 {
			words = append(words, before+" "+strings.Join(values, ", "))
		}
	}
	add("to", e.Grant.Principals)
	add("on", e.Grant.Resources)
	for i, condition := range e.Grant.Conditions {
		add([]string{"if", "and"}[min(i, 1)], []string{condition})
	}
	return strings.Join(strings.Fields(strings.Join(words, " ")), " ")
}
