package main

import (
	"errors"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/review"
	"github.com/cipublisher/cipublisher/trust"
)

// checkTrustCommand decides whether a token may assume a role, and says why not.
var checkTrustCommand = command{
	name: "check trust", group: questions,
	summary: "says whether a token may assume a role, and if not, why",
	about: `It answers "Not authorized to perform sts:AssumeRoleWithWebIdentity": each condition of the trust policy that the token ` +
		`does not meet, the value wanted and the value seen, and the likely causes. The signature of a token is not verified. ` +
		`A token that is admitted by a statement that would admit strangers too is warned about.` +
		"\n\n" +
		`Conditions on the request, such as aws:SourceIp, leave the answer undecided, with exit status 1, until --context gives their values.` +
		"\n\n" +
		`A job on GitHub that may write id-token gets its token from "$ACTIONS_ID_TOKEN_REQUEST_URL&audience=sts.amazonaws.com"; ` +
		`--token reads the answer as it stands. A token is a credential: keep it out of logs, or pass on its claims alone.`,
	examples: []string{
		"cipublisher trust --account-id 111122223333 \\\n" +
			"    --repo my-company@1234567/app@7654321 --environment release |\n" +
			"  cipublisher check trust --policy - --claims claims.json",
		"cipublisher check trust --template cdk.out/CiPublisher.template.json \\\n" +
			"    --role PublisherRole64A1E8C0 --claims claims.json",
	},
	setup: func(flags *flagSet) action {
		document := flags.add(flag{
			name: "policy", value: "FILE", options: []string{"Document"},
			about: "trust policy of the role in JSON or YAML, or what aws iam get-role prints, - for stdin",
		})
		template := flags.add(flag{
			name: "template", value: "FILE", options: []string{"Template"},
			about: "instead of --policy: CloudFormation template in JSON or YAML that has the role, such as cdk synth writes to cdk.out, - for stdin",
		})
		account := flags.add(flag{
			name: "account", value: "FILE", options: []string{"Account"},
			about: "instead of --policy: what aws iam get-account-authorization-details or list-roles prints, - for stdin",
		})
		role := flags.add(flag{
			name: "role", value: "ROLE", options: []string{"Role"},
			about: "logical id of the role in the template, or its name in the account; required with --template and --account",
		})
		parameter := flags.add(flag{
			name: "parameter", value: "KEY=VALUE", options: []string{"Parameters"}, repeatable: true,
			about: "value of a parameter of the template; default: the template's",
		})
		claims := flags.add(flag{
			name: "claims", value: "FILE", options: []string{"Claims"},
			about: "claims of the token as an object in JSON or YAML, - for stdin",
		})
		token := flags.add(flag{
			name: "token", value: "FILE", options: []string{"Token"},
			about: "instead of --claims: the token itself, a JWT, - for stdin; it is decoded, not verified",
		})
		context := flags.add(flag{
			name: "context", value: "KEY=VALUE", options: []string{"Context"}, repeatable: true,
			about: "condition key of the request and its value, such as aws:SourceIp=192.0.2.1; a key that is repeated has several values",
		})
		return func(c *call) {
			c.requireOneOf(document, template, account)
			c.requireOneOf(claims, token)
			if role.given() && !template.given() && !account.given() && !template.faulty && !account.faulty {
				c.faults.Add("--role", role.text(), "means nothing without --template or --account", "add one of them, or leave --role out")
			}
			given := c.parameters(parameter, template)
			check := trust.Checker{Context: readContext(c, context)}
			var wanted policy.Document
			if document.given() {
				wanted = readTrust(c, document)
			}
			if template.given() {
				wanted = readRole(c, template, role, c.read, func(content []byte, role string) (policy.Document, error) {
					c.refuseUnknown(parameter, given, content)
					return review.RoleTrust(content, role, given)
				})
			}
			if account.given() {
				wanted = readRole(c, account, role, c.readJSON, trust.FromIAM)
			}
			var seen trust.Token
			if claims.given() {
				seen = readToken(c, claims, c.readJSON, trust.ParseClaims)
			}
			if token.given() {
				seen = readToken(c, token, c.read, trust.ParseJWT)
			}
			if len(c.faults) > 0 {
				return
			}
			result, err := check.Check(wanted, seen)
			if err != nil {
				// What IAM would refuse is in the file that was given, whichever it is.
				source := givenOf(document, template, account)
				c.blame(source, source.text(), err)
				return
			}
			c.out.WriteString(result.Report())
			if !result.Allowed {
				c.status = exitDenied
			}
		}
	},
}

