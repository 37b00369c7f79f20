package main

import (
	"cmp"
	"context"
	"os"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/doctor"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/live"
	"github.com/cipublisher/cipublisher/trust"
)

var doctorCommand = command{
	name: "doctor", group: questions,
	summary: "says inside a CI job why it may or may not assume its role",
	about: `It takes the job's token from where the CI service puts it, and prints its claims, never the token: AWS ` +
		`decides by them alone. It finds what is wrong with the job, such as a missing id-token: write, a fork, another audience, an expired token or a missing region. ` +
		`With a trust policy, a template, an account or a registry it says whether the role admits the token, and why not. Without one it writes the narrowest trust that does.` +
		"\n\n" +
		`--assume sends the token to AWS, to try the role itself, and explains the answer. It needs no AWS credentials, and discards those that it gets.` +
		"\n\n" +
		`The services are ` + strings.Join(doctor.ServiceNames(), ", ") + `. GitHub and Buildkite make the token when it is asked for, with the audience that --audience names.` +
		"\n\n" +
		`The exit status is 0 when nothing keeps the job from its role, as far as that was looked at, and 1 when something does.`,
	common: []string{"policy", "template", "account", "registry", "role", "assume", "account-id", "audience", "token-variable", "token", "claims", "format"},
	examples: []string{
		"cipublisher doctor --claims claims.json",
		"cipublisher doctor --claims claims.json \\\n    --template cdk.out/CiPublisher.template.json --role PublisherRole64A1E8C0",
	},
	setup: func(flags *flagSet) action {
		source := trustFlagsOf(flags)
		requestContext := contextFlag(flags)
		assume := flags.text("assume", "ARN", "role to try to assume at AWS")
		account := flags.text("account-id", "ID", "account of the trust policy that is written; without it, that of AWS_ROLE_ARN")
		service := flags.text("ci", "SERVICE", "CI service: "+strings.Join(doctor.ServiceNames(), ", ")).of("Service").otherwise("the one whose variables the environment has").suggest(doctor.ServiceNames()...)
		audience := flags.text("audience", "AUDIENCE", "audience of the token").otherwise("the one that the issuer's client for AWS asks for")
		variable := flags.text("token-variable", "NAME", "variable that holds the token, where the job has several").of("Variable")
		token := flags.text("token", "FILE", "file with a token, a JWT, instead of the job's, - for stdin")
		claims := flags.text("claims", "FILE", "file with the claims of a token, instead of the job's token, as an object in JSON or YAML, - for stdin").document()
		session := flags.text("session-name", "NAME", "name of the session, with --assume").of("Session").otherwise(live.SessionName)
		seconds := flags.text("duration-seconds", "SECONDS", "how long the session would last, with --assume").of("Seconds").otherwise(strconv.Itoa(live.Seconds))
		format := formatFlag(flags, "text", "json")
		return func(c *call) {
			c.excludeEachOther(source.files()...)
			c.excludeEachOther(claims, token, variable)
			c.refuseWithout(assume, session, seconds)
			if claims.given() && assume.given() {
				c.refuse(assume, "needs a token, and --claims is none", "leave one of them out")
			}
			job := doctor.Job{
				Environment: doctor.NewEnvironment(os.Environ()), Service: service.text(), Audience: audience.text(), Variable: variable.text(),
			}
			if claims.given() {
				job.Environment = nil // of another job than this
			}
			role := c.roleARN(assume, job.Environment["AWS_ROLE_ARN"])
			job.Partition = role.Partition
			if account.given() && !account.faulty {
				aws.AccountID.Check(&c.faults, "AccountId", account.text())
			}
			try := live.Try{Role: assume.text(), Session: session.text(), Seconds: c.number(seconds)}
			if seconds.given() && !seconds.faulty && (try.Seconds < live.Seconds || try.Seconds > aws.MaxSessionSeconds) {
				c.faults.Add("--duration-seconds", seconds.text(), "is no length of a session that AWS gives", "choose "+strconv.Itoa(live.Seconds)+" to "+strconv.Itoa(aws.MaxSessionSeconds))
			}
			for file, content := range c.files(token) {
				_, err := trust.ParseJWT(content)
				c.blame(token, file, err)
				job.Token = doctor.NewSecret(string(content))
			}
			job.Claims = readToken(c, claims, trust.ParseClaims)
			wanted := source.read(c)
			checker := trust.Checker{Context: readContext(c, requestContext)}
			if len(c.faults) > 0 {
				return
			}

			ctx := context.Background()
			visit, err := job.Take(ctx)
			if err != nil {
				c.faults.Append("the job", err)
				return
			}
			report := &doctor.Report{Visit: visit}
			if visit.HasToken() {
				switch {
				case source.given():
					if err := report.Check(checker, wanted, source.name(), role.String()); err != nil {
						source.blame(c, err)
						return
					}
				case !assume.given():
					c.advise(report, role, account.text())
				}
				if assume.given() {
					answer := visit.Explain(live.Assume(ctx, try, visit.Secret))
					report.Answer = &answer
				}
			}
			c.out.WriteString(map[string]func() string{"text": report.Text, "json": report.JSON}[format.text()]())
			c.deny(!report.Admitted())
		}
	},
}

// roleARN returns the role that a flag names, whose value must be its ARN, or
// else the one that is named otherwise.
func (c *call) roleARN(f *flag, otherwise string) aws.ARN {
	arn, ok := aws.ParseARN(cmp.Or(f.text(), otherwise))
	if ok && arn.IsRole() {
		return arn
	}
	if f.given() && !f.faulty {
		c.refuse(f, "is not the ARN of a role", "write it as arn:aws:iam::111122223333:role/ci/publisher")
	}
	return aws.ARN{}
}

// advise adds the trust to write to the report. A token that no trust can be
// written for is a finding.
func (c *call) advise(report *doctor.Report, role aws.ARN, account string) {
	advice, err := report.Advise(role.Partition, cmp.Or(account, role.Account))
	if err != nil {
		var faults fault.List
		faults.Append("Token", err)
		report.Findings = append(report.Findings, doctor.Finding{ID: "no-trust", Level: doctor.Problem, Text: "No trust can be written for the token, which " + faults[0].Problem + ".", Remedy: faults[0].Remedy})
		return
	}
	report.Advice = advice
}
