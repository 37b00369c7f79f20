package report

import (
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// Decision says which statement decides a request, or what comes closest. The
// files are where the documents come from.
func Decision(request policy.Request, decision policy.Decision, documents []policy.Document, files []string) string {
	switch decision.Outcome {
	case policy.Allowed:
		return "  " + StatementName(decision.Statement, decision.Sid) + " of " + files[decision.Document] + " allows it\n"
	case policy.ExplicitlyDenied:
		return "  " + StatementName(decision.Statement, decision.Sid) + " of " + files[decision.Document] + " denies it, whatever else allows it\n"
	}
	lines := append([]string{"no statement allows it"}, nearMisses(request, documents, files)...)
	return "  " + strings.Join(lines, "\n  ") + "\n"
}

// nearMisses says of the statements that come closest to allowing a request
// what keeps them from it: those with the right action and resource, else
// those with the right action.
func nearMisses(request policy.Request, documents []policy.Document, files []string) []string {
	var byCondition, byResource []string
	for i, document := range documents {
		matches, err := document.Explain(request)
		if err != nil {
			continue // Evaluate has accepted the same documents
		}
		for _, m := range matches {
			name := StatementName(m.Statement, m.Sid) + " of " + files[i]
			switch {
			case m.Effect != policy.Allow || !m.Action:
			case !m.Principal:
				byResource = append(byResource, name+" names another principal")
			case m.Resource:
				byCondition = append(byCondition, name+" would, but a condition fails:")
				for _, failed := range m.Failed {
					byCondition = append(byCondition, "  "+failed.String())
				}
			default:
				s := document.Statements[m.Statement]
				byResource = append(byResource, name+" allows the action, but "+onResources(s))
			}
		}
	}
	switch {
	case len(byCondition) > 0:
		return byCondition
	case len(byResource) > 0:
		return byResource
	}
	return []string{"none names the action " + request.Action}
}

func onResources(s policy.Statement) string {
	if len(s.NotResources) > 0 {
		return "not on " + strings.Join(s.NotResources, ", ")
	}
	return "on " + strings.Join(s.Resources, ", ")
}

// StatementName names a statement the way faults do.
func StatementName(index int, sid string) string {
	name := "Statement[" + strconv.Itoa(index) + "]"
	if sid != "" {
		name += "(" + sid + ")"
	}
	return name
}
