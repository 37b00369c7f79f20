package main

import (
	"path/filepath"
	"strings"

	"github.com/cipublisher/cipublisher/review"
)

// The part of SARIF 2.1.0 that code scanning reads.
//
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
type (
	sarifLog struct {
		Version string     `json:"version"`
		Schema  string     `json:"$schema"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool struct {
			Driver sarifDriver `json:"driver"`
		} `json:"tool"`
		Results []sarifResult `json:"results"`
	}
	sarifDriver struct {
		Name           string      `json:"name"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string    `json:"id"`
		ShortDescription sarifText `json:"shortDescription"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations"`
	}
	sarifLocation struct {
		Physical sarifPhysical  `json:"physicalLocation"`
		Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	}
	sarifPhysical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region struct {
			StartLine int `json:"startLine"`
		} `json:"region"`
	}
	sarifLogical struct {
		Name string `json:"name"`
	}
)

// sarifRules are the kinds of entries as rules, in a fixed order.
var sarifRules = []sarifRule{
	{string(review.InTrust), sarifText{"A role may be assumed by others"}},
	{string(review.InPolicy), sarifText{"A policy grants more"}},
	{string(review.InManaged), sarifText{"A managed policy is attached or detached"}},
	{string(review.InGroup), sarifText{"A user joins or leaves a group"}},
	{string(review.InRole), sarifText{"A resource is passed a role"}},
	{string(review.InAccess), sarifText{"A property opens access"}},
	{string(review.InTemplate), sarifText{"Another template is deployed"}},
	{string(review.InTarget), sarifText{"A template is deployed to more"}},
	{string(review.InUnknown), sarifText{"What is not known has changed"}},
	{string(review.InBoundary), sarifText{"A permissions boundary no longer limits"}},
	{string(review.InLimit), sarifText{"A limit is gone"}},
}

// changesSARIF writes what is granted as results of code scanning, each at its
// resource in the file.
func changesSARIF(_ painter, file string, changes []review.Change) string {
	run := sarifRun{Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{"cipublisher", "https://github.com/cipublisher/cipublisher", sarifRules}
	for _, change := range changes {
		for _, e := range change.Gained {
			location := sarifLocation{}
			location.Physical.Artifact.URI = filepath.ToSlash(fileName(file))
			location.Physical.Region.StartLine = max(1, change.Holder.Line)
			if change.Holder.Type != "" {
				location.Logical = []sarifLogical{{title(change.Holder)}}
			}
			run.Results = append(run.Results, sarifResult{string(e.Kind), "error", sarifText{sentence(change.Holder, e)}, []sarifLocation{location}})
		}
	}
	return indented(sarifLog{"2.1.0", "https://json.schemastore.org/sarif-2.1.0.json", []sarifRun{run}})
}

// sentence says an entry in one line.
func sentence(h review.Holder, e review.Entry) string {
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
