package trust_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

const (
	account  = "123456789012"
	provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
	github   = "token.actions.githubusercontent.com"
)

// subject is options for one subject on github.com.
func subject(s trust.Subject) trust.Options {
	return trust.Options{AccountID: account, Subjects: []trust.Subject{s}}
}

// token is a token of github.com for AWS, with further claims as pairs.
func token(sub string, claims ...string) trust.Token {
	t := trust.Token{Claims: map[trust.Claim][]string{
		"iss": {"https://" + github}, "aud": {"sts.amazonaws.com"}, "sub": {sub},
	}}
	for i := 0; i < len(claims); i += 2 {
		t.Claims[trust.Claim(claims[i])] = []string{claims[i+1]}
	}
	return t
}

// admits decides with the evaluator alone.
func admits(t testing.TB, document policy.Document, token trust.Token) bool {
	t.Helper()
	result, err := trust.Check(document, token)
	require.NoError(t, err)
	return result.Allowed
}

func document(t testing.TB, o trust.Options) policy.Document {
	t.Helper()
	require.NoError(t, o.Validate())
	return o.Document()
}

// attack is a hostile token against a trust, and the genuine one beside it.
type attack struct {
	name    string
	options trust.Options
	genuine []trust.Token
	hostile []trust.Token
}

var main = trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}}

