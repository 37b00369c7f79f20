package main

import (
	"encoding/json"
	"strconv"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
)

var policyCommand = command{
	name: "policy", group: documents, document: true,
	summary: "prints the identity policy of a role: what it may do",
	about: `The policy goes to stdout as JSON, ready for "aws iam create-policy". It is the one that the construct CiPublisher ` +
		`makes of the same options, with the same defaults: what the flags name, and nothing else.` +
		"\n\n" +
		`Other sets are for other jobs; several --set make one policy. ` +
		`What is too large for one managed policy, 6,144 characters, is divided among as few as hold it, ten at most. They are then printed as a JSON list; --part prints one of them.`,
	common: []string{"account-id", "region", "set", "preset", "s3-bucket", "s3-prefix", "ecr-repository", "codeartifact-domain", "codeartifact-repository", "allow-delete", "dev"},
	examples: []string{
		"cipublisher policy --account-id 111122223333 --region eu-west-1 \\\n    --s3-bucket my-company-dist --ecr-repository app \\\n    --codeartifact-domain my-company --codeartifact-repository packages",
		"cipublisher policy --account-id 111122223333 --region eu-west-1 \\\n    --preset terraform-aws-ci-publisher --s3-bucket my-company-dist",
		"cipublisher policy --account-id 111122223333 --region eu-west-1 \\\n    --s3-bucket my-company-dist --dev",
		"cipublisher policy --account-id 111122223333 --region eu-west-1 \\\n    --s3-bucket my-company-dist --s3-prefix release/ --s3-dev-prefix dev/ \\\n    --s3-require-release-tag --ecr-repository app --ecr-dev-repository 'dev/*'",
		"cipublisher policy --account-id 111122223333 --region eu-west-1 \\\n    --set ecr-push --ecr-repository app \\\n" +
			"    --set ecs-deploy --ecs-cluster prod --ecs-service app --task-family app \\\n    --pass-role app-task --pass-role app-execution",
		"cipublisher policy --set terraform-state --state-bucket my-company-state \\\n    --state-key live/app.tfstate --read-only",
	},
	setup: func(flags *flagSet) action {
		grant := grantFlags(flags, role.Sets)
		part := flags.text("part", "N", "print the Nth of the policies only, counted from 1")
		return func(c *call) {
			document, n := grant(c), c.number(part)
			if len(c.faults) > 0 {
				return
			}
			documents, err := policy.Split(document.Statements)
			c.faults.Append("", err)
			if err == nil {
				writeParts(c, documents, n)
			}
		}
	},
}

// writeParts writes one of several documents, or all: one by itself, several
// as a list. part is 0 for all.
func writeParts(c *call, documents []policy.Document, part int) {
	switch {
	case part > len(documents):
		c.faults.Add("--part", strconv.Itoa(part), "does not exist: the policy has "+strconv.Itoa(len(documents)), "leave it out, or choose one of those")
	case part > 0 || len(documents) == 1:
		c.out.WriteString(documents[max(part, 1)-1].Indent())
	default:
		list, _ := json.MarshalIndent(documents, "", "  ") // documents are always valid
		c.out.Write(append(list, '\n'))
		c.notices = append(c.notices, fault.Notice{ID: "several-policies", Note: true, Text: "the policy is too large for one managed policy and is divided among " +
			strconv.Itoa(len(documents)) + ", which the role needs all of; --part 1 to --part " + strconv.Itoa(len(documents)) + " print them one by one"})
	}
}
