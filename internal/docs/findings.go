package main

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/audit"
)

// findings lists what an audit finds.
func findings() (string, error) {
	var rows [][]string
	for _, r := range audit.Rules {
		attacks := make([]string, len(r.Attacks))
		for i, n := range r.Attacks {
			attacks[i] = strconv.Itoa(n)
		}
		rows = append(rows, []string{string(r.Level), code(r.ID), cell(r.Text), strings.Join(attacks, ", "), cell(r.Remedy)})
	}
	return table([]string{"Level", "Finding", "What is found", "Attack", "Remedy"}, rows), nil
}
