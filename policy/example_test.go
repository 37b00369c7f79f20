package policy_test

import (
	"fmt"

	"github.com/cipublisher/cipublisher/policy"
)

func ExampleNew() {
	d := policy.New(policy.Statement{
		Sid:       "Upload",
		Effect:    policy.Allow,
		Actions:   []string{"s3:PutObject", "s3:AbortMultipartUpload"},
		Resources: []string{"arn:aws:s3:::artifacts/releases/*"},
	})
	fmt.Print(d.Indent())
	// Output:
	// {
	//   "Version": "2012-10-17",
	//   "Statement": [
	//     {
	//       "Sid": "Upload",
	//       "Effect": "Allow",
	//       "Action": [
	//         "s3:AbortMultipartUpload",
	//         "s3:PutObject"
	//       ],
	//       "Resource": "arn:aws:s3:::artifacts/releases/*"
	//     }
	//   ]
	// }
}

func ExampleParse() {
	d, err := policy.Parse([]byte(`{
		"Version": "2012-10-17",
		"Statement": {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": {"NumericLessThan": {"s3:max-keys": 10}}}
	}`))
	if err != nil {
		panic(err)
	}
	fmt.Println(len(d.Statements), d.Statements[0].Actions, d.Statements[0].Conditions)
	// Output: 1 [s3:ListBucket] map[NumericLessThan:map[s3:max-keys:[10]]]
}

func ExampleParse_faults() {
	_, err := policy.Parse([]byte(`{
		"Version": "2012-10-17",
		"Statement": [{"Sid": "Upload", "Effect": "allow", "Actions": "s3:PutObject", "Resource": "*"}]
	}`))
	fmt.Println(err)
	// Output:
	// cipublisher: 3 faults:
	//   - Statement[0](Upload).Actions is not an element of the policy language; the elements here are Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition
	//   - Statement[0](Upload).Action is missing; name the actions
	//   - Statement[0](Upload).Effect "allow" is not an effect; write "Allow" or "Deny", in this case
}

func ExampleDocument_Size() {
	d := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:PutObject"}, Resources: []string{"*"}})
	fmt.Println(d.Size(), "of", policy.ManagedPolicyQuota)
	// Output: 96 of 6144
}

func ExampleDocument_Evaluate() {
	d := policy.New(
		policy.Statement{
			Sid: "Upload", Effect: policy.Allow, Actions: []string{"s3:PutObject*"},
			Resources:  []string{"arn:aws:s3:::artifacts/${aws:PrincipalTag/team}/*"},
			Conditions: policy.Conditions{"StringEquals": {"s3:RequestObjectTag/Release": {"false"}}},
		},
		policy.Statement{
			Sid: "KeepReleases", Effect: policy.Deny, Actions: []string{"s3:PutObjectTagging"}, Resources: []string{"*"},
			Conditions: policy.Conditions{"StringEquals": {"s3:ExistingObjectTag/Release": {"true"}}},
		},
	)
	r := policy.Request{
		Action:   "s3:PutObjectTagging",
		Resource: "arn:aws:s3:::artifacts/web/app.zip",
		Context: policy.Context{
			"aws:PrincipalTag/team":       {"web"},
			"s3:RequestObjectTag/Release": {"false"},
		},
	}
	fmt.Println(d.Evaluate(r))
	r.Context["s3:ExistingObjectTag/Release"] = []string{"true"}
	fmt.Println(d.Evaluate(r))
	r.Context["aws:PrincipalTag/team"] = []string{"mobile"}
	r.Context["s3:ExistingObjectTag/Release"] = []string{"false"}
	fmt.Println(d.Evaluate(r))
	// Output:
	// allowed by Statement[0](Upload) of document 0 <nil>
	// explicitly denied by Statement[1](KeepReleases) of document 0 <nil>
	// implicitly denied: no statement allows it <nil>
}

func ExampleDocument_Explain() {
	trust := policy.New(policy.Statement{
		Effect:    policy.Allow,
		Principal: &policy.Principal{Federated: []string{"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}},
		Actions:   []string{"sts:AssumeRoleWithWebIdentity"},
		Conditions: policy.Conditions{
			"StringEquals": {"token.actions.githubusercontent.com:aud": {"sts.amazonaws.com"}},
			"StringLike":   {"token.actions.githubusercontent.com:sub": {"repo:octo-org/octo-repo:ref:refs/heads/*"}},
		},
	})
	matches, err := trust.Explain(policy.Request{
		Action:    "sts:AssumeRoleWithWebIdentity",
		Principal: policy.Caller{Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
		Context: policy.Context{
			"token.actions.githubusercontent.com:aud": {"sts.amazonaws.com"},
			"token.actions.githubusercontent.com:sub": {"repo:octo-org/octo-repo:environment:production"},
		},
	})
	if err != nil {
		panic(err)
	}
	for _, m := range matches {
		fmt.Println(m)
	}
	// Output:
	// Statement[0] does not apply
	//   StringLike token.actions.githubusercontent.com:sub: wanted "repo:octo-org/octo-repo:ref:refs/heads/*", saw "repo:octo-org/octo-repo:environment:production"
}

func ExampleEvaluate() {
	publish := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:*"}, Resources: []string{"*"}})
	freeze := policy.New(policy.Statement{Sid: "Freeze", Effect: policy.Deny, Actions: []string{"s3:Put*"}, Resources: []string{"*"}})
	decision, err := policy.Evaluate([]policy.Document{publish, freeze}, policy.Request{
		Action: "s3:PutObject", Resource: "arn:aws:s3:::artifacts/app.zip",
	})
	if err != nil {
		panic(err)
	}
	fmt.Println(decision)
	// Output: explicitly denied by Statement[0](Freeze) of document 1
}
