package conformance

import "github.com/cipublisher/cipublisher/policy"

// trustFault is a fault planted in the trust policy of a trust case.
type trustFault struct {
	name  string
	of    string
	plant func(*planted)
}

const (
	exact     = "an environment that spells a branch"
	mixed     = "exact subjects and patterns side by side"
	immutable = "the same names with other ids"
	migrating = "both forms, while a repository migrates"
	crossed   = "one repository's subject with another's claim"
	reusable  = "a reusable workflow"

	audKey = gitHubPrefix + ":aud"
	subKey = gitHubPrefix + ":sub"
)

// each changes every statement.
func each(change func(*policy.Statement)) func(*planted) {
	return func(p *planted) {
		for i := range p.statements {
			change(&p.statements[i])
		}
	}
}

// without drops a key from the conditions of every statement that has it.
func without(key string) func(*planted) {
	return each(func(s *policy.Statement) {
		for _, keys := range s.Conditions {
			delete(keys, key)
		}
		for operator, keys := range s.Conditions {
			if len(keys) == 0 {
				delete(s.Conditions, operator)
			}
		}
	})
}

// subjectTested puts another test of sub in place of the present one.
func subjectTested(operator string, patterns ...string) func(*planted) {
	return func(p *planted) {
		without(subKey)(p)
		each(func(s *policy.Statement) {
			if s.Conditions[operator] == nil {
				s.Conditions[operator] = map[string][]string{}
			}
			s.Conditions[operator][subKey] = patterns
		})(p)
	}
}

var trustFaults = []trustFault{
	{"the audience dropped", "a foreign or missing audience", without(audKey)},
	{"another audience", exact, each(func(s *policy.Statement) { s.Conditions["StringEquals"][audKey] = []string{"sigstore"} })},
	{"any audience", "a foreign or missing audience", each(func(s *policy.Statement) {
		delete(s.Conditions["StringEquals"], audKey)
		s.Conditions["StringLike"] = map[string][]string{audKey: {"*"}}
	})},
	{"the subject dropped", "no test of the subject", without(subKey)},
	{"a wildcard owner", "a sibling repository", subjectTested("StringLike", "repo:*/app:ref:refs/heads/main", "repo:*/*:ref:refs/heads/main")},
	{"the owner as a prefix", "the owner as a prefix", subjectTested("StringLike", "repo:acme*:ref:refs/heads/main")},
	{"the repository as a prefix", "the repository as a prefix", subjectTested("StringLike", "repo:acme/app*:ref:refs/*")},
	{"every context of the repository", "pull requests and environments under any ref", subjectTested("StringLike", "repo:acme/app:*")},
	{"every branch that begins alike", "a branch below which anything is a branch", subjectTested("StringLike", "repo:acme/app:ref:refs/heads/release*")},
	{"a pattern compared as text", mixed, subjectTested("StringEquals", "repo:acme/app:ref:refs/tags/v*")},
	{"the subject inverted", exact, subjectTested("StringNotEquals", "repo:acme/app:ref:refs/heads/main")},
	{"the subject optional", "IfExists: a token without the claim", subjectTested("StringEqualsIfExists", "repo:acme/app:ref:refs/heads/main")},
	{"the subject with ForAllValues", "ForAllValues: a token without the claim", subjectTested("ForAllValues:StringEquals", "repo:acme/app:ref:refs/heads/main")},
	{"the subject in another case", exact, subjectTested("StringEquals", "repo:Acme/App:ref:refs/heads/main")},
	{"a colon in an environment left as it is", "an environment with a colon in its name", subjectTested("StringEquals", "repo:acme/app:environment:Production:V1")},
	{"the ids left out", immutable, subjectTested("StringLike", "repo:acme*/app*:ref:refs/heads/main")},
	{"the repository's id dropped while it migrates", migrating, without(gitHubPrefix + ":repository_id")},
	{"claims of two repositories in one statement", crossed, func(p *planted) {
		first := &p.statements[0]
		first.Conditions = policy.Conditions{"StringEquals": {
			audKey: {"sts.amazonaws.com"}, gitHubPrefix + ":repository_id": {"2", "3"},
			subKey: {"repo:acme/app:ref:refs/heads/main", "repo:acme/lib:ref:refs/heads/main"},
		}}
		p.statements = p.statements[:1]
	}},
	{"one of two repositories forgotten", crossed, func(p *planted) { p.statements = p.statements[:1] }},
	{"the reusable workflow no longer asked for", reusable, without(gitHubPrefix + ":job_workflow_ref")},
	{"a key of another issuer", exact, each(func(s *policy.Statement) {
		s.Conditions["StringEquals"]["token.actions.acme.ghe.com:sub"] = s.Conditions["StringEquals"][subKey]
		delete(s.Conditions["StringEquals"], subKey)
	})},
	{"everyone", "GHE.com, and the same subject from github.com", each(func(s *policy.Statement) { s.Principal = &policy.Principal{Everyone: true} })},
	{"the provider of another account", exact, each(func(s *policy.Statement) {
		s.Principal.Federated = []string{"arn:aws:iam::" + otherAccount + ":oidc-provider/" + gitHubPrefix}
	})},
	{"the provider of another partition", exact, each(func(s *policy.Statement) {
		s.Principal.Federated = []string{"arn:aws-cn:iam::" + account + ":oidc-provider/" + gitHubPrefix}
	})},
	{"session tags allowed", exact, each(func(s *policy.Statement) {
		s.Actions, s.Conditions = append(s.Actions, "sts:TagSession"), nil
	})},
	{"every action of STS", exact, func(p *planted) {
		p.add(policy.Statement{Effect: policy.Allow, Principal: p.statements[0].Principal, Actions: []string{"sts:*"}})
	}},
	{"another action", exact, each(func(s *policy.Statement) { s.Actions = []string{"sts:AssumeRole"} })},
}
