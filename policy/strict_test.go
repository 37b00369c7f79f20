package policy_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// Each row is a statement, and what IAM refuses in it: nothing where the fault
// is empty. The pages are those that strict.go cites at each rule.
func TestStrictAsIAM(t *testing.T) {
	identity := func(action, resource string) string {
		return `{"Effect":"Allow","Action":"` + action + `","Resource":"` + resource + `"}`
	}
	of := func(principal, rest string) string {
		return `{"Effect":"Allow","Principal":` + principal + `,` + rest + `}`
	}
	const get = `"Action":"s3:GetObject","Resource":"*"`
	for _, c := range []struct{ name, give, fault string }{
		{"every action", identity("*", "*"), ""},
		{"one colon", identity("s3:List*", "*"), ""},
		{"Invalid action: two colons", identity("s3:List:Bucket", "*"), `.Action "s3:List:Bucket" has more than one colon (policy check "Invalid action"); write it as "s3:GetObject"`},
		{"prefaced by a vendor", identity("ListBucket", "*"), `.Action "ListBucket" has no service prefix; write it as "s3:GetObject"`},
		{"an unknown action", identity(`${Token[TOKEN.1]}`, "*"), ""},

		{"must be in ARN format", identity("s3:GetObject", "my-bucket"), `.Resource "my-bucket" is neither an ARN nor "*" (IAM: "must be in ARN format or \"*\""); write it as "arn:aws:s3:::my-bucket/*"`},
		{"must be in ARN format, of a resource", of(`"*"`, `"Action":"s3:GetObject","Resource":"my-bucket/*"`), `.Resource "my-bucket/*" is neither an ARN nor "*" (IAM: "must be in ARN format or \"*\""); write it as "arn:aws:s3:::my-bucket/*"`},
		{"the short form of API Gateway", of(`"*"`, `"Action":"execute-api:Invoke","Resource":"execute-api:/prod/GET/*"`), ""},
		{"the short form of API Gateway for who calls", identity("execute-api:Invoke", "execute-api:/prod/GET/*"), `.Resource "execute-api:/prod/GET/*" is neither an ARN nor "*" (IAM: "must be in ARN format or \"*\""); write it as "arn:aws:s3:::my-bucket/*"`},
		{"an incomplete ARN", identity("sqs:SendMessage", "arn:aws:sqs"), ""},
		{"wildcards in every field", identity("ds:*", "arn:*:ds:*:*:*/*"), ""},
		{"a token", identity("s3:GetObject", "${Token[TOKEN.1]}"), ""},

		{"ARN Region not allowed: S3", identity("s3:GetObject", "arn:aws:s3:eu-west-1::my-bucket/*"), `.Resource "arn:aws:s3:eu-west-1::my-bucket/*" has a region, which S3 does not have in its ARNs (policy check "ARN Region not allowed"); leave the region empty, between two colons`},
		{"ARN Region not allowed: S3 with an account", identity("s3:GetObject", "arn:aws:s3:us-west-2:123456789012:test/athena"), `.Resource "arn:aws:s3:us-west-2:123456789012:test/athena" has a region, which S3 does not have in its ARNs (policy check "ARN Region not allowed"); leave the region empty, between two colons`},
		{"ARN Region not allowed: IAM", identity("iam:PassRole", "arn:aws:iam:us-east-1:123456789012:role/a"), `.Resource "arn:aws:iam:us-east-1:123456789012:role/a" has a region, which IAM does not have in its ARNs (policy check "ARN Region not allowed"); leave the region empty, between two colons`},
		{"any region of S3", identity("s3:GetObject", "arn:aws:s3:*:*:my-bucket/*"), ""},
		{"the region of an access point", identity("s3:GetObject", "arn:aws:s3:eu-west-1:123456789012:accesspoint/a/object/*"), ""},
		{"the region of whatever S3 has there", identity("s3:*", "arn:aws:s3:eu-west-1:123456789012:*"), ""},
		{"the region of another service", identity("sqs:*", "arn:aws:sqs:eu-west-1:123456789012:q"), ""},

		{"Has prohibited field Resource: a provider", of(`{"Federated":"arn:aws:iam::123456789012:oidc-provider/a.example"}`, `"Action":"sts:AssumeRoleWithWebIdentity","Resource":"*"`), `.Resource has no place in a trust policy, whose resource is its own role (IAM: "Has prohibited field Resource"); remove it`},
		{"Has prohibited field Resource: a service", of(`{"Service":"ec2.amazonaws.com"}`, `"Action":["sts:AssumeRole","sts:TagSession"],"NotResource":"*"`), `.Resource has no place in a trust policy, whose resource is its own role (IAM: "Has prohibited field Resource"); remove it`},
		{"a policy of a VPC endpoint", of(`"*"`, `"Action":"sts:AssumeRole","Resource":"*"`), ""},
		{"a service on its topic", of(`{"Service":"events.amazonaws.com"}`, `"Action":"sns:Publish","Resource":"*"`), ""},

		{"Invalid principal format: a name", of(`{"AWS":"Bob"}`, get), `.Principal.AWS "Bob" is neither an ARN nor an account id (policy check "Invalid principal format"); write it as "arn:aws:iam::111122223333:role/name"`},
		{"Invalid principal format: eleven digits", of(`{"AWS":"12345678901"}`, get), `.Principal.AWS "12345678901" is neither an ARN nor an account id (policy check "Invalid principal format"); write it as "arn:aws:iam::111122223333:role/name"`},
		{"Invalid principal format: a region", of(`{"AWS":"arn:aws:iam:us-east-1:123456789012:role/a"}`, get), `.Principal.AWS "arn:aws:iam:us-east-1:123456789012:role/a" has a region, which no principal has (policy check "Invalid principal format"); leave the region empty, between two colons`},
		{"the id of a role that is gone", of(`{"AWS":"AROAEXAMPLEEXAMPLE12"}`, get), ""},
		{"everybody", of(`{"AWS":"*"}`, get), ""},
		{"an origin access identity", of(`{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}`, get), ""},
		{"Invalid service principal format", of(`{"Service":"ec2"}`, get), `.Principal.Service "ec2" is no service principal (policy check "Invalid service principal format"); write it as "ec2.amazonaws.com"`},
		{"Invalid principal format: a provider", of(`{"Federated":"github"}`, `"Action":"sts:AssumeRoleWithWebIdentity"`), `.Principal.Federated "github" is neither an ARN nor a host name (policy check "Invalid principal format"); write it as "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"`},
		{"a built-in provider", of(`{"Federated":"cognito-identity.amazonaws.com"}`, `"Action":"sts:AssumeRoleWithWebIdentity"`), ""},
		{"You cannot use a wildcard to match part of a principal", of(`{"AWS":"arn:aws:iam::123456789012:role/*"}`, get), `.Principal.AWS "arn:aws:iam::123456789012:role/*" has a wildcard, which IAM refuses in a principal; name it in full, or test aws:PrincipalArn in a condition`},

		{"Invalid condition key format", of(`"*"`, get+`,"Condition":{"StringEquals":{"sub":"x"}}`), `.Condition.StringEquals "sub" has no prefix (policy check "Invalid condition key format"); write it as "aws:PrincipalTag/team" or "token.actions.githubusercontent.com:sub"`},
		{"a claim of a provider", of(`"*"`, get+`,"Condition":{"StringEquals":{"a.example/path:sub":"x"}}`), ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := policy.Parse([]byte(`{"Version":"2012-10-17","Statement":` + c.give + `}`))
			switch {
			case c.fault == "":
				assert.NoError(t, err)
			default:
				assert.EqualError(t, err, "cipublisher: Statement[0]"+c.fault)
			}
		})
	}
}