// attacks that the trust policy stops, in the order in which the security
// model tells them.
var attacks = []attack{
	{
		name:    "1 a stranger's repository",
		options: subject(main),
		genuine: []trust.Token{token("repo:acme/app:ref:refs/heads/main")},
		hostile: []trust.Token{
			token("repo:evil/x:ref:refs/heads/main"),
			token("repo:evil/app:ref:refs/heads/main"),
		},
	},
	{
		name: "2 names with the trusted one as a prefix",
		options: trust.Options{AccountID: account, Subjects: []trust.Subject{
			{Repositories: []string{"acme/*"}, Branches: []string{"main"}},
			{Repositories: []string{"other/app"}, Branches: []string{"release/*"}},
		}},
		genuine: []trust.Token{
			token("repo:acme/app:ref:refs/heads/main"),
			token("repo:other/app:ref:refs/heads/release/1"),
		},
		hostile: []trust.Token{
			token("repo:acme-evil/x:ref:refs/heads/main"),
			token("repo:acme-evil/app:ref:refs/heads/main"),
			token("repo:other/app-evil:ref:refs/heads/release/1"),
			token("repo:otherapp/app:ref:refs/heads/release/1"),
		},
	},
	{
		name:    "3 a sibling repository of the same owner",
		options: subject(trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true}),
		genuine: []trust.Token{token("repo:acme/app:ref:refs/heads/any")},
		hostile: []trust.Token{token("repo:acme/sibling:ref:refs/heads/any")},
	},
	{
		name:    "4 pull requests and environments under any ref",
		options: subject(trust.Subject{Repositories: []string{"acme/app"}, AnyRef: true}),
		genuine: []trust.Token{
			token("repo:acme/app:ref:refs/heads/feature/x"),
			token("repo:acme/app:ref:refs/tags/v1"),
		},
		hostile: []trust.Token{
			token("repo:acme/app:pull_request"),
			token("repo:acme/app:environment:anything"),
			token("repo:acme/app:ref:refs/pull/7/merge"),
		},
	},
	{
		name:    "5 an environment named like a ref, under a whole owner",
		options: subject(trust.Subject{Repositories: []string{"acme/*"}, Branches: []string{"main"}, Tags: []string{"v*"}}),
		genuine: []trust.Token{
			token("repo:acme/x:ref:refs/heads/main", "ref", "refs/heads/main"),
			token("repo:acme/x:ref:refs/tags/v1", "ref", "refs/tags/v1"),
		},
		hostile: []trust.Token{
			token("repo:acme/x:environment:a:ref:refs/heads/main"),
			token("repo:acme/x:environment:a:ref:refs/heads/main", "ref", "refs/heads/main", "environment", "a:ref:refs/heads/main"),
			token("repo:acme/x:environment:a:ref:refs/tags/v1"),
			token("repo:acme/x:environment:a%3Aref%3Arefs/heads/main"),
			token("repo:acme/x:ref:refs/heads/evil"),
			token("repo:acme/x:ref:refs/heads/x/ref:refs/heads/main-not"),
		},
	},
	{
		name:    "5 an environment named like another, under a whole owner",
		options: subject(trust.Subject{Repositories: []string{"acme/*"}, Environments: []string{"release"}}),
		genuine: []trust.Token{token("repo:acme/x:environment:release")},
		hostile: []trust.Token{
			token("repo:acme/x:environment:a:environment:release"),
			token("repo:acme/x:environment:a%3Aenvironment%3Arelease"),
			token("repo:acme/x:environment:release-evil"),
			token("repo:acme/x:ref:refs/heads/environment/release"),
		},
	},
	{
		name:    "5 an environment named like pull requests, under a whole owner",
		options: subject(trust.Subject{Repositories: []string{"acme/*"}, PullRequests: true}),
		genuine: []trust.Token{token("repo:acme/x:pull_request")},
		hostile: []trust.Token{token("repo:acme/x:environment:a:pull_request")},
	},
	{
		name:    "6 an environment whose name has a colon",
		options: subject(trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{"Production:V1"}}),
		genuine: []trust.Token{token("repo:acme/app:environment:Production%3AV1")},
		hostile: []trust.Token{
			token("repo:acme/app:environment:Production:V1"),
			token("repo:acme/app:environment:Production"),
		},
	},
	{
		name:    "7 a branch beside the pattern",
		options: subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"release/*"}}),
		genuine: []trust.Token{token("repo:acme/app:ref:refs/heads/release/1.0")},
		hostile: []trust.Token{
			token("repo:acme/app:ref:refs/heads/release-evil"),
			token("repo:acme/app:ref:refs/heads/release"),
			token("repo:acme/app:ref:refs/tags/release/1.0"),
		},
	},
	{
		name:    "8 a foreign, default or missing audience",
		options: subject(main),
		genuine: []trust.Token{token("repo:acme/app:ref:refs/heads/main")},
		hostile: []trust.Token{
			token("repo:acme/app:ref:refs/heads/main", "aud", "https://github.com/acme"),
			token("repo:acme/app:ref:refs/heads/main", "aud", "STS.amazonaws.com"),
			without(token("repo:acme/app:ref:refs/heads/main"), "aud"),
			several(token("repo:acme/app:ref:refs/heads/main"), "aud", "sts.amazonaws.com", "evil"),
		},
	},
	{
		name: "9 a token that lacks a claim",
		options: subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{
			trust.ClaimJobWorkflowRef: {"acme/ci/.github/workflows/release.yml@refs/heads/main"},
		}}),
		genuine: []trust.Token{token("repo:acme/app:ref:refs/heads/main", "job_workflow_ref", "acme/ci/.github/workflows/release.yml@refs/heads/main")},
		hostile: []trust.Token{
			token("repo:acme/app:ref:refs/heads/main"),
			token("repo:acme/app:ref:refs/heads/main", "job_workflow_ref", ""),
			without(token("", "job_workflow_ref", "acme/ci/.github/workflows/release.yml@refs/heads/main"), "sub"),
		},
	},
	{
		name:    "10 whatever is not a pull request",
		options: subject(trust.Subject{Repositories: []string{"acme/*"}, AnyRef: true}),
		genuine: []trust.Token{token("repo:acme/app:ref:refs/heads/main")},
		hostile: []trust.Token{
			token("repo:evil/x:ref:refs/heads/main"),
			token("repo:evil/x:environment:a"),
			token("anything"),
		},
	},
	{
		name:    "11 a name taken over, immutable form",
		options: subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, Branches: []string{"main"}}),
		genuine: []trust.Token{token("repo:acme@1/app@2:ref:refs/heads/main")},
		hostile: []trust.Token{
			token("repo:acme@66/app@2:ref:refs/heads/main"),
			token("repo:acme@1/app@77:ref:refs/heads/main"),
			token("repo:acme@66/app@77:ref:refs/heads/main"),
			token("repo:acme/app:ref:refs/heads/main"),
		},
	},
	{
		name: "11 a name taken over, plain form",
		options: subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main"}, Claims: trust.Claims{
			trust.ClaimRepositoryID: {"2"}, trust.ClaimRepositoryOwnerID: {"1"},
		}}),
		genuine: []trust.Token{token("repo:acme/app:ref:refs/heads/main", "repository_id", "2", "repository_owner_id", "1")},
		hostile: []trust.Token{
			token("repo:acme/app:ref:refs/heads/main", "repository_id", "77", "repository_owner_id", "66"),
			token("repo:acme/app:ref:refs/heads/main", "repository_id", "77", "repository_owner_id", "1"),
		},
	},
	{
		name:    "11 a name taken over, while the repository migrates",
		options: subject(trust.Subject{Repositories: []string{"acme@1/app@2"}, BothForms: ptr(true), Branches: []string{"main"}}),
		genuine: []trust.Token{
			token("repo:acme@1/app@2:ref:refs/heads/main"),
			token("repo:acme/app:ref:refs/heads/main", "repository_id", "2", "repository_owner_id", "1"),
		},
		hostile: []trust.Token{
			token("repo:acme/app:ref:refs/heads/main", "repository_id", "77", "repository_owner_id", "66"),
			token("repo:acme/app:ref:refs/heads/main"),
			token("repo:acme@66/app@77:ref:refs/heads/main", "repository_id", "2"),
		},
	},
	{
		name:    "12 other ids behind the same names, whole owner",
		options: subject(trust.Subject{Repositories: []string{"acme@1/*"}, Branches: []string{"main"}}),
		genuine: []trust.Token{token("repo:acme@1/app@2:ref:refs/heads/main")},
		hostile: []trust.Token{
			token("repo:acme@12/app@2:ref:refs/heads/main"),
			token("repo:acme@66/app@2:ref:refs/heads/main"),
			token("repo:acme/app:ref:refs/heads/main"),
		},
	},
	{
		name:    "13 names with an @ in them",
		options: subject(trust.Subject{Repositories: []string{"acme/app", "acme/*"}, Branches: []string{"main"}}),
		genuine: []trust.Token{token("repo:acme/app:ref:refs/heads/main")},
		hostile: []trust.Token{
			token("repo:acme@1/app@2:ref:refs/heads/main"),
			token("repo:acme@evil/app:ref:refs/heads/main"),
		},
	},
	{
		name: "14 one repository's subject with another's claim",
		options: trust.Options{AccountID: account, Subjects: []trust.Subject{
			{Repositories: []string{"acme/a"}, Branches: []string{"main"}, Claims: trust.Claims{trust.ClaimRepositoryID: {"1"}, trust.ClaimActor: {"ann"}}},
			{Repositories: []string{"acme/b"}, Branches: []string{"main"}, Claims: trust.Claims{trust.ClaimRepositoryID: {"2"}, trust.ClaimActor: {"bob"}}},
		}},
		genuine: []trust.Token{
			token("repo:acme/a:ref:refs/heads/main", "repository_id", "1", "actor", "ann"),
			token("repo:acme/b:ref:refs/heads/main", "repository_id", "2", "actor", "bob"),
		},
		hostile: []trust.Token{
			token("repo:acme/a:ref:refs/heads/main", "repository_id", "2", "actor", "bob"),
			token("repo:acme/a:ref:refs/heads/main", "repository_id", "1", "actor", "bob"),
			token("repo:acme/b:ref:refs/heads/main", "repository_id", "1", "actor", "ann"),
		},
	},
	{
		name:    "15 a token of another issuer with the same subject",
		options: subject(main),
		genuine: []trust.Token{token("repo:acme/app:ref:refs/heads/main")},
		hostile: []trust.Token{
			token("repo:acme/app:ref:refs/heads/main", "iss", "https://ghes.evil.example/_services/token"),
			token("repo:acme/app:ref:refs/heads/main", "iss", "https://token.actions.githubusercontent.com/evil"),
			token("repo:acme/app:ref:refs/heads/main", "iss", "https://token.actions.evil.ghe.com"),
		},
	},
}

