package resource_test

import "github.com/cipublisher/cipublisher/resource"

const (
	principalForm = `; write it as "arn:aws:iam::123456789012:role/ci/publisher" or "arn:aws:iam::123456789012:root"`
	noPattern     = " has a wildcard or a variable, and a principal can't be a pattern; name each role, or the account"
)

var refusedPrincipals = []refused{
	{"a public principal", principal("*"), []string{`Principals[0] "*" is everybody on earth; name a role, an account, or an organization in OrganizationId`}},
	{"a principal that is no ARN", principal("publisher"), []string{`Principals[0] "publisher" is no ARN; write the whole ARN, such as "arn:aws:iam::123456789012:role/ci/publisher"`}},
	{"an empty principal", principal(""), []string{`Principals[0] is empty; write the ARN of a role; perhaps a variable is not set`}},
	{"an account id", principal("123456789012"), []string{`Principals[0] "123456789012" is an account id, not an ARN; write "arn:aws:iam::ID:root" for everybody in the account, or name a role of it`}},
	{"a service", principal("codebuild.amazonaws.com"), []string{`Principals[0] "codebuild.amazonaws.com" is an AWS service; name the role that the service runs the job with`}},
	{"a session", principal("arn:aws:sts::123456789012:assumed-role/builder/1"), []string{`Principals[0] "arn:aws:sts::123456789012:assumed-role/builder/1" is a session, which ends; name the role: arn:aws:iam::ID:role/PATH/NAME`}},
	{"a federated session", principal("arn:aws:sts::123456789012:federated-user/bob"), []string{`Principals[0] "arn:aws:sts::123456789012:federated-user/bob" is a session, which ends; name the user`}},
	{"a group", principal("arn:aws:iam::123456789012:group/ci"), []string{`Principals[0] "arn:aws:iam::123456789012:group/ci" is a group, and groups can't be principals; name a role`}},
	{"an identity provider", principal("arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"), []string{`Principals[0] "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" is an identity provider, which no store knows; name the role that its users assume`}},
	{"an instance profile", principal("arn:aws:iam::123456789012:instance-profile/ci"), []string{`Principals[0] "arn:aws:iam::123456789012:instance-profile/ci" is an instance profile; name the role that is in it`}},
	{"a policy", principal("arn:aws:iam::123456789012:policy/ci/builder"), []string{`Principals[0] "arn:aws:iam::123456789012:policy/ci/builder" is a policy; name the role that it is attached to`}},
	{"another thing's ARN", principal("arn:aws:s3:::acme-dist"), []string{`Principals[0] "arn:aws:s3:::acme-dist" is not the ARN of a role, a user or an account` + principalForm}},
	{"every role of an account", principal("arn:aws:iam::123456789012:role/*"), []string{`Principals[0] "arn:aws:iam::123456789012:role/*"` + noPattern}},
	{"every account", principal("arn:aws:iam::*:root"), []string{`Principals[0] "arn:aws:iam::*:root"` + noPattern}},
	{"a variable", principal("arn:aws:iam::123456789012:role/${aws:username}"), []string{`Principals[0] "arn:aws:iam::123456789012:role/${aws:username}"` + noPattern}},
	{"a wildcard beside a token", principal("${Token[TOKEN.1]}*"), []string{`Principals[0] "${Token[TOKEN.1]}*"` + noPattern}},
	{"an account with hyphens", principal("arn:aws:iam::1234-5678-9012:root"), []string{`Principals[0] "arn:aws:iam::1234-5678-9012:root" is not the ARN of a role, a user or an account` + principalForm}},
	{"another partition", principal("arn:aws-cn:iam::123456789012:role/ci/builder"), []string{`Principals[0] "arn:aws-cn:iam::123456789012:role/ci/builder" is in another partition than the store, and no grant reaches across partitions; publish to a store of partition aws-cn`}},
	{"an organization's number", func(g *resource.Grant) { g.Principals.OrganizationID = "r-ab12" }, []string{`OrganizationId "r-ab12" is not the id of an organization; write it as AWS Organizations shows it, such as "o-a1b2c3d4e5"`}},
	{"a partition that is none", principal("arn:awsx:iam::123456789012:role/ci/publisher"), []string{`Principals[0] "arn:awsx:iam::123456789012:role/ci/publisher" is not the ARN of a role, a user or an account; write it as "arn:aws:iam::123456789012:role/ci/publisher" or "arn:aws:iam::123456789012:root"`}},
}
