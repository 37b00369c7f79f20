package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// checkPolicyCommand says whether a policy allows a request, and why.
var checkPolicyCommand = command{
	name:    "check policy",
	summary: "says whether a role may do something, and which statement decides",
	about: `Several policies are evaluated together, as IAM does with all the policies of a role. Permissions boundaries, ` +
		`service control policies and the resource's own policy are not known here: they may still deny what these policies allow.` +
		"\n\n" +
		`The request holds what the flags say and nothing else. A statement with a condition on a key that no --context gives does not apply, unless its operator accepts a missing key.`,
	examples: []string{
		"cipublisher policy --account-id 111122223333 --region eu-west-1 \\\n" +
			"    --s3-bucket my-company-dist --dev |\n" +
			"  cipublisher check policy --policy - --action s3:PutObject \\\n" +
			"    --resource arn:aws:s3:::my-company-dist/app/feature/login.zip \\\n" +
			"    --context s3:RequestObjectTag/Release=false",
	},
	setup: func(flags *flagSet) action {
		files := flags.add(flag{
			name: "policy", value: "FILE", options: []string{"Document"}, repeatable: true, required: true,
			about: "identity policy of the role as JSON, - for stdin",
		})
		action := flags.add(flag{
			name: "action", value: "ACTION", options: []string{"Action"}, required: true,
			about: "the one action that is asked for, such as s3:PutObject",
		})
		resource := flags.add(flag{
			name: "resource", value: "ARN", options: []string{"Resource"}, required: true,
			about: "the one resource that it is asked for, or * for an action that knows no resource, such as ecr:GetAuthorizationToken",
		})
		context := flags.add(flag{
			name: "context", value: "KEY=VALUE", options: []string{"Context"}, repeatable: true,
			about: "condition key of the request and its value, such as aws:RequestedRegion=eu-west-1; a key that is repeated has several values",
		})
		return func(c *call) {
			request := policy.Request{Action: action.text(), Resource: readResource(c, resource), Context: readContext(c, context)}
			_, err := policy.Evaluate(nil, request)
			c.faults.Append("", err)
			documents, names := readPolicies(c, files)
			if len(c.faults) > 0 {
				return
			}
			decision, err := policy.Evaluate(documents, request)
			if err != nil {
				c.faults.Append("", err)
				return
			}
			if !decision.Allowed() {
				c.status = exitDenied
			}
			answer(c, request, decision, documents, names)
		}
	},
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
// from being evaluated.
func readPolicies(c *call, f *flag) (documents []policy.Document, names []string) {
	for _, file := range f.list() {
		content, ok := c.read(f, file)
		if !ok {
			continue
		}
		parts := parsePolicies(c, f, file, content)
		for i, document := range parts {
			name := file
			if len(parts) > 1 {
				name += "[" + strconv.Itoa(i) + "]"
			}
			named := slices.IndexFunc(document.Statements, func(s policy.Statement) bool { return s.Principal != nil || s.NotPrincipal != nil })
			if named >= 0 {
				c.faults.Add("--"+f.name, name, "is not an identity policy: "+statementName(named, document.Statements[named].Sid)+" has a principal",
					`name the policy of the role; "check trust" reads trust policies`)
			}
			documents, names = append(documents, document), append(names, name)
		}
	}
	return documents, names
}

// answer writes the decision in words.
func answer(c *call, request policy.Request, decision policy.Decision, documents []policy.Document, files []string) {
	verdict := map[bool]string{true: "allowed", false: "denied"}[decision.Allowed()]
	fmt.Fprintf(&c.out, "%s: %s on %s\n", verdict, request.Action, request.Resource)
	switch decision.Outcome {
	case policy.Allowed:
		fmt.Fprintf(&c.out, "  %s of %s allows it\n", statementName(decision.Statement, decision.Sid), fileName(files[decision.Document]))
	case policy.ExplicitlyDenied:
		fmt.Fprintf(&c.out, "  %s of %s denies it, whatever else allows it\n", statementName(decision.Statement, decision.Sid), fileName(files[decision.Document]))
	default:
		c.out.WriteString("  no statement allows it\n")
		for _, line := range nearMisses(request, documents, files) {
			fmt.Fprintf(&c.out, "  %s\n", line)
		}
	}
}

// nearMisses says of the statements that come closest to allowing a request
// what keeps them from it: those with the right action and resource, else
// those with the right action.
func nearMisses(request policy.Request, documents []policy.Document, files []string) []string {
	var byCondition, byResource []string
	for i, document := range documents {
		matches, err := document.Explain(request)
		if err != nil {
			continue // Evaluate has accepted the same documents
		}
		for _, m := range matches {
			name := statementName(m.Statement, m.Sid) + " of " + fileName(files[i])
			switch {
			case m.Effect != policy.Allow || !m.Action:
			case m.Resource:
				byCondition = append(byCondition, name+" would, but a condition fails:")
				for _, failed := range m.Failed {
					byCondition = append(byCondition, "  "+failed.String())
				}
			default:
				s := document.Statements[m.Statement]
				byResource = append(byResource, name+" allows the action, but "+onResources(s))
			}
		}
	}
	switch {
	case len(byCondition) > 0:
		return byCondition
	case len(byResource) > 0:
		return byResource
	}
	return []string{"none names the action " + request.Action}
}

func onResources(s policy.Statement) string {
	if len(s.NotResources) > 0 {
		return "not on " + strings.Join(s.NotResources, ", ")
	}
	return "on " + strings.Join(s.Resources, ", ")
}

// statementName names a statement the way faults do.
func statementName(index int, sid string) string {
	name := "Statement[" + strconv.Itoa(index) + "]"
	if sid != "" {
		name += "(" + sid + ")"
	}
	return name
}
