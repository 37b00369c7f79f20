package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// recordsDir has what real clients were seen to do. They are run by a module of
// their own, which writes it.
const recordsDir = "conformance/clients/testdata"

// record is what one client was seen to do.
type record struct {
	Client, Policy string
	Operations     []struct{ Line string }
	Actions        []struct{ Action, Dropped string }
}

// records returns those of all clients, by name.
func records() ([]record, error) {
	files, err := filepath.Glob(filepath.Join(recordsDir, "results", "*.json"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("no records in %s", recordsDir)
	}
	var all []record
	for _, file := range files {
		var one record
		if err := readJSON(file, &one); err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	slices.SortStableFunc(all, func(a, b record) int { return strings.Compare(strings.ToLower(a.Client), strings.ToLower(b.Client)) })
	return all, nil
}

func readJSON(file string, into any) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return nil
}

// clientsTable says for each client that was run what it runs, with which
// options, and which actions it can't and can do without.
func clientsTable() (string, error) {
	all, err := records()
	if err != nil {
		return "", err
	}
	var lines [][]string
	for _, r := range all {
		var runs []string
		for _, o := range r.Operations {
			runs = append(runs, code(strings.ReplaceAll(o.Line, "\n", "; ")))
		}
		lines = append(lines, []string{cell(r.Client), code(r.Policy), strings.Join(runs, "<br>"), r.dropped("fails"), r.dropped("goes on without it")})
	}
	return table([]string{"Client", "Options", "Runs", "Fails without", "Goes on without"}, lines), nil
}

// dropped returns the actions with which that comes of dropping one.
func (r record) dropped(what string) string {
	var all []string
	for _, a := range r.Actions {
		if a.Dropped == what {
			all = append(all, code(a.Action))
		}
	}
	return strings.Join(all, ", ")
}

// request is a request and the actions that AWS checks for it.
type request struct {
	Service, Request string
	Actions          []struct{ Action, When, Source string }
}

// requestsTable says which action a request needs, for the services whose
// refusals name none: ECR's registry, and the endpoints of package managers.
func requestsTable() (string, error) {
	var all []request
	if err := readJSON(filepath.Join(recordsDir, "requests.json"), &all); err != nil {
		return "", err
	}
	var lines [][]string
	for _, r := range all {
		if r.Service != "ECR's registry" && !strings.HasPrefix(r.Service, "CodeArtifact, ") {
			continue
		}
		actions := "none"
		var linked []string
		for _, a := range r.Actions {
			linked = append(linked, "["+code(a.Action)+"]("+a.Source+")")
		}
		if len(linked) > 0 {
			actions = strings.Join(linked, ", ")
		}
		lines = append(lines, []string{cell(r.Service), code(r.Request), actions})
	}
	if len(lines) == 0 {
		return "", fmt.Errorf("%s has no requests of registries", recordsDir)
	}
	return table([]string{"To", "Request", "Needs"}, lines), nil
}
