package conformance

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/require"
)

// finding is what a checker of templates has to say of one.
type finding struct {
	Checker  string `json:"-"`
	Template string `json:"-"`
	Rule     string `json:"rule"`
	Severity string `json:"severity"`
	// Resource is the logical id, or the name of the parameter.
	Resource string `json:"resource"`
	Text     string `json:"text"`
}

// acknowledgement is a finding that somebody has looked at and accepted, with
// the reason: an entry of testdata/acknowledged.json. Template (the name of its
// file), rule and resource are regular expressions of the whole text; without a
// template, the entry is about all of them.
type acknowledgement struct {
	Checker  string `json:"checker"`
	Template string `json:"template"`
	Rule     string `json:"rule"`
	Resource string `json:"resource"`
	Reason   string `json:"reason"`

	template, rule, resource *regexp.Regexp
	used                     bool
}

func (a *acknowledgement) covers(f finding) bool {
	return a.Checker == f.Checker && a.template.MatchString(filepath.Base(f.Template)) && a.rule.MatchString(f.Rule) && a.resource.MatchString(f.Resource)
}

func acknowledgements(t testing.TB) []*acknowledgement {
	t.Helper()
	text, err := os.ReadFile("testdata/acknowledged.json")
	require.NoError(t, err)
	var list []*acknowledgement
	require.NoError(t, json.Unmarshal(text, &list))
	for _, a := range list {
		require.NotEmpty(t, a.Reason, "%s of %s is acknowledged without a reason", a.Rule, a.Checker)
		a.template = regexp.MustCompile("^(?:" + cmp.Or(a.Template, ".*") + ")$")
		a.rule = regexp.MustCompile("^(?:" + a.Rule + ")$")
		a.resource = regexp.MustCompile("^(?:" + a.Resource + ")$")
	}
	return list
}

// unacknowledged returns the findings that nobody has accepted.
func unacknowledged(findings []finding, accepted []*acknowledgement) []finding {
	var list []finding
	for _, f := range findings {
		covered := false
		for _, a := range accepted {
			if a.covers(f) {
				a.used, covered = true, true
			}
		}
		if !covered {
			list = append(list, f)
		}
	}
	return list
}
