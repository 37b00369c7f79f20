package trust_test

import (
	"fmt"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// The protected environment of one repository, by its ids: the recommended
// trust of a publisher. GitHub sends one of two forms of the subject; the plain
// one is held to the ids by a claim.
func Example() {
	options := trust.Options{
		AccountID: "123456789012",
		Subjects: []trust.Subject{{
			Repositories: []string{"acme@1234/app@5678"},
			Environments: []string{"release"},
		}},
	}
	if err := options.Validate(); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(options.Document().Indent())
	// Output:
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Effect": "Allow",
	//       "Principal": {
	//         "Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
	//       },
	//       "Action": "sts:AssumeRoleWithWebIdentity",
	//       "Condition": {
	//         "StringEquals": {
	//           "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
	//           "token.actions.githubusercontent.com:sub": "repo:acme@1234/app@5678:environment:release"
	//         }
	//       }
	//     },
	//     {
	//       "Effect": "Allow",
	//       "Principal": {
	//         "Federated": "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"
	//       },
	//       "Action": "sts:AssumeRoleWithWebIdentity",
	//       "Condition": {
	//         "StringEquals": {
	//           "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
	//           "token.actions.githubusercontent.com:repository_id": "5678",
	//           "token.actions.githubusercontent.com:sub": "repo:acme/app:environment:release"
	//         }
	//       }
	//     }
	//   ]
	// }
}

func ExampleOptions_Accepted() {
	options := trust.Options{
		AccountID: "123456789012",
		Subjects: []trust.Subject{
			{Repositories: []string{"acme/app"}, Branches: []string{"main", "release/*"}},
			{Repositories: []string{"acme/*"}, Environments: []string{"Production:V1"}},
		},
	}
	for _, subject := range options.Accepted() {
		fmt.Println(subject)
	}
	// Output:
	// repo:acme/app:ref:refs/heads/main
	// repo:acme/app:ref:refs/heads/release/*
	// repo:acme/*:environment:Production%3AV1
}

func ExampleOptions_Validate() {
	options := trust.Options{
		AccountID: "123456789012",
		Subjects: []trust.Subject{{
			Repositories: []string{"acme*/app"},
			Branches:     []string{"rel*/1"},
			Claims:       trust.Claims{"event_name": {"push"}},
		}},
	}
	fmt.Println(options.Validate())
	// Output:
	// cipublisher: 3 faults:
	//   - Subjects[0].Branches[0] "rel*/1" has "*" before its end, where it would match more than one part of the subject; end the value in "*", or name each one
	//   - Subjects[0].Repositories[0] "acme*/app" has a wildcard in the owner, which would trust strangers; write "OWNER/NAME", "OWNER@ID/NAME@ID", "OWNER/*" or "OWNER@ID/*"
	//   - Subjects[0].Claims.event_name "push" can't be tested: AWS has no condition key for this claim of GitHub, so the condition would never match; use one of actor, actor_id, enterprise_id, environment, job_workflow_ref, ref, repository, repository_id, repository_owner_id, workflow
}

func ExampleOptions_Notices() {
	options := trust.Options{
		AccountID: "123456789012",
		Subjects:  []trust.Subject{{Repositories: []string{"acme@1234/*"}, Tags: []string{"v*"}}},
	}
	for _, notice := range options.Notices() {
		fmt.Println(notice.ID)
	}
	options.Dev = true
	fmt.Println("in dev:")
	for _, notice := range options.Notices() {
		fmt.Println(notice.ID)
	}
	// Output:
	// trust-whole-owner
	// trust-loose-pattern
	// in dev:
	// trust-loose-pattern
}

func ExampleParseIssuer() {
	issuer, err := trust.ParseIssuer("github-enterprise-server:github.example.com")
	fmt.Println(issuer.URL(), err)
	fmt.Println(issuer.ProviderARN("aws", "123456789012"))
	// Output:
	// https://github.example.com/_services/token <nil>
	// arn:aws:iam::123456789012:oidc-provider/github.example.com/_services/token
}

// Why does a workflow fail with "Not authorized to perform
// sts:AssumeRoleWithWebIdentity"?
func ExampleCheck() {
	options := trust.Options{
		AccountID: "123456789012",
		Subjects:  []trust.Subject{{Repositories: []string{"acme/app"}, Branches: []string{"main"}}},
	}
	token, err := trust.ParseClaims([]byte(`{
		"iss": "https://token.actions.githubusercontent.com",
		"aud": "sts.amazonaws.com",
		"sub": "repo:acme@1234/app@5678:ref:refs/heads/main"
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	result, err := trust.Check(options.Document(), token)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(result.Report())
	// Output:
	// denied: the token may not assume the role
	//   issuer  https://token.actions.githubusercontent.com
	//   subject repo:acme@1234/app@5678:ref:refs/heads/main
	//
	// Statement 0 does not admit it:
	//   sub (StringEquals)
	//     wanted  repo:acme/app:ref:refs/heads/main
	//     seen    repo:acme@1234/app@5678:ref:refs/heads/main
	//
	// Nearest subject that would have matched:
	//   repo:acme/app:ref:refs/heads/main
	//
	// Likely causes:
	//   - The token has the immutable subject, with the ids of owner and repository,
	//     and the policy the plain one. A repository sends one or the other; write the
	//     ids into the policy.
}

// Conditions on the request decide once somebody says what the request has.
func ExampleChecker() {
	options := trust.Options{
		AccountID:  "123456789012",
		Subjects:   []trust.Subject{{Repositories: []string{"acme@1234/app@5678"}, Environments: []string{"release"}}},
		Conditions: policy.Conditions{"IpAddress": {"aws:SourceIp": {"192.0.2.0/24"}}},
	}
	token, err := trust.ParseClaims([]byte(`{
		"iss": "https://token.actions.githubusercontent.com",
		"aud": "sts.amazonaws.com",
		"sub": "repo:acme@1234/app@5678:environment:release"
	}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, address := range []string{"", "192.0.2.7", "198.51.100.7"} {
		check := trust.Checker{}
		if address != "" {
			check.Context = policy.Context{"aws:SourceIp": {address}}
		}
		result, err := check.Check(options.Document(), token)
		fmt.Println(result.Allowed, result.Undecided, result.Needs, err)
	}
	// Output:
	// false true [aws:SourceIp] <nil>
	// true false [] <nil>
	// false false [] <nil>
}