// givenOf returns the flag of several that was given.
func givenOf(flags ...*flag) *flag {
	return flags[max(0, slices.IndexFunc(flags, (*flag).given))]
}

// requireOneOf reports flags that exclude each other, and that none is given.
func (c *call) requireOneOf(flags ...*flag) {
	given := slices.DeleteFunc(slices.Clone(flags), func(f *flag) bool { return !f.given() })
	for i, f := range given {
		if i > 0 {
			c.faults.Add("--"+f.name, f.text(), "is given beside --"+given[0].name+", and one excludes the other", "leave one of them out")
		}
	}
	if len(given) == 0 && !slices.ContainsFunc(flags, func(f *flag) bool { return f.faulty }) {
		var usages []string
		for _, f := range flags {
			usages = append(usages, "--"+f.name+" "+f.value)
		}
		c.faults.Add("--"+flags[0].name, "", "is missing", "write "+strings.Join(usages, " or "))
	}
}

// fileReader reads a file that a flag names.
type fileReader func(f *flag, file string) (content []byte, ok bool)

// readTrust returns the trust policy in a file: the policy itself, or the role
// that has it as the AWS CLI prints it.
func readTrust(c *call, f *flag) policy.Document {
	content, ok := c.readJSON(f, f.text())
	if !ok {
		return policy.Document{}
	}
	if strings.Contains(string(content), "{Token[") {
		c.faults.Add("--"+f.name, f.text(), "holds a CDK token, which means nothing outside a CDK app", "synthesize the app, and give its template as --template")
		return policy.Document{}
	}
	parse := policy.Parse
	if trust.IsIAMOutput(content) {
		parse = func(content []byte) (policy.Document, error) { return trust.FromIAM(content, "") }
	}
	document, err := parse(content)
	if several := new(fault.List); errors.As(err, several) && (*several)[0].Option == "Role" {
		c.faults.Add("--"+f.name, f.text(), "has several roles", "give it as --account, and name the role in --role")
		return policy.Document{}
	}
	c.blame(f, f.text(), err)
	if err == nil && !slices.ContainsFunc(document.Statements, func(s policy.Statement) bool { return s.Principal != nil || s.NotPrincipal != nil }) {
		c.faults.Add("--"+f.name, f.text(), "is not a trust policy: no statement has a principal",
			`name the role's trust policy; "check policy" reads identity policies`)
	}
	return document
}

// readRole returns the trust policy of one role of a file with several. Without
// the role it says which ones there are.
func readRole(c *call, f, role *flag, read fileReader, parse func([]byte, string) (policy.Document, error)) policy.Document {
	content, ok := read(f, f.text())
	if !ok {
		if !role.given() && !role.faulty {
			c.faults.Add("--role", "", "is missing", "write --role "+role.value)
		}
		return policy.Document{}
	}
	document, err := parse(content, role.text())
	var faults fault.List
	faults.Append(f.options[0], err)
	for i, found := range faults {
		if found.Option == "Role" && found.Value == "" {
			faults[i].Problem = "is missing"
		}
	}
	c.blame(f, f.text(), faults.Err())
	return document
}

func readToken(c *call, f *flag, read fileReader, parse func([]byte) (trust.Token, error)) trust.Token {
	content, ok := read(f, f.text())
	if !ok {
		return trust.Token{}
	}
	token, err := parse(content)
	c.blame(f, f.text(), err)
	return token
}
