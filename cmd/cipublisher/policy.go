package main

// policyCommand prints what a role may do.
var policyCommand = command{
	name:    "policy",
	summary: "prints the identity policy of a role: what it may do",
	about: `The policy goes to stdout as JSON, ready for "aws iam create-policy". It is the one that the construct CiPublisher ` +
		`makes of the same options, with the same defaults: every ECR repository of the account and region, and what the flags name of S3 and CodeArtifact.`,
	examples: []string{
		"cipublisher policy --account-id 111122223333 --region eu-west-1 \\\n    --s3-bucket my-company-dist --codeartifact-domain my-company",
		"cipublisher policy --account-id 111122223333 --region eu-west-1 \\\n    --s3-bucket my-company-dist --dev",
	},
	setup: func(flags *flagSet) action {
		grant := grantFlags(flags, sets)
		return func(c *call) {
			document := grant(c)
			refuseOversized(c, document)
			c.out.WriteString(document.Indent())
		}
	},
}
