package audit

import (
	"strings"

	"github.com/cipublisher/cipublisher/internal/sarif"
)

// sarifLevels are the levels as code scanning has them.
var sarifLevels = map[Level]sarif.Level{High: sarif.Error, Medium: sarif.Warning, Low: sarif.Note, Note: sarif.Note}

// sarifReport writes the findings as results of code scanning, each at its role
// in the input, and the notes as notifications.
func sarifReport(r Report, s Style) string {
	var rules []sarif.Rule
	for _, rule := range Rules {
		rules = append(rules, sarif.Rule{ID: rule.ID, Text: rule.Text})
	}
	var results []sarif.Result
	for _, f := range r.Findings {
		place := sarif.Location{Name: f.Resource}
		if s.Place != nil {
			place.File, place.Line = s.Place(f.Resource)
		}
		parts := []string{f.Text}
		if f.Statement != "" {
			parts = append(parts, "In: "+f.Statement+".")
		}
		if len(f.Evidence) > 0 {
			parts = append(parts, "Because: "+strings.Join(f.Evidence, "; ")+".")
		}
		if token := claims(f.Token); len(token) > 0 {
			parts = append(parts, "Token: "+strings.Join(token, "; ")+".")
		}
		results = append(results, sarif.Result{Rule: f.ID, Level: sarifLevels[f.Level], Text: strings.Join(append(parts, f.Remedy), " "), Location: place})
	}
	return sarif.Write(rules, results, r.Notes...)
}
