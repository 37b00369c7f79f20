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
			source := c.readIntention(written, template)
			a := c.account(files, c.accountFiles(files))
			if len(c.faults) > 0 {
				return
			}
			holders := source.holders(c, a, region.text(), given, parameter)
			if len(c.faults) > 0 {
				return
			}
			found := drift.Compare(holders, a)
			if drift.HasUnknown(holders) {
				found.Notes = append(found.Notes, "What was written has something that only the deployment knows, which differs from whatever the account has. Give --region, and --parameter for what has no default.")
			}
			style := report.Style{Paint: c.paint, File: fileName(source.flag.text())}
			c.out.WriteString(found.Write(format.text(), style))
			switch failOn.text() {
			case "different":
				c.deny(found.Differs())
			case "wider":
				c.deny(found.Wider())
			}
		}
	},
}

// intention is what an account is compared with: a registry, or the templates
// of files by their names.
type intention struct {
	flag      *flag
	registry  registry.Registry
	names     []string
	templates [][]byte
}

// readIntention reads it before anything is known of the account, so that what
// is wrong with either is said at once.
func (c *call) readIntention(file, templates *flag) intention {
	w := intention{flag: givenOf(file, templates)}
	for name, content := range c.files(w.flag) {
		if w.flag == file {
			r, err := registry.Read(content)
			c.blame(file, name, err)
			w.registry = r
		} else {
			w.names, w.templates = append(w.names, name), append(w.templates, content)
		}
	}
	return w
}

// holders are the roles in it, as they would be in an account.
func (w intention) holders(c *call, a accounts.Account, region string, given map[string]string, parameter *flag) []review.Holder {
	if w.flag.name == "registry" {
		holders, err := drift.OfRegistry(w.registry, a.ID, a.Partition, region)
		c.blame(w.flag, w.flag.text(), err)
		return holders
	}
	var all []review.Holder
	for i, content := range w.templates {
		holders, err := drift.OfTemplate(content, templateContext(w.names[i], given), a.ID, a.Partition, region)
		c.blame(w.flag, w.names[i], err)
		all = append(all, holders...)
	}
	if len(c.faults) == 0 {
		c.refuseUnknown(parameter, given, w.templates...)
	}
	return all
}