func TestAttacks(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			d := document(t, a.options)
			for _, genuine := range a.genuine {
				assert.True(t, admits(t, d, genuine), "genuine %s refused by %s", genuine.Subject(), d.Indent())
			}
			for _, hostile := range a.hostile {
				assert.False(t, admits(t, d, hostile), "hostile %v admitted by %s", hostile.Claims, d.Indent())
			}
		})
	}
}

func without(t trust.Token, claim trust.Claim) trust.Token {
	claims := maps.Clone(t.Claims)
	delete(claims, claim)
	return trust.Token{Claims: claims}
}

func several(t trust.Token, claim trust.Claim, values ...string) trust.Token {
	claims := maps.Clone(t.Claims)
	claims[claim] = values
	return trust.Token{Claims: claims}
}

// Attacks 1, 2, 7, 12, 13, 14 and 16 also come as options, and are refused.
func TestAttacksAsOptions(t *testing.T) {
	for name, s := range map[string]trust.Subject{
		"1 no subject":                        {Branches: []string{"main"}},
		"1 repo:*":                            {Repositories: []string{"*"}, AnyRef: true},
		"1 repo:*/*":                          {Repositories: []string{"*/*"}, AnyRef: true},
		"1 raw repo:*":                        {Raw: []string{"repo:*"}},
		"1 raw repo:*/*":                      {Raw: []string{"repo:*/*"}},
		"1 raw *":                             {Raw: []string{"*"}},
		"2 repo:acme*":                        {Raw: []string{"repo:acme*"}},
		"2 repo:acme/app*":                    {Raw: []string{"repo:acme/app*"}},
		"2 acme/app*":                         {Repositories: []string{"acme/app*"}, AnyRef: true},
		"7 a question mark":                   {Repositories: []string{"acme/app"}, Environments: []string{"prod?"}},
		"7 a variable":                        {Repositories: []string{"acme/app"}, Environments: []string{"${aws:username}"}},
		"7 a wildcard in the middle":          {Repositories: []string{"acme/app"}, Branches: []string{"rel*/1"}},
		"11 the workflow's owner is no owner": {Raw: []string{"job_workflow_ref:acme/ci/.github/workflows/x.yml@refs/heads/main"}},
		"12 wildcarded ids":                   {Repositories: []string{"acme@*/app@*"}, AnyRef: true},
		"12 raw wildcarded ids":               {Raw: []string{"repo:acme@*"}},
		"13 @ in the owner":                   {Repositories: []string{"acme@evil/app"}, AnyRef: true},
		"13 @ in the name":                    {Repositories: []string{"acme/app@x"}, AnyRef: true},
		"14 a shared id": {Repositories: []string{"acme/a", "acme/b"}, AnyRef: true,
			Claims: trust.Claims{trust.ClaimRepositoryID: {"1", "2"}}},
		"14 a repository with two ids": {Repositories: []string{"acme/a"}, AnyRef: true,
			Claims: trust.Claims{trust.ClaimRepositoryID: {"1", "2"}}},
		"16 a claim without a key": {Repositories: []string{"acme/app"}, AnyRef: true,
			Claims: trust.Claims{"runner_environment": {"github-hosted"}}},
	} {
		t.Run(name, func(t *testing.T) {
			o := subject(s)
			require.Error(t, o.Validate())
			assert.Empty(t, o.Document().Statements, "a refused trust must trust nobody")
			assert.Empty(t, o.Accepted())
		})
	}
}

