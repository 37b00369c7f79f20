package trust

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/internal/page"
	"github.com/cipublisher/cipublisher/policy"
)

// nearest returns the wanted subject most like the token's; empty when a
// statement accepts the token's subject.
func (r *Result) nearest(document policy.Document, key string) string {
	var wanted []string
	for _, m := range r.Statements {
		if m.Effect != policy.Allow || !m.Principal || len(positive(document.Statements[m.Statement], key)) == 0 {
			continue
		}
		failed := failedSubjects(m, key)
		if len(failed) == 0 {
			return ""
		}
		for _, f := range failed {
			wanted = append(wanted, f.Want...)
		}
	}
	slices.Sort(wanted)
	near, _ := nearestOf(wanted, r.Subject)
	return near
}

// positive returns the operators with which a statement tests a key for what
// it names, sorted.
func positive(s policy.Statement, key string) []string {
	var operators []string
	for operator, keys := range s.Conditions {
		if len(keys[key]) > 0 && !isNegative(operator) && operator != "Null" {
			operators = append(operators, operator)
		}
	}
	slices.Sort(operators)
	return operators
}

// isNegative reports whether an operator holds for what it does not name.
func isNegative(operator string) bool { return strings.Contains(operator, "Not") }

// nearestOf returns the pattern at the least distance.
func nearestOf(patterns []string, subject string) (string, bool) {
	best, found := "", false
	least := 0
	for _, p := range patterns {
		d := distance(withoutIDs(p), withoutIDs(subject))
		// At the same distance, the form of the token is nearer.
		d = 2 * d
		if strings.Contains(p, "@") != strings.Contains(subject, "@") {
			d++
		}
		if !found || d < least {
			best, least, found = p, d, true
		}
	}
	return best, found
}

// distance is how many characters must change for a text to match a pattern,
// regardless of case; a "*" takes any number of characters. It looks at the
// first thousand: its time grows with the product of the lengths, and whoever
// made the token chose one.
func distance(pattern, text string) int {
	const most = 1000
	text, _ = page.Cut(text, most)
	pattern, _ = page.Cut(pattern, most)
	t := []rune(strings.ToLower(text))
	row := make([]int, len(t)+1)
	for j := range row {
		row[j] = j
	}
	for _, c := range strings.ToLower(pattern) {
		diagonal := row[0]
		if c != '*' {
			row[0]++
		}
		for j := range t {
			above := row[j+1]
			switch {
			case c == '*':
				row[j+1] = min(above, row[j])
			case c == t[j] || c == '?':
				row[j+1] = diagonal
			default:
				row[j+1] = 1 + min(diagonal, above, row[j])
			}
			diagonal = above
		}
	}
	return row[len(t)]
}

// like reports whether StringLike holds, as policy evaluates it.
func like(pattern, text string) bool {
	const key = "trust:text"
	statement := policy.Statement{
		Effect: policy.Allow, Actions: []string{assume},
		Conditions: policy.Conditions{"StringLike": {key: {pattern}}},
	}
	decision, err := policy.New(statement).Evaluate(policy.Request{Action: assume, Context: policy.Context{key: {text}}})
	return err == nil && decision.Allowed()
}
