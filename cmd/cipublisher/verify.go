package main

import (
	"context"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/verify"
)

var verifyCommand = command{
	name: "verify", group: questions,
	summary: "asks AWS's own checks about a policy, and compares the answers",
	about: `It asks AWS about the policy that the flags of "cipublisher policy" describe, or about policies in files: whether IAM Access Analyzer finds errors or security ` +
		`warnings in it (ValidatePolicy), whether it grants more than an earlier one (CheckNoNewAccess, with --before), whether it grants actions that ` +
		`no statement names (CheckAccessNotGranted), and what IAM's simulator decides of the requests that its statements name, and of neighbours of them ` +
		`(SimulateCustomPolicy). Each answer is compared with ours.` +
		"\n\n" +
		`It needs AWS credentials, which it takes from where the AWS CLI does; cipublisher policy --set verify prints what they must allow. The calls ` +
		`change nothing and read nothing of the account. Access Analyzer is asked in --region.` +
		"\n\n" +
		`The exit status is 0 when AWS agrees, 1 when an answer is another one or AWS can't decide, and 2 when AWS can't be asked. ` +
		`Where ours is the more cautious answer, a note says so, and the exit status stays 0.`,
	common: []string{"policy", "before", "trust", "format", "region", "account-id", "set"},
	examples: []string{
		"cipublisher verify --account-id 111122223333 --region eu-west-1 \\\n    --s3-bucket my-company-dist --ecr-repository app",
		"cipublisher policy --set audit --account-id 111122223333 |\n  cipublisher verify --policy -",
	},
	setup: func(flags *flagSet) action {
		document := flags.text("policy", "FILE", "identity policy to ask about, instead of the flags', in JSON or YAML, - for stdin").of("Document").many().document()
		before := flags.text("before", "FILE", "identity policy that the role had before, to compare with").many().document()
		trusted := flags.text("trust", "FILE", "trust policy of the role, which is validated too").of("TrustDocument").document()
		format := formatFlag(flags, "text", "json")
		own := len(flags.flags)
		flags.elsewhere = `"cipublisher policy"`
		grant := grantFlags(flags, role.Sets)
		return func(c *call) {
			subject := verify.Subject{Region: flags.find("region").text()}
			if document.asked() {
				others := slices.DeleteFunc(slices.Clone(flags.flags[own:]), func(f *flag) bool { return f.name == "region" })
				c.refuseBeside(document, others...)
				subject.Policies = c.decided(document)
			} else {
				granted := grant(c)
				if len(c.faults) == 0 {
					parts, err := policy.Split(granted.Statements)
					c.faults.Append("", err)
					subject.Policies = parts
				}
			}
			subject.Before = c.decided(before)
			if trusted.given() && !trusted.faulty {
				document := readTrust(c, trusted)
				subject.Trust = &document
			}
			if len(c.faults) > 0 {
				return
			}
			report, err := verify.Ask(context.Background(), subject, c.progress("asking AWS", format))
			if err != nil {
				c.faults.Append("", err)
				return
			}
			c.out.WriteString(map[string]func() string{"text": report.Text, "json": report.JSON}[format.text()]())
			c.deny(!report.Agrees())
		}
	},
}

// decided reads identity policies without CDK tokens, which AWS would take for
// text.
func (c *call) decided(f *flag) []policy.Document {
	documents, names := readPolicies(c, f, nil)
	for i, d := range documents {
		if content, err := d.MarshalJSON(); err == nil && strings.Contains(string(content), "{Token[") {
			c.faults.Add("--"+f.name, names[i], "holds a CDK token, which means nothing outside a CDK app", "synthesize the app, and give the policy as it is deployed")
		}
	}
	return documents
}
