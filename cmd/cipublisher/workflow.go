package main

import (
	"slices"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/job"
	"github.com/cipublisher/cipublisher/role"
)

var workflowCommand = command{
	name: "workflow", group: documents,
	summary: "prints a CI job that publishes with the role",
	about: `The flags are those of "cipublisher policy" and "cipublisher trust" for the role; the job logs in without a stored key and publishes to every store ` +
		`that the policy grants. A role for releases gives a release job; with --dev, a job for dev releases.` +
		"\n\n" +
		`The job builds nothing: it publishes the folder dist and the Dockerfile of the repository. Names that the flags leave open are variables, which the job lists.` +
		"\n\n" +
		`Actions are pinned to their major version. To pin them to commits, as GitHub recommends for actions of others, let Dependabot or a tool of your choice rewrite the file.`,
	common: []string{"ci", "role-arn", "account-id", "region", "s3-bucket", "ecr-repository", "codeartifact-domain", "codeartifact-repository", "repo", "environment", "dev"},
	examples: []string{
		"cipublisher workflow --account-id 111122223333 --region eu-west-1 \\\n" +
			"    --s3-bucket my-company-dist --repo my-company/app --environment release",
		"cipublisher workflow --ci gitlab --issuer gitlab --account-id 111122223333 \\\n" +
			"    --region eu-west-1 --s3-bucket my-company-dist \\\n    --repo my-group/app --tag 'v*'",
	},
	setup: func(flags *flagSet) action {
		ci := flags.text("ci", "CI", "github or gitlab").of("CI").usually("github").among("a CI that jobs are written for", "github", "gitlab")
		roleARN := flags.text("role-arn", "ARN", "role to assume; without it, the one that the construct makes: /ci/publisher, with --dev /ci/publisher-dev").of("RoleARN")
		flags.elsewhere = `"cipublisher policy" and "cipublisher trust"`
		grant, options := grantFlags(flags, role.Sets[:1]), trustFlags(flags)
		return func(c *call) {
			document := grant(c)
			trusted := options(c)
			service, ok := job.Named(ci.text())
			if ok && !slices.Contains(service.Issuers, trusted.Issuer.Name()) {
				c.faults.Add("--issuer", flags.find("issuer").text(), "signs no tokens for jobs of "+ci.text(), "write "+service.Remedy)
			}
			if flags.find("region").text() == "" {
				c.addNew(fault.Fault{Option: "Region", Problem: "is missing", Remedy: "write --region REGION"})
			}
			c.roleARN(roleARN, "")
			if len(c.faults) > 0 {
				return
			}
			c.out.WriteString(service.Write(document, trusted, job.Settings{
				Dev: flags.find("dev").truth(), RoleARN: roleARN.text(), Region: flags.find("region").text(), AccountID: flags.find("account-id").text(),
				WriteOnce: flags.find("s3-write-once").truth(), KMSKey: flags.find("s3-kms-key").text(), TokenDuration: flags.find("token-duration").text(),
			}))
		}
	},
}
