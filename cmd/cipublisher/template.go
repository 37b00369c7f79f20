package main

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
)

// templateCommand prints the stack that the construct would make.
var templateCommand = command{
	name:    "template",
	summary: "prints the stack of a publisher as a CloudFormation template: policy, role and, if asked for, the identity provider",
	about: `The template goes to stdout as JSON, ready for "aws cloudformation deploy --capabilities CAPABILITY_NAMED_IAM". It has the resources that ` +
		`the construct CiPublisher makes of the same options, under the same logical ids, so that neither replaces what the other has deployed.` +
		"\n\n" +
		`Account and region that are not named are those of the deployment. Without any flag about trust there is no role, and the policy is there to attach to one of yours.` +
		"\n\n" +
		`A registry lists many repositories and makes one role for each, in several stacks. Their templates are printed as one JSON object with the stacks' names as keys, ` +
		`or written to a folder; a registry with one stack prints its template.`,
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
	grant := setFlags(flags, sets)
	before := len(flags.flags)
	trust := trustFlags(flags)
	ofTrust := slices.Clone(flags.flags[before:])
	createProvider := flags.add(flag{
		name: "create-provider", preset: "false",
		about: "create the account's identity provider for the issuer, and keep it when the stack is deleted; without it, the account has one",
	})
	policyName := flags.add(flag{
		name: "policy-name", value: "NAME", options: []string{"PolicyName"},
		about: "name of the managed policy; without it, the set's name, with -dev after it for dev releases",
	})
	path := flags.add(flag{
		name: "policy-path", value: "PATH", options: []string{"PolicyPath"}, preset: role.DefaultPath,
		about: "path of the policy and the role",
	})
	roleName := flags.add(flag{
		name: "role-name", value: "NAME", options: []string{"Role.Name"},
		about: "name of the role; without it, that of the policy",
	})
	session := flags.add(flag{
		name: "max-session", value: "SECONDS", options: []string{"Role.MaxSessionDuration"},
		about: "longest session of the role, 3600 to 43200 seconds; without it, 3600",
	})
	constructID := flags.add(flag{
		name: "construct-id", value: "ID", options: []string{"ID"},
		about: "id that the construct would have, from which the logical ids derive; without it, Publisher, or DevPublisher with --dev",
	})
	outputs := flags.add(flag{
		name: "outputs", preset: "true",
		about: "add outputs for the ARNs of policy and role, and for the subjects that the role accepts",
	})
	return func(c *call) template.Stack {
		env, sound := grant(c)
		dev := flags.truthOf("dev")
		made := template.Role{ID: textOr(constructID, "Publisher"), Outputs: outputs.truth()}
		suffix := ""
		if dev {
			made.ID, suffix = textOr(constructID, "DevPublisher"), role.DevSuffix
		}
		made.Sets, made.Path = sound, path.text()
		made.PolicyName = textOr(policyName, strings.Join(flags.lookup("set").list(), "-")+suffix)
		if slices.ContainsFunc(append(ofTrust, createProvider, roleName, session), func(f *flag) bool { return f.given() || f.faulty }) {
			options := trust(c)
			made.Trust, made.RoleName, made.SessionSeconds = &options, roleName.text(), c.number(session)
		}
		if createProvider.truth() && flags.textOf("provider-arn") != "" {
			c.faults.Add("--create-provider", "", "is given beside --provider-arn, and one excludes the other", "leave one of them out")
		}
		stack := template.Stack{
			Description: "Roles that CI pipelines publish artifacts with",
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

func textOr(f *flag, otherwise string) string {
	if f.given() {
		return f.text()
	}
	return otherwise
}