// Attacks 8, 9, 10, 15, 17 and 18 are about how a policy is written. No policy
// made here is written so, whatever the options.
func TestAttacksByForm(t *testing.T) {
	options := []trust.Options{}
	for _, a := range attacks {
		options = append(options, a.options)
	}
	for _, c := range matrix() {
		options = append(options, c.options)
	}
	for _, o := range options {
		d := document(t, o)
		for _, s := range d.Statements {
			assert.Equal(t, policy.Allow, s.Effect)
			assert.Equal(t, []string{"sts:AssumeRoleWithWebIdentity"}, s.Actions, "18 nothing else is granted")
			assert.Equal(t, []string{o.Provider()}, s.Principal.Federated)
			prefix := o.Issuer.Prefix() + ":"
			assert.Len(t, s.Conditions["StringEquals"][prefix+"aud"], 1, "8 the audience is tested")

			positive := 0
			for operator, keys := range s.Conditions {
				assert.NotContains(t, operator, ":", "9 no set operator")
				assert.NotContains(t, operator, "IfExists", "9 no IfExists")
				assert.Contains(t, []string{"StringEquals", "StringLike", "StringNotLike"}, operator)
				for key, values := range keys {
					assert.True(t, strings.HasPrefix(key, prefix), "15 %s has the prefix of the provider", key)
					if key == prefix+"sub" && operator != "StringNotLike" {
						positive++
						for _, v := range values {
							assert.Equal(t, operator == "StringLike", strings.Contains(v, "*"), "17 exact values StringEquals, patterns StringLike: %s", v)
						}
					}
				}
			}
			assert.Equal(t, 1, positive, "10 and 17: exactly one positive test of the subject")
		}
	}
}

