package main

import (
	accounts "github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/drift"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/registry"
	"github.com/cipublisher/cipublisher/review"
)

var driftCommand = command{
	name: "drift", group: questions, arguments: "account",
	summary: "compares the roles of an account with a registry or a template",
	about: `It reads what "aws iam get-account-authorization-details" prints, and says of every role that the registry or the template makes whether ` +
		`the account has it, and whether it means the same there: who may assume it, what it may do, its permissions boundary. The comparison is by meaning. ` +
		`Roles of the account under the same path that neither of them has are listed too.` +
		"\n\n" +
		`The exit status is 1 where anything differs; with --fail-on wider, where the account grants more than they do.`,
	examples: []string{
		"cipublisher drift account.json --registry octo.registry.yaml",
		"cipublisher drift account.json --template cdk.out/CiPublisher.template.json \\\n    --region eu-west-1 --fail-on wider",
	},
	setup: func(flags *flagSet) action {
		files := accountFlag(flags).must()
		written := flags.text("registry", "FILE", "registry of repositories to compare with")
		template := flags.text("template", "FILE", "CloudFormation template to compare with, instead of --registry, in JSON or YAML").many()
		region := flags.text("region", "REGION", "region that the stacks are deployed to").otherwise("that of the registry")
		parameter := parameterFlag(flags)
		failOn := flags.text("fail-on", "WHAT", "what makes the exit status 1: different (any difference), wider (a role that is wider, extra or unknown), never").usually("different").among("a threshold", "different", "wider", never)
		format := formatFlag(flags, drift.Formats...)
		return func(c *call) {
			c.requireOneOf(written, template)
			given := c.parameters(parameter, template)
			source := givenOf(written, template)
			intended := c.intended(source, parameter, region.text(), given)
			a := c.account(files, c.accountFiles(files))
			if len(c.faults) > 0 {
				return
			}
			holders := intended(a)
			if len(c.faults) > 0 {
				return
			}
			found := drift.Compare(holders, a)
			if drift.HasUnknown(holders) {
				found.Notes = append(found.Notes, "What was written has something that only the deployment knows, which differs from whatever the account has. Give --region, and --parameter for what has no default.")
			}
			c.out.WriteString(found.Write(format.text(), report.Style{Paint: c.paint, File: fileName(source.text())}))
			c.deny(failOn.text() == "different" && found.Differs() || failOn.text() == "wider" && found.Wider())
		}
	},
}

// intention is what a registry or a template makes of an account.
type intention func(accounts.Account) ([]review.Holder, error)

// intended reads what an account is compared with before anything is known of
// the account, so that what is wrong with either is said at once.
func (c *call) intended(file, parameter *flag, region string, given map[string]string) func(accounts.Account) []review.Holder {
	intentions := map[string]intention{}
	var contents [][]byte
	for name, content := range c.files(file) {
		contents = append(contents, content)
		intentions[name] = func(a accounts.Account) ([]review.Holder, error) {
			return drift.OfTemplate(content, templateContext(name, given), a.ID, a.Partition, region)
		}
		if file.name == "registry" {
			r, err := registry.Read(content)
			c.blame(file, name, err)
			intentions[name] = func(a accounts.Account) ([]review.Holder, error) {
				return drift.OfRegistry(r, a.ID, a.Partition, region)
			}
		}
	}
	return func(a accounts.Account) (all []review.Holder) {
		for _, name := range file.list() {
			holders, err := intentions[name](a)
			c.blame(file, name, err)
			all = append(all, holders...)
		}
		if len(c.faults) == 0 {
			c.refuseUnknown(parameter, given, contents...)
		}
		return all
	}
}
