package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

var templateCommand = command{
	name: "template", group: documents, document: true,
	summary: "prints a publisher's stack as a CloudFormation template",
	about: `The stack has the policy, the role and, if asked for, the identity provider. The template goes to stdout as JSON, ready for "aws cloudformation deploy --capabilities CAPABILITY_NAMED_IAM". It has the resources that ` +
		`the construct CiPublisher makes of the same options, under the same logical ids, so that neither replaces what the other has deployed.` +
		"\n\n" +
		`Account and region that are not named are those of the deployment. Without any flag about trust there is no role, and the policy is there to attach to one of yours.` +
		"\n\n" +
		`A registry lists many repositories and makes one role for each, in several stacks. Their templates are printed as one JSON object with the stacks' names as keys, ` +
		`or written to a folder; a registry with one stack prints its template.`,
	common: []string{"account-id", "region", "s3-bucket", "ecr-repository", "codeartifact-domain", "repo", "environment", "create-provider", "registry", "out", "dev"},
	examples: []string{
		"cipublisher template --s3-bucket my-company-dist --create-provider \\\n    --repo my-company@1234567/app@7654321 --environment release",
		"cipublisher template --account-id 111122223333 --region eu-west-1 \\\n    --s3-bucket my-company-dist --dev \\\n    --repo my-company@1234567/app@7654321 --any-ref",
		"cipublisher template --registry registry.yaml",
	},
	setup: func(flags *flagSet) action {
		flags.deployed = true
		stack := stackFlags(flags)
		registry := registryFlags(flags)
		return func(c *call) {
			if registry(c) {
				return
			}
			made, err := stack(c).Template()
			if len(c.faults) == 0 {
				c.faults.Append("", err)
				c.out.WriteString(made.Indent())
			}
		}
	},
}

// stackFlags declares the flags of one publisher's stack and returns how to
// read it.
func stackFlags(flags *flagSet) func(*call) template.Stack {
	grant := setFlags(flags, role.Sets)
	var made template.Role
	var service trust.Service
	declared := len(flags.flags)
	readTrust := trustFlags(flags)
	createProvider := flags.toggle("create-provider", "create the account's identity provider for the issuer, and keep it when the stack is deleted; without it, the account has one")
	ofTrust := slices.Clone(flags.flags[declared:])
	readService := flags.take("Roles of AWS services", service.Options())
	ofService := slices.Clone(flags.flags[declared+len(ofTrust):])
	roleOptions := made.Role.Options()
	readRole := flags.take("Role", roleOptions)
	constructID := flags.text("construct-id", "ID", "id that the construct would have, from which the logical ids derive; without it, Publisher, or DevPublisher with --dev").of("ID")
	outputs := flags.toggle("outputs", "add outputs for the ARNs of policy and role, and for the subjects that the role accepts").usually("true")
	return func(c *call) template.Stack {
		env, sound := grant(c)
		readRole(c)
		readService(c)
		made.Sets, made.Outputs = sound, outputs.truth()
		id, suffix := "Publisher", ""
		if flags.find("dev").truth() {
			id, suffix = "DevPublisher", role.DevSuffix
		}
		made.ID = cmp.Or(constructID.text(), id)
		if !roleOptions.At("PolicyName").Given() {
			made.PolicyName = strings.Join(flags.lookup("set").list(), "-") + suffix
		}
		if slices.ContainsFunc(ofService, (*flag).asked) {
			made.Service = &service
		}
		ofRole := slices.ContainsFunc(roleOptions, func(o *option.Option) bool { return o.Given() && strings.HasPrefix(o.Path, "Role.") })
		if slices.ContainsFunc(ofTrust, (*flag).asked) || ofRole && made.Service == nil {
			options := readTrust(c)
			made.Trust = &options
		}
		if createProvider.truth() && flags.find("provider-arn").text() != "" {
			c.faults.Add("--create-provider", "", "is given beside --provider-arn, and one excludes the other", "leave one of them out")
		}
		stack := template.Stack{
			Description: template.Description,
			Environment: env, CreateProvider: createProvider.truth(), Roles: []template.Role{made},
		}
		var faults fault.List
		faults.Append("", stack.Validate())
		c.addNew(slices.DeleteFunc(faults, func(f fault.Fault) bool {
			return f.Option == "Sets" // unsound ones have been reported, and left out
		}).Err())
		return stack
	}
}
