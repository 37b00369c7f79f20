package main

import (
	"github.com/cipublisher/cipublisher/trust"
)

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
		claims := flags.text("claims", "FILE", "claims of the token as an object in JSON or YAML, - for stdin").document()
		token := flags.text("token", "FILE", "the token itself, a JWT, instead of --claims, - for stdin; it is decoded, not verified")
		context := contextFlag(flags)
		return func(c *call) {
			c.requireOneOf(source.files()...)
			c.requireOneOf(claims, token)
			check := trust.Checker{Context: readContext(c, context)}
			wanted := source.read(c)
			seen := readToken(c, claims, trust.ParseClaims)
			if token.given() {
				seen = readToken(c, token, trust.ParseJWT)
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
			c.deny(!result.Allowed)
		}
	},
}

func readToken(c *call, f *flag, parse func([]byte) (trust.Token, error)) (token trust.Token) {
	for file, content := range c.files(f) {
		var err error
		token, err = parse(content)
		c.blame(f, file, err)
	}
	return token
}
