package main

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/trust"
)

// checkTrustCommand decides whether a token may assume a role, and says why not.
var checkTrustCommand = command{
	name: "check trust", group: questions,
	summary: "says whether a token may assume a role, and if not, why",
	about: `It answers "Not authorized to perform sts:AssumeRoleWithWebIdentity": each condition of the trust policy that the token ` +
		`does not meet, the value wanted and the value seen, and the likely causes. The signature of a token is not verified. ` +
		`There is a warning where the statement that admits the token would admit strangers too.` +
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
		source := trustFlagsOf(flags)
		claims := flags.text("claims", "FILE", "claims of the token as an object in JSON or YAML, - for stdin")
		token := flags.text("token", "FILE", "the token itself, a JWT, instead of --claims, - for stdin; it is decoded, not verified")
		context := contextFlag(flags)
		return func(c *call) {
			c.requireOneOf(source.files()...)
			c.requireOneOf(claims, token)
			check := trust.Checker{Context: readContext(c, context)}
			wanted := source.read(c)
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
				source.blame(c, err)
				return
			}
			c.out.WriteString(result.Report())
			if !result.Allowed {
				c.status = exitDenied
			}
		}
	},
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

func readToken(c *call, f *flag, read fileReader, parse func([]byte) (trust.Token, error)) trust.Token {
	content, ok := read(f, f.text())
	if !ok {
		return trust.Token{}
	}
	token, err := parse(content)
	c.blame(f, f.text(), err)
	return token
}
