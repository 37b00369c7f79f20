package main

import (
	"strings"
	"time"

	accounts "github.com/cipublisher/cipublisher/account"
	"github.com/cipublisher/cipublisher/audit"
)

var auditCommand = command{
	name: "audit", group: questions, arguments: "account",
	summary: "finds roles that strangers may assume, or that may do too much",
	about: `It reads what the AWS CLI prints of an account, and lists every role that a token of a CI job may assume, at once or by going on from ` +
		`another role: who is admitted, what the role may do within its permissions boundary, and what is wrong with that, the worst first. ` +
		`The attacks of the security model are tried: a finding about a trust policy has the claims of a token that is admitted.` +
		"\n\n" +
		"The files:\n\n" +
		"    aws iam get-account-authorization-details >account.json\n" +
		"    aws iam list-open-id-connect-providers >providers.json\n" +
		"    aws iam get-open-id-connect-provider \\\n        --open-id-connect-provider-arn ARN >>providers.json" +
		"\n\n" +
		`Only the first is needed. The other two say which providers have no role, and which audiences they take. Pages of the details may be a file each.` +
		"\n\n" +
		`--live asks AWS for all of that, and changes nothing. "cipublisher policy --set audit" prints the policy that it needs.` +
		"\n\n" +
		`The exit status is 1 where a finding is as bad as --fail-on says, or worse. High is the default because an account can be gated on it from the ` +
		`first day: somebody whom nobody meant to trust is admitted, or a job can do anything. Medium and low are for a person to weigh. ` +
		`What can't be read may grant anything, and is a finding.`,
	examples: []string{
		"cipublisher audit account.json providers.json",
		"cipublisher audit account.json --fail-on medium --format sarif",
		"cipublisher audit account.json --fail-on never -o markdown",
	},
	setup: func(flags *flagSet) action {
		files := accountFlag(flags)
		ask := flags.toggle("live", "read the account from AWS instead of files, with the credentials that the AWS CLI would use")
		failOn := flags.text("fail-on", "LEVEL", "exit with 1 where a finding has this level or a worse one: "+strings.Join(append(levels(), never), ", ")).usually("high").among("a level", append(levels(), never)...)
		format := formatFlag(flags, strings.Split(audit.FormatNames(), ", ")...)
		unused := flags.text("unused-days", "DAYS", "days without use after which a role counts as unused").usually("90")
		asOf := flags.text("as-of", "DATE", "day that --unused-days counts back from, such as 2026-11-29").of("Now").otherwise("today")
		return func(c *call) {
			write, _ := audit.FormatNamed(format.text())
			options := audit.Options{Now: time.Now(), UnusedDays: c.number(unused)}
			if asOf.given() && !asOf.faulty {
				day, err := time.Parse(time.DateOnly, asOf.text())
				if err != nil {
					c.faults.Add("--as-of", asOf.text(), "is not a date", "write it as 2026-11-29")
				}
				options.Now = day
			}
			switch asked := ask.truth(); {
			case asked && files.given():
				c.faults.Add("--live", "true", "is given beside a file, and one excludes the other", "leave one of them out")
			case !asked && !files.given() && !files.faulty && !ask.faulty:
				c.faults.Add("--account", "", "is missing", "write --account FILE, or --live")
			}
			read := c.accountFiles(files)
			if ask.truth() && len(c.faults) == 0 {
				read = c.askAccount(format)
			}
			a := c.account(files, read)
			if len(c.faults) > 0 {
				return
			}
			report := audit.Run(a, options)
			c.out.WriteString(write.Write(report, audit.Style{Paint: c.paint, Place: audit.Places(read)}))
			found, any := report.Worst()
			c.deny(any && failOn.text() != never && found.Reaches(audit.Level(failOn.text())))
		}
	},
}

const never = "never"

func levels() []string {
	var all []string
	for _, l := range audit.Levels {
		all = append(all, string(l))
	}
	return all
}

func accountFlag(flags *flagSet) *flag {
	return flags.text("account", "FILE", "details of the account as the AWS CLI prints them, - for stdin").many().document().huge()
}

func (c *call) accountFiles(f *flag) (files []audit.File) {
	for name, content := range c.files(f) {
		files = append(files, audit.File{Name: fileName(name), Content: content})
	}
	return files
}

// account returns what files say of an account, unless there are faults already.
func (c *call) account(f *flag, files []audit.File) (a accounts.Account) {
	if len(c.faults) > 0 {
		return a
	}
	var contents [][]byte
	for _, file := range files {
		contents = append(contents, file.Content)
	}
	a, err := accounts.Read(contents...)
	c.blameAll(f, err)
	return a
}

// blameAll reports what is wrong in files that are read together.
func (c *call) blameAll(f *flag, err error) { c.blame(f, strings.Join(f.list(), ", "), err) }