// Attack 17, in a policy from elsewhere: both operators on one key refuse the
// intended token. Ours accepts it.
func TestAttack17IntendedTokenRefused(t *testing.T) {
	both := policy.New(policy.Statement{
		Effect: policy.Allow, Principal: &policy.Principal{Federated: []string{provider}},
		Actions: []string{"sts:AssumeRoleWithWebIdentity"},
		Conditions: policy.Conditions{
			"StringEquals": {github + ":aud": {"sts.amazonaws.com"}, github + ":sub": {"repo:acme/app:ref:refs/heads/main"}},
			"StringLike":   {github + ":sub": {"repo:acme/app:ref:refs/heads/release/*"}},
		},
	})
	ours := document(t, subject(trust.Subject{Repositories: []string{"acme/app"}, Branches: []string{"main", "release/*"}}))
	for _, intended := range []string{"repo:acme/app:ref:refs/heads/main", "repo:acme/app:ref:refs/heads/release/1"} {
		assert.False(t, admits(t, both, token(intended)))
		assert.True(t, admits(t, ours, token(intended)))
	}
}

// Attack 19: what IAM can't distinguish. The genuine and the hostile token are
// the same to it, so that both are accepted, and a notice says so.
func TestAttack19IndistinguishableIsSaid(t *testing.T) {
	for _, c := range []struct {
		name            string
		subject         trust.Subject
		genuine, attack trust.Token
		notice          string
		mentions        []string
	}{
		{
			name:    "pull_request_target runs with the subject of the branch",
			subject: main,
			genuine: token("repo:acme/app:ref:refs/heads/main", "event_name", "push"),
			attack:  token("repo:acme/app:ref:refs/heads/main", "event_name", "pull_request_target"),
			notice:  "trust-pull-request-target", mentions: []string{"pull_request_target", "strangers", "main"},
		},
		{
			name:    "an unprotected environment can be named by any writer",
			subject: trust.Subject{Repositories: []string{"acme/app"}, Environments: []string{"release"}},
			genuine: token("repo:acme/app:environment:release", "ref", "refs/heads/main"),
			attack:  token("repo:acme/app:environment:release", "ref", "refs/heads/evil"),
			notice:  "trust-environment-protection", mentions: []string{"protected", "any writer", "release"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := subject(c.subject)
			d := document(t, o)
			assert.True(t, admits(t, d, c.genuine))
			assert.True(t, admits(t, d, c.attack))
			notices := o.Notices()
			i := slices.IndexFunc(notices, func(n faultNotice) bool { return n.ID == c.notice })
			require.GreaterOrEqual(t, i, 0)
			for _, word := range c.mentions {
				assert.Contains(t, notices[i].Text, word)
			}
		})
	}
}
