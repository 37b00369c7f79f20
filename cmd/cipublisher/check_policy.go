package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/iamaction"
	"github.com/cipublisher/cipublisher/internal/report"
	"github.com/cipublisher/cipublisher/policy"
)

var checkPolicyCommand = command{
	name: "check policy", group: questions,
	summary: "says whether a role may do something, and why",
	about: `Several policies are evaluated together, as IAM does with all the policies of a role. A permissions boundary ` +
		`must allow the request too. Service control policies are not known here: they may still deny what these policies allow.` +
		"\n\n" +
		`With --principal, the policy of the resource can be among the policies. They are then evaluated as of one account, where one that allows is enough; ` +
		`across accounts the role's policy and the resource's must both allow, so ask about each alone.` +
		"\n\n" +
		`An operation that is no IAM action, such as s3:ListObjectsV2, is checked as the action that authorizes it.` +
		"\n\n" +
		`The request holds what the flags say and nothing else. A statement with a condition on a key that no --context gives does not apply, unless its operator accepts a missing key.`,
	examples: []string{
		"cipublisher policy --account-id 111122223333 --region eu-west-1 \\\n" +
			"    --s3-bucket my-company-dist --dev |\n" +
			"  cipublisher check policy --policy - --action s3:PutObject \\\n" +
			"    --resource arn:aws:s3:::my-company-dist/dev/app/login.zip \\\n" +
			"    --context s3:RequestObjectTag/Release=false",
	},
	setup: func(flags *flagSet) action {
		files := flags.text("policy", "FILE", "identity policy of the role in JSON or YAML, - for stdin").of("Document").document().must().many()
		action := flags.text("action", "ACTION", "action or operation that is asked for, such as s3:PutObject").must()
		boundary := flags.text("boundary", "FILE", "permissions boundary of the role in JSON or YAML, - for stdin").document()
		principal := flags.text("principal", "PRINCIPAL", "who asks, for policies that name principals: the ARN of the role or of its session, or a service such as codebuild.amazonaws.com; "+"the request then has aws:PrincipalArn and aws:PrincipalAccount")
		resource := flags.text("resource", "ARN", "resource that it is asked for, or * for an action that knows no resource, such as ecr:GetAuthorizationToken").must()
		context := flags.text("context", "KEY=VALUE", "condition key of the request and its value, such as aws:RequestedRegion=eu-west-1; a key that is repeated has several values").many()
		return func(c *call) {
			request := policy.Request{Action: readAction(c, action), Resource: readResource(c, resource), Context: readContext(c, context)}
			readPrincipal(c, principal, &request)
			_, err := policy.Evaluate(nil, request)
			c.faults.Append("", err)
			documents, names := readPolicies(c, files, principal)
			var limit []policy.Document
			if boundary.given() {
				if limit, _ = readPolicies(c, boundary, nil); len(limit) > 1 {
					c.faults.Add("--boundary", boundary.text(), "has several policies, and a role has one boundary", "name the file of that one")
				}
			}
			if len(c.faults) > 0 {
				return
			}
			decision, err := policy.Evaluate(documents, request)
			c.faults.Append("", err)
			within := policy.Decision{Outcome: policy.Allowed}
			if boundary.given() {
				within, err = policy.Evaluate(limit, request)
				c.faults.Append("", err)
			}
			c.deny(!decision.Allowed() || !within.Allowed())
			verdict := map[bool]string{true: "allowed", false: "denied"}[c.status == exitOK]
			fmt.Fprintf(&c.out, "%s: %s on %s\n", verdict, request.Action, request.Resource)
			if request.Action != action.text() {
				fmt.Fprintf(&c.out, "  %s is an operation; IAM checks the action %s\n", action.text(), request.Action)
			}
			c.out.WriteString(report.Decision(request, decision, documents, names))
			if boundary.given() {
				c.out.WriteString("permissions boundary:\n" + report.Decision(request, within, limit, []string{fileName(boundary.text())}))
			}
		}
	},
}

