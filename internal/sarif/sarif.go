// Package sarif writes results as SARIF 2.1.0, the part of it that code
// scanning reads.
//
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
// https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support
package sarif

import (
	"bytes"
	"encoding/json"
	"path/filepath"
)

// Rule is a kind of results.
type Rule struct {
	// ID that results name the rule by. It must stay as it is: code scanning
	// follows a result from one upload to the next by it.
	ID string
	// Text says in one sentence what the rule finds.
	Text string
}

// Level says how much a result matters.
type Level string

// The levels, each as code scanning shows it.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Note    Level = "note"
)

// Result is one thing that was found.
type Result struct {
	// Rule is the ID of one of the rules.
	Rule string
	// Level is Error, Warning or Note.
	Level Level
	// Text says what was found.
	Text string
	// Location is where.
	Location Location
}

// Location is a place in a file.
type Location struct {
	// File as the user named it; its separators are written as slashes.
	File string
	// Line is counted from 1. Default: 1.
	Line int
	// Name of the thing at the place, such as a resource. Default: none.
	Name string
}

// Write returns the results of one run of cipublisher as JSON. Notes are what a
// reader has to know of the run itself, such as what it could not look at; they
// are notifications of the tool.
func Write(rules []Rule, results []Result, notes ...string) string {
	r := run{Results: []result{}}
	if len(notes) > 0 {
		r.Invocations = []invocation{{Successful: true}}
	}
	for _, one := range notes {
		r.Invocations[0].Notifications = append(r.Invocations[0].Notifications, notification{string(Note), text{one}})
	}
	r.Tool.Driver = driver{Name: "cipublisher", InformationURI: "https://github.com/cipublisher/cipublisher", Rules: []rule{}}
	for _, one := range rules {
		r.Tool.Driver.Rules = append(r.Tool.Driver.Rules, rule{one.ID, text{one.Text}})
	}
	for _, one := range results {
		place := location{}
		place.Physical.Artifact.URI = filepath.ToSlash(one.Location.File)
		place.Physical.Region.StartLine = max(1, one.Location.Line)
		if one.Location.Name != "" {
			place.Logical = []logical{{one.Location.Name}}
		}
		r.Results = append(r.Results, result{one.Rule, string(one.Level), text{one.Text}, []location{place}})
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(log{"2.1.0", "https://json.schemastore.org/sarif-2.1.0.json", []run{r}}); err != nil {
		panic(err) // texts and numbers are always JSON
	}
	return b.String()
}

// The names of the standard.
type (
	log struct {
		Version string `json:"version"`
		Schema  string `json:"$schema"`
		Runs    []run  `json:"runs"`
	}
	run struct {
		Tool struct {
			Driver driver `json:"driver"`
		} `json:"tool"`
		Invocations []invocation `json:"invocations,omitempty"`
		Results     []result     `json:"results"`
	}
	invocation struct {
		Successful    bool           `json:"executionSuccessful"`
		Notifications []notification `json:"toolExecutionNotifications"`
	}
	notification struct {
		Level   string `json:"level"`
		Message text   `json:"message"`
	}
	driver struct {
		Name           string `json:"name"`
		InformationURI string `json:"informationUri"`
		Rules          []rule `json:"rules"`
	}
	rule struct {
		ID               string `json:"id"`
		ShortDescription text   `json:"shortDescription"`
	}
	text struct {
		Text string `json:"text"`
	}
	result struct {
		RuleID    string     `json:"ruleId"`
		Level     string     `json:"level"`
		Message   text       `json:"message"`
		Locations []location `json:"locations"`
	}
	location struct {
		Physical physical  `json:"physicalLocation"`
		Logical  []logical `json:"logicalLocations,omitempty"`
	}
	physical struct {
		Artifact struct {
			URI string `json:"uri"`
		} `json:"artifactLocation"`
		Region struct {
			StartLine int `json:"startLine"`
		} `json:"region"`
	}
	logical struct {
		Name string `json:"name"`
	}
)
