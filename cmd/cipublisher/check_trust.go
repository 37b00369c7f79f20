package main

import (
	"slices"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/trust"
)

// checkTrustCommand decides whether a token may assume a role, and says why not.
var checkTrustCommand = command{
	name:    "check trust",
	summary: "says whether a token may assume a role, and if not, why",
	about: `It answers "Not authorized to perform sts:AssumeRoleWithWebIdentity": each condition of the trust policy that the token ` +
		`does not meet, the value wanted and the value seen, and the likely causes. The signature of a token is not verified.` +
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
			about: "trust policy of the role as JSON, - for stdin",
		})
		template := flags.add(flag{
			name: "template", value: "FILE", options: []string{"Template"},
			about: "instead of --policy: CloudFormation template in JSON that has the role, as cdk synth writes it to cdk.out, - for stdin",
		})
		role := flags.add(flag{
			name: "role", value: "LOGICAL_ID", options: []string{"Role"},
			about: "logical id of the role in the template; required with --template",
		})
		claims := flags.add(flag{
			name: "claims", value: "FILE", options: []string{"Claims"},
			about: "claims of the token as a JSON object, - for stdin",
		})
		token := flags.add(flag{
			name: "token", value: "FILE", options: []string{"Token"},
			about: "instead of --claims: the token itself, a JWT, - for stdin; it is decoded, not verified",
		})
		return func(c *call) {
			c.requireOne(document, template)
			c.requireOne(claims, token)
			if role.given() && !template.given() && !template.faulty {
				c.faults.Add("--role", role.text(), "means nothing without --template", "add --template FILE, or leave --role out")
			}
			var wanted policy.Document
			if document.given() {
				wanted = readTrust(c, document)
			}
			if template.given() {
				wanted = readTemplate(c, template, role)
			}
			var seen trust.Token
			if claims.given() {
				seen = readToken(c, claims, trust.ParseClaims)
			}
			if token.given() {
				seen = readToken(c, token, trust.ParseJWT)
			}
			if len(c.faults) > 0 {
				return
			}
			result, err := trust.Check(wanted, seen)
			if err != nil {
				c.faults.Append("", err)
				return
			}
			c.out.WriteString(result.Report())
			if !result.Allowed {
				c.status = exitDenied
			}
		}
	},
}

func readTrust(c *call, f *flag) policy.Document {
	document, ok := c.readPolicy(f, f.text())
	if ok && !slices.ContainsFunc(document.Statements, func(s policy.Statement) bool { return s.Principal != nil || s.NotPrincipal != nil }) {
		c.faults.Add("--"+f.name, f.text(), "is not a trust policy: no statement has a principal",
			`name the role's trust policy; "check policy" reads identity policies`)
	}
	return document
}

// readTemplate returns the trust policy of a role in a template. Without the
// role it says which ones there are.
func readTemplate(c *call, f, role *flag) policy.Document {
	content, ok := c.read(f, f.text())
	if !ok {
		if !role.given() && !role.faulty {
			c.faults.Add("--role", "", "is missing", "write --role "+role.value)
		}
		return policy.Document{}
	}
	document, err := trust.FromTemplate(content, role.text())
	var faults fault.List
	faults.Append("Template", err)
	for i, found := range faults {
		if found.Option == "Role" && found.Value == "" {
			faults[i].Problem = "is missing"
		}
	}
	c.blame(f, f.text(), faults.Err())
	return document
}

func readToken(c *call, f *flag, parse func([]byte) (trust.Token, error)) trust.Token {
	content, ok := c.read(f, f.text())
	if !ok {
		return trust.Token{}
	}
	token, err := parse(content)
	c.blame(f, f.text(), err)
	return token
}
