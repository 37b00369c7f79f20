package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

const (
	account  = "123456789012"
	rootARN  = "arn:aws:iam::123456789012:root"
	roleARN  = "arn:aws:iam::123456789012:role/ci/publisher"
	session  = "arn:aws:sts::123456789012:assumed-role/publisher/GitHubActions"
	bob      = "arn:aws:iam::123456789012:user/Bob"
	provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
)

func anonymous() policy.Caller                   { return policy.Caller{} }
func aws(name string) policy.Caller              { return policy.Caller{AWS: name} }
func federated(name string) policy.Caller        { return policy.Caller{Federated: name} }
func service(name string) policy.Caller          { return policy.Caller{Service: name} }
func awsNames(names ...string) *policy.Principal { return &policy.Principal{AWS: names} }

func admitted(t *testing.T, s policy.Statement, caller policy.Caller) bool {
	t.Helper()
	s.Effect, s.Actions = policy.Allow, []string{"sts:*"}
	decision, err := policy.New(s).Evaluate(policy.Request{Action: "sts:AssumeRole", Principal: caller})
	require.NoError(t, err)
	return decision.Allowed()
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
func TestPrincipal(t *testing.T) {
	everyone := &policy.Principal{Everyone: true}
	for _, c := range []struct {
		name      string
		principal *policy.Principal
		caller    policy.Caller
		want      bool
	}{
		{"no element speaks of whoever has the policy", nil, anonymous(), true},
		{"an empty element of nobody", &policy.Principal{}, aws(bob), false},

		{"everyone: anonymous", everyone, anonymous(), true},
		{"everyone: user", everyone, aws(bob), true},
		{"everyone: federated", everyone, federated(provider), true},
		{"AWS * is the same: anonymous", awsNames("*"), anonymous(), true},
		{"AWS * is the same: federated", awsNames("*"), federated(provider), true},
		{"no other wildcard", awsNames("arn:aws:iam::123456789012:role/*"), aws(roleARN), false},

		{"account id: user", awsNames(account), aws(bob), true},
		{"account ARN: role", awsNames(rootARN), aws(roleARN), true},
		{"account ARN: session", awsNames(rootARN), aws(session), true},
		{"account ARN: root user", awsNames(rootARN), aws(rootARN), true},
		{"account ARN: root user by id", awsNames(rootARN), aws(account), true},
		{"account id: root user by ARN", awsNames(account), aws(rootARN), true},
		{"another account", awsNames("999999999999"), aws(bob), false},
		{"account of another partition", awsNames("arn:aws-cn:iam::123456789012:root"), aws(bob), false},
		{"account: anonymous", awsNames(account), anonymous(), false},
		{"account: federated", awsNames(account), federated(provider), false},
		{"not twelve digits", awsNames("12345678901"), aws("arn:aws:iam::12345678901:user/Bob"), false},

		{"role: itself", awsNames(roleARN), aws(roleARN), true},
		{"role: its session, whose ARN has no path", awsNames(roleARN), aws(session), true},
		{"role: session of a longer name", awsNames(roleARN), aws("arn:aws:sts::123456789012:assumed-role/publisher-dev/s"), false},
		{"role: session of another account", awsNames(roleARN), aws("arn:aws:sts::999999999999:assumed-role/publisher/s"), false},
		{"role: session of another partition", awsNames(roleARN), aws("arn:aws-cn:sts::123456789012:assumed-role/publisher/s"), false},
		{"role: federated user session", awsNames(roleARN), aws("arn:aws:sts::123456789012:federated-user/publisher"), false},
		{"role: its account alone", awsNames(roleARN), aws(account), false},
		{"session: itself", awsNames(session), aws(session), true},
		{"session: another one", awsNames(session), aws("arn:aws:sts::123456789012:assumed-role/publisher/other"), false},
		{"session: its role", awsNames(session), aws(roleARN), false},
		{"user: itself", awsNames(bob), aws(bob), true},
		{"user: case matters", awsNames(bob), aws("arn:aws:iam::123456789012:user/bob"), false},
		{"user: an assumed role of that name", awsNames(bob), aws("arn:aws:sts::123456789012:assumed-role/Bob/s"), false},
		{"one of several", awsNames("999999999999", bob), aws(bob), true},
		{"unique id of a deleted role", awsNames("AROAEXAMPLEID"), aws("AROAEXAMPLEID"), true},
		{"role: session of the name's end", awsNames("arn:aws:iam::123456789012:role/my-publisher"), aws(session), false},
		{"role of another service", awsNames("arn:aws:example::123456789012:role/publisher"), aws(session), false},
		{"root of another service", awsNames("arn:aws:organizations::123456789012:root"), aws(bob), false},
		{"an ARN without an account", awsNames("arn:aws:iam:::root"), aws("arn:aws:iam:::user/Bob"), false},
		{"a malformed ARN", awsNames("arn:aws:iam"), aws(bob), false},

		{"provider", &policy.Principal{Federated: []string{provider}}, federated(provider), true},
		{"another provider", &policy.Principal{Federated: []string{provider}}, federated(provider + "/evil"), false},
		{"provider is no AWS principal", awsNames(provider), federated(provider), false},
		{"built-in provider", &policy.Principal{Federated: []string{"accounts.google.com"}}, federated("accounts.google.com"), true},
		{"service", &policy.Principal{Service: []string{"codebuild.amazonaws.com"}}, service("codebuild.amazonaws.com"), true},
		{"another service", &policy.Principal{Service: []string{"codebuild.amazonaws.com"}}, service("ec2.amazonaws.com"), false},
		{"canonical user", &policy.Principal{CanonicalUser: []string{"79a5"}}, policy.Caller{CanonicalUser: "79a5"}, true},
		{"canonical user beside the ARN", &policy.Principal{CanonicalUser: []string{"79a5"}}, policy.Caller{AWS: bob, CanonicalUser: "79a5"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, admitted(t, policy.Statement{Principal: c.principal}, c.caller))
		})
	}
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
func TestNotPrincipal(t *testing.T) {
	for _, c := range []struct {
		name   string
		except *policy.Principal
		caller policy.Caller
		want   bool // the statement applies
	}{
		{"page: Bob is excepted", awsNames(bob, rootARN), aws(bob), false},
		{"page: everybody else in the account is not", awsNames(bob, rootARN), aws(roleARN), true},
		{"page: the session is excepted", awsNames(session, roleARN, rootARN), aws(session), false},
		{"page: other sessions of the role are not", awsNames(session, roleARN, rootARN), aws("arn:aws:sts::123456789012:assumed-role/publisher/other"), true},
		{"page: the root user of the account is", awsNames(bob, rootARN), aws(rootARN), false},
		{"the root user by id", awsNames(bob, rootARN), aws(account), false},
		{"another account", awsNames(bob, rootARN), aws("999999999999"), true},
		{"anonymous", awsNames(bob), anonymous(), true},
		{"everyone is excepted", &policy.Principal{Everyone: true}, aws(bob), false},
		{"AWS * is everyone", awsNames("*"), anonymous(), false},
		{"a service", &policy.Principal{Service: []string{"ec2.amazonaws.com"}}, service("ec2.amazonaws.com"), false},
		{"a provider", &policy.Principal{Federated: []string{provider}}, federated(provider), false},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, admitted(t, policy.Statement{NotPrincipal: c.except}, c.caller))
		})
	}
}
