package trust_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// outside decides whether a trust policy admits a token, from the policy's JSON
// and AWS's documentation alone: it shares no code with what it checks, and
// refuses to go on when a policy says anything that it does not know.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
type outside struct {
	statements []outsideStatement
}

type outsideStatement struct {
	federated string
	tests     []outsideTest
}

// outsideTest is one operator on one key.
type outsideTest struct {
	key      string
	negative bool
	values   []*regexp.Regexp
}

// outsideKeys are the claims that STS has condition keys for, by the beginning
// of the provider's address, beside aud and sub. The lists are those of the
// Service Authorization Reference.
//
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecuritytokenservice.html
var outsideKeys = []struct{ provider, claims string }{
	{"token.actions.", "actor actor_id enterprise_id environment job_workflow_ref ref repository repository_id repository_owner_id workflow"},
	{"gitlab.com", "namespace_id pipeline_source project_id ref_protected runner_environment user_access_level user_email user_id user_login"},
	{"agent.buildkite.com", "build_branch cluster_id cluster_name organization_id organization_slug pipeline_id pipeline_slug"},
	{"oidc.circleci.com/org/", "oidc.circleci.com/project-id"},
}

// readOutside reads a policy of the kind that is made here.
func readOutside(text string) (o outside, err error) {
	var document struct {
		Version   string
		Statement []struct {
			Effect    string
			Principal map[string]any
			Action    any
			Condition map[string]map[string]any
		}
	}
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&document); err != nil {
		return o, err
	}
	if document.Version != "2012-10-17" {
		return o, fmt.Errorf("version %q", document.Version)
	}
	for _, s := range document.Statement {
		federated, ok := s.Principal["Federated"].(string)
		if s.Effect != "Allow" || !ok || len(s.Principal) != 1 || s.Action != "sts:AssumeRoleWithWebIdentity" {
			return o, fmt.Errorf("a statement of another kind: %v", s)
		}
		statement := outsideStatement{federated: federated}
		for operator, keys := range s.Condition {
			for key, value := range keys {
				test := outsideTest{key: key, negative: operator == "StringNotLike"}
				for _, want := range texts(value) {
					pattern := regexp.QuoteMeta(want)
					switch operator {
					case "StringEquals":
					case "StringLike", "StringNotLike":
						pattern = strings.NewReplacer(`\*`, `(?s:.*)`, `\?`, `(?s:.)`).Replace(pattern)
					default:
						return o, fmt.Errorf("operator %q", operator)
					}
					compiled, err := regexp.Compile(`\A` + pattern + `\z`)
					if err != nil {
						return o, err
					}
					test.values = append(test.values, compiled)
				}
				statement.tests = append(statement.tests, test)
			}
		}
		o.statements = append(o.statements, statement)
	}
	return o, nil
}

// texts returns a text or a list of texts as a list.
func texts(value any) []string {
	if text, ok := value.(string); ok {
		return []string{text}
	}
	var all []string
	for _, element := range value.([]any) {
		all = append(all, element.(string))
	}
	return all
}

// admits decides on a token's claims, each with one value.
func (o outside) admits(claims map[string]string) bool {
	provider, https := strings.CutPrefix(claims["iss"], "https://")
	if !https {
		return false
	}
	keys := map[string]string{}
	set := func(claim string) {
		if value, has := claims[claim]; has {
			keys[provider+":"+claim] = value
		}
	}
	set("aud")
	set("sub")
	for _, known := range outsideKeys {
		server := strings.HasSuffix(provider, "/_services/token")
		if strings.HasPrefix(provider, known.provider) && !server {
			for _, claim := range strings.Fields(known.claims) {
				set(claim)
			}
		}
	}
	for _, s := range o.statements {
		if _, of, ok := strings.Cut(s.federated, ":oidc-provider/"); ok && of == provider && s.holds(keys) {
			return true
		}
	}
	return false
}

// holds reports whether every test holds. A missing key fails a positive test,
// and passes a negative one.
func (s outsideStatement) holds(keys map[string]string) bool {
	for _, test := range s.tests {
		value, has := keys[test.key]
		matches := false
		for _, want := range test.values {
			matches = matches || has && want.MatchString(value)
		}
		if matches == test.negative {
			return false
		}
	}
	return true
}