// readAction returns the action that is asked for: the one that authorizes it
// where an operation was given.
func readAction(c *call, f *flag) string {
	action := f.text()
	switch actions, operation := iamaction.Operation(action); {
	case operation && len(actions) > 1:
		c.faults.Add("--"+f.name, action, "is an operation that needs several actions, each on its own resource", "ask for each: "+strings.Join(actions, ", "))
	case operation:
		return actions[0]
	case !strings.ContainsAny(action, "*?") && !iamaction.Known(action):
		service, _, _ := strings.Cut(action, ":")
		c.faults.Add("--"+f.name, action, "is no action of "+service, "did you mean "+iamaction.Nearest(action)+"?")
	}
	return action
}

// readPrincipal sets who asks, and the condition keys that say so.
func readPrincipal(c *call, f *flag, request *policy.Request) {
	who := f.text()
	arn, isARN := aws.ParseARN(who)
	switch {
	case !f.given() || f.faulty:
	case aws.IsServicePrincipal(who):
		request.Principal.Service = who
	case !isARN || !arn.IsPrincipal() && !arn.IsSession():
		c.faults.Add("--"+f.name, who, "is neither the ARN of a role, session, user or account nor a service",
			`write "arn:aws:iam::111122223333:role/ci/publisher" or "codebuild.amazonaws.com"`)
	default:
		request.Principal.AWS = who
		// A session has the ARN of its role here, whose path its own ARN lacks.
		if arn.Service == "iam" {
			setUnlessGiven(request.Context, "aws:PrincipalArn", who)
		}
		setUnlessGiven(request.Context, "aws:PrincipalAccount", arn.Account)
	}
}

func setUnlessGiven(context policy.Context, key, value string) {
	if !slices.ContainsFunc(slices.Collect(maps.Keys(context)), func(given string) bool { return strings.EqualFold(given, key) }) {
		context[key] = []string{value}
	}
}

func readResource(c *call, f *flag) string {
	resource := f.text()
	if resource != "" && resource != "*" && !aws.IsARN(resource) {
		c.faults.Add("--"+f.name, resource, "is not an ARN", `write an ARN such as "arn:aws:s3:::my-company-dist/app.zip", or "*" for an action that knows no resource`)
	}
	if resource != "*" && strings.ContainsAny(resource, "*?") {
		c.notices = append(c.notices, fault.Notice{ID: "resource-wildcard",
			Text: "--" + f.name + " " + strconv.Quote(resource) + " is taken literally, as one resource with this name; to ask about many, ask about each"})
	}
	if arn, _ := aws.ParseARN(resource); arn.Service == "s3" && arn.Type() == "accesspoint" {
		c.notices = append(c.notices, fault.Notice{ID: "resource-access-point", Note: true,
			Text: "--" + f.name + " is reached through an access point, and the bucket behind it has to permit the request too"})
	}
	return resource
}

func readContext(c *call, f *flag) policy.Context {
	context := policy.Context{}
	pairs := c.pairs(f)
	for _, key := range slices.Sorted(maps.Keys(pairs)) {
		if !strings.Contains(key, ":") {
			c.faults.Add("--"+f.name, key, "is no condition key", "write it with its service, such as aws:RequestedRegion or s3:prefix")
		}
		context[key] = pairs[key]
	}
	return context
}

// readPolicies reads the documents, several of one file where "policy" printed
// a list of them, each with its name, and reports everything that keeps them
// from being evaluated. Policies that name principals need to know who asks.
func readPolicies(c *call, f, principal *flag) (documents []policy.Document, names []string) {
	for file, content := range c.files(f) {
		parts := parsePolicies(c, f, file, content)
		for i, document := range parts {
			name := fileName(file)
			if len(parts) > 1 {
				name += "[" + strconv.Itoa(i) + "]"
			}
			named := slices.IndexFunc(document.Statements, hasPrincipal)
			if remedy := `name the policy of the role`; named >= 0 && (principal == nil || !principal.given()) {
				if principal != nil {
					remedy += ", or say with --principal who asks"
				}
				c.faults.Add("--"+f.name, name, "is not an identity policy: "+report.StatementName(named, document.Statements[named].Sid)+" has a principal",
					remedy+`; "check trust" reads trust policies`)
			}
			documents, names = append(documents, document), append(names, name)
		}
	}
	return documents, names
}
