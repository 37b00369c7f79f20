package adopt

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// IDs are GitHub's numbers of a repository and its owner.
type IDs struct{ Owner, Repository string }

// trusted are the options of who may assume a role, and what they can't say.
type trusted struct {
	settings     Settings
	repositories []string // "OWNER/NAME"
	ids          map[string]IDs
	problems     []string
}

const gitHubProvider = ":oidc-provider/token.actions.githubusercontent.com"

// trustOf finds the options of a trust policy: the repositories and contexts of
// its subjects.
func trustOf(document policy.Document) trusted {
	t := trusted{settings: Settings{}, ids: map[string]IDs{}}
	prefix := trust.GitHub().Prefix() + ":"
	claimed := IDs{}
	for _, s := range document.Statements {
		if s.Effect != policy.Allow || s.Principal == nil || !slices.ContainsFunc(s.Principal.Federated, func(arn string) bool { return strings.HasSuffix(arn, gitHubProvider) }) {
			if s.Effect == policy.Allow {
				t.problem("trusts something else than GitHub beside it, or alone, which falls away")
			}
			continue
		}
		subjects := 0
		for operator, keys := range s.Conditions {
			for key, values := range keys {
				claim, ours := strings.CutPrefix(key, prefix)
				switch {
				case strings.Contains(operator, "Not"):
				case claim == "sub" && ours:
					subjects += len(values)
					for _, subject := range values {
						t.subject(subject)
					}
				case claim == string(trust.ClaimRepositoryID) && len(values) == 1:
					claimed.Repository = values[0]
				case claim == string(trust.ClaimRepositoryOwnerID) && len(values) == 1:
					claimed.Owner = values[0]
				case claim == string(trust.ClaimJobWorkflowRef):
					for _, value := range values {
						t.list("Subjects.Claims", claim+"="+value)
					}
				}
			}
		}
		if subjects == 0 {
			t.problem("has a statement that tests no subject, so that no repository is known")
		}
	}
	slices.Sort(t.repositories)
	if len(t.repositories) == 1 && t.ids[t.repositories[0]] == (IDs{}) {
		t.ids[t.repositories[0]] = claimed
	}
	for path, value := range t.settings {
		if list, is := value.([]string); is {
			slices.Sort(list)
			t.settings[path] = list
		}
	}
	return t
}

func (t *trusted) problem(text string) { add(&t.problems, text) }

func (t *trusted) list(path, value string) {
	list, _ := t.settings[path].([]string)
	add(&list, value)
	t.settings[path] = list
}

// subject adds the repository and the context of a subject.
func (t *trusted) subject(subject string) {
	d, ok := trust.GitHub().Describe(subject)
	if !ok || d.Repository == "" || isPattern(d.Repository) {
		t.problem("trusts " + subject + ", which names no repository of which there could be a row")
		return
	}
	add(&t.repositories, d.Repository)
	if d.OwnerID != "" && !isPattern(d.OwnerID+d.RepositoryID) {
		t.ids[d.Repository] = IDs{d.OwnerID, d.RepositoryID}
	}
	for _, c := range []struct{ beginning, path string }{
		{"ref:refs/heads/", "Subjects.Branches"}, {"ref:refs/tags/", "Subjects.Tags"}, {"environment:", "Subjects.Environments"},
	} {
		name, is := strings.CutPrefix(d.Context, c.beginning)
		switch {
		case !is:
		case name == "*" && c.path != "Subjects.Environments":
			t.settings["Subjects.AnyRef"] = true
			return
		case name == "*":
			t.problem("trusts every environment, which no option does; name the environments")
			return
		default:
			t.list(c.path, strings.ReplaceAll(name, "%3A", ":"))
			return
		}
	}
	switch d.Context {
	case "pull_request":
		t.settings["Subjects.PullRequests"] = true
	case "*", "":
		t.settings["Subjects.AnyRef"], t.settings["Subjects.PullRequests"] = true, true
		t.problem("trusts every environment, also one that a writer makes up, which no option does; name the environments")
	default:
		t.problem(fmt.Sprintf("trusts %s, a subject of another form", subject))
	}
}
