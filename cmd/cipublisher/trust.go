package main

import (
	"slices"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/trust"
)

var trustCommand = command{
	name: "trust", group: documents, document: true,
	summary: "prints the trust policy of a role: who may assume it",
	about: `The policy goes to stdout as JSON, ready for "aws iam create-role". A job is admitted when its token names one of the ` +
		`repositories, one of the contexts (branch, tag, environment, pull request, any ref) and every claim. ` +
		`Names may end in *, which then stands for any characters.` +
		"\n\n" +
		`Repositories created or renamed since July 15, 2026 send the immutable form OWNER@ID/NAME@ID. ` +
		`"gh api repos/OWNER/NAME/actions/oidc/customization/sub" shows which form a repository sends. ` +
		`A protected environment is the safest context.`,
	common: []string{"account-id", "repo", "branch", "tag", "environment", "pull-request", "any-ref", "claim", "issuer", "dev"},
	examples: []string{
		"cipublisher trust --account-id 111122223333 \\\n    --repo my-company@1234567/app@7654321 --environment release",
		"cipublisher trust --account-id 111122223333 \\\n    --repo my-company/app --branch main --tag 'v*'",
	},
	setup: func(flags *flagSet) action {
		options := trustFlags(flags)
		flags.toggle("dev", "the role is for dev releases: trusting any ref or a whole owner gives no warning")
		return func(c *call) {
			c.out.WriteString(options(c).Document().Indent())
		}
	},
}

// trustFlags declares the flags of "cipublisher trust" and returns how to read
// and check the trust that they ask for. Every command for a whole role shares
// them.
func trustFlags(flags *flagSet) func(*call) trust.Options {
	var named permission.Environment
	var options trust.Options
	var subject trust.Subject
	readAccount := flags.take("Account and region", named.Options()[:2])
	table := subject.Options(&options)
	read := flags.take("Trust", table)

	return func(c *call) trust.Options {
		readAccount(c)
		if region := flags.find("region").text(); named.Partition == "" && region != "" {
			named.Partition = aws.PartitionOf(region)
		}
		env := flags.environment(permission.Environment{AccountID: named.AccountID, Partition: named.Partition})
		read(c)
		unknownIssuer := flags.lookup("issuer").faulty
		options.Partition, options.AccountID, options.Dev = env.Partition, env.AccountID, flags.find("dev").truth()
		requireSubject(c, &subject, table)
		options.Subjects = []trust.Subject{subject}
		c.addNew(permission.Environment{AccountID: options.AccountID, Partition: options.Partition}.Validate())
		if !unknownIssuer { // what a subject may be follows from the issuer
			c.addNew(options.Validate())
		}
		c.notices = append(c.notices, options.Notices()...)
		return options
	}
}

// requireSubject reports what every trust needs, by the names of the flags.
// What is missing is then filled in, so that the rest is checked too.
func requireSubject(c *call, s *trust.Subject, t option.Table) {
	if len(s.Repositories)+len(s.Raw) == 0 {
		if !t.At("Subjects.Repositories").Given() {
			c.faults.Add("--repo", "", "is missing, and a trust without a repository would accept everybody",
				"write --repo OWNER/NAME, or --repo OWNER@ID/NAME@ID where the repository sends ids")
		}
		s.Repositories = []string{"owner/name"}
	}
	contexts := len(s.Branches) + len(s.Tags) + len(s.Environments) + len(s.RunPhases)
	if contexts == 0 && len(s.Repositories) > 0 && !s.PullRequests && !s.AnyRef {
		if !slices.ContainsFunc(t, func(o *option.Option) bool { return o.Group == trust.Context && o.Kind() == option.List && o.Given() }) {
			c.faults.Add("--branch, --tag, --environment, --pull-request and --any-ref", "", "are all missing",
				"add one; --environment with a protected environment is the safest")
		}
		s.AnyRef = true
	}
}
