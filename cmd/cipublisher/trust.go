package main

import (
	"strings"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/trust"
)

// trustCommand prints the trust policy of a role.
var trustCommand = command{
	name:    "trust",
	summary: "prints the trust policy of a role: who may assume it",
	about: `The policy goes to stdout as JSON, ready for "aws iam create-role". A job is admitted when its token names one of the ` +
		`repositories, one of the contexts (branch, tag, environment, pull request, any ref) and every claim. ` +
		`Names may end in *, which then stands for any characters.` +
		"\n\n" +
		`Repositories created or renamed since July 15, 2026 send the immutable form OWNER@ID/NAME@ID. ` +
		`"gh api repos/OWNER/NAME/actions/oidc/customization/sub" shows which form a repository sends. ` +
		`A protected environment is the safest context.`,
	examples: []string{
		"cipublisher trust --account-id 111122223333 \\\n    --repo my-company@1234567/app@7654321 --environment release",
		"cipublisher trust --account-id 111122223333 \\\n    --repo my-company/app --branch main --tag 'v*'",
	},
	setup: func(flags *flagSet) action {
		options := trustFlags(flags)
		flags.add(flag{
			name: "dev", options: []string{"Dev"}, preset: "false",
			about: "the role is for dev releases: trusting any ref or a whole owner gives no warning",
		})
		return func(c *call) {
			c.out.WriteString(options(c).Document().Indent())
		}
	},
}

// trustFlags declares the flags of "cipublisher trust" and returns how to read
// and check the trust that they ask for. Every command for a whole role shares
// them.
func trustFlags(flags *flagSet) func(*call) trust.Options {
	account, partition := accountFlags(flags)
	repositories := flags.add(flag{
		name: "repo", value: "REPOSITORY", options: []string{"Subjects", "Subjects.Repositories"}, repeatable: true,
		about: "repository that is trusted: OWNER/NAME, OWNER@ID/NAME@ID, or all of an owner, OWNER/* or OWNER@ID/*",
	})
	branches := flags.add(flag{
		name: "branch", value: "NAME", options: []string{"Subjects.Branches"}, repeatable: true,
		about: "branch that jobs may run for, such as main or release/*",
	})
	tags := flags.add(flag{
		name: "tag", value: "NAME", options: []string{"Subjects.Tags"}, repeatable: true,
		about: "tag that jobs may run for, such as v*",
	})
	environments := flags.add(flag{
		name: "environment", value: "NAME", options: []string{"Subjects.Environments"}, repeatable: true,
		about: "deployment environment that jobs may name",
	})
	pullRequests := flags.add(flag{
		name: "pull-request", options: []string{"Subjects.PullRequests"}, preset: "false",
		about: "trust jobs that a pull request started",
	})
	anyRef := flags.add(flag{
		name: "any-ref", options: []string{"Subjects.AnyRef"}, preset: "false",
		about: "trust every branch and tag, but neither pull requests nor environments",
	})
	claims := flags.add(flag{
		name: "claim", value: "KEY=VALUE", options: []string{"Subjects.Claims"}, repeatable: true, keyed: true,
		about: "claim that the token must have too, such as job_workflow_ref=OWNER/NAME/.github/workflows/FILE@REF; a key that is repeated accepts each value",
	})
	bothForms := flags.add(flag{
		name: "both-forms", options: []string{"Subjects.BothForms"}, preset: "false",
		about: "accept the plain form too of repositories given with ids, from tokens with these ids, while they migrate",
	})
	raw := flags.add(flag{
		name: "subject", value: "SUB", options: []string{"Subjects.Raw"}, repeatable: true,
		about: "whole value of the sub claim, for repositories that customized it",
	})
	phases := flags.add(flag{
		name: "run-phase", value: "PHASE", options: []string{"Subjects.RunPhases"}, repeatable: true,
		about: "plan or apply, with --issuer terraform",
	})
	issuer := flags.add(flag{
		name: "issuer", value: "ISSUER", options: []string{"Issuer"}, preset: trust.IssuerNames()[0],
		about: "who signs the tokens: " + strings.Join(trust.IssuerNames(), ", "),
	})
	provider := flags.add(flag{
		name: "provider-arn", value: "ARN", options: []string{"ProviderArn"},
		about: "identity provider in IAM; without it, the account's own for the issuer",
	})
	audience := flags.add(flag{
		name: "audience", value: "AUDIENCE", options: []string{"Audience"},
		about: "audience of the tokens; without it, the one that the issuer's client for AWS asks for in the partition",
	})
	quota := flags.add(flag{
		name: "trust-quota", value: "CHARACTERS", options: []string{"Quota"},
		about: "the account's quota on the size of a trust policy, where AWS has raised it; without it, 2048",
	})

	return func(c *call) trust.Options {
		named := permission.Environment{AccountID: account.text(), Partition: partition.text()}
		if region := flags.textOf("region"); named.Partition == "" && region != "" {
			named.Partition = permission.PartitionOf(region)
		}
		env := flags.environment(named)
		options := trust.Options{
			ProviderARN: provider.text(),
			Partition:   env.Partition,
			AccountID:   env.AccountID,
			Audience:    audience.text(),
			Quota:       c.number(quota),
			Dev:         flags.truthOf("dev"),
		}
		issuer, err := trust.ParseIssuer(issuer.text())
		options.Issuer = issuer
		subject := trust.Subject{
			Repositories: repositories.list(),
			BothForms:    bothForms.truth(),
			Branches:     branches.list(),
			Tags:         tags.list(),
			Environments: environments.list(),
			PullRequests: pullRequests.truth(),
			AnyRef:       anyRef.truth(),
			RunPhases:    phases.list(),
			Raw:          raw.list(),
			Claims:       trust.Claims{},
		}
		for key, values := range c.pairs(claims) {
			subject.Claims[trust.Claim(key)] = values
		}
		requireSubject(c, &subject, repositories)
		options.Subjects = []trust.Subject{subject}
		c.addNew(permission.Environment{AccountID: options.AccountID, Partition: options.Partition}.Validate())
		if err == nil { // what a subject may be follows from the issuer
			err = options.Validate()
		}
		c.addNew(err)
		c.notices = append(c.notices, options.Notices()...)
		return options
	}
}

// requireSubject reports what every trust needs, by the names of the flags.
// What is missing is then filled in, so that the rest is checked too.
func requireSubject(c *call, s *trust.Subject, repositories *flag) {
	if len(s.Repositories)+len(s.Raw) == 0 {
		if !repositories.faulty {
			c.faults.Add("--repo", "", "is missing, and a trust without a repository would accept everybody",
				"write --repo OWNER/NAME, or --repo OWNER@ID/NAME@ID where the repository sends ids")
		}
		s.Repositories = []string{"owner/name"}
	}
	contexts := len(s.Branches) + len(s.Tags) + len(s.Environments) + len(s.RunPhases)
	if contexts == 0 && len(s.Repositories) > 0 && !s.PullRequests && !s.AnyRef {
		c.faults.Add("--branch, --tag, --environment, --pull-request and --any-ref", "", "are all missing",
			"add one; --environment with a protected environment is the safest")
		s.AnyRef = true
	}
}