func TestCheckTrust(t *testing.T) {
	everybody := &policy.Principal{Everyone: true}
	for _, c := range []struct {
		name  string
		give  policy.Statement
		fault string
	}{
		{"who may assume", policy.Statement{Sid: "A", Effect: policy.Allow, Principal: everybody, Actions: []string{"sts:AssumeRole"}}, ""},
		{"a resource", policy.Statement{Sid: "A", Effect: policy.Allow, Principal: everybody, Actions: []string{"sts:AssumeRole"}, Resources: []string{"*"}},
			`Statement[0](A).Resource has no place in a trust policy, whose resource is its own role (IAM: "Has prohibited field Resource"); remove it`},
		{"no principal", policy.Statement{Effect: policy.Allow, Actions: []string{"sts:AssumeRole"}},
			`Statement[0].Principal is missing, so that nobody may assume the role; name who may`},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := policy.New(c.give).CheckTrust()
			if c.fault == "" {
				require.NoError(t, err)
				return
			}
			assert.EqualError(t, err, "cipublisher: "+c.fault)
		})
	}
}

// A text from outside cannot pass for an unknown; one that a reader of
// templates makes can, wherever the grammar has a value or a condition key.
func TestUnknownsAreForThoseWhoResolveTemplates(t *testing.T) {
	resolved := []byte(`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"` + policy.Unknown("P") + `"},
		"Action":"` + policy.Unknown("A") + `","Resource":["` + policy.Unknown("B.Arn") + `/*","arn:aws:s3:::` + policy.Unknown("B") + `"],
		"Condition":{"ArnLike":{"aws:SourceArn":"` + policy.Unknown("T") + `"},"NumericLessThan":{"s3:max-keys":"` + policy.Unknown("N") + `"},
			"StringEquals":{"` + policy.Unknown("when C") + `":"true"}}}]}`)
	_, err := policy.ParseResolved(resolved)
	require.NoError(t, err)
	_, err = policy.Parse(resolved)
	assert.EqualError(t, err, "cipublisher: Document has the character U+FDD0 or U+FDD1, which is for internal use; remove it")
	_, err = policy.Parse([]byte(`{"Statement":{"Effect":"Allow","Action":"*","Resource":"\ufdd0B\ufdd1"}}`))
	assert.Error(t, err)
	_, err = policy.ParseResolved([]byte(`{"Statement":{"Effect":"` + policy.Unknown("E") + `","Action":"*","Resource":"*"}}`))
	assert.EqualError(t, err, `cipublisher: Statement[0].Effect "<E>" is not an effect; write "Allow" or "Deny", in this case`)
}
