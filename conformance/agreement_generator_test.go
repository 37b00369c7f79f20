package conformance

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// The generator makes documents and requests that have something to do with
// each other: patterns are made from what is asked for, conditions from the
// keys that the action has. A document about anything else would be denied by
// any evaluator.

// subjectAction is an action to ask for, with resources of its types and the
// condition keys of its own.
type subjectAction struct {
	name      string
	resources []string
	keys      []typedKey
}

// typedKey is a condition key as AWS types it.
type typedKey struct {
	name   string
	kind   keyKind
	many   bool // ArrayOf…: the request has any number of values
	values []string
}

type keyKind int

const (
	stringKey keyKind = iota
	numericKey
	dateKey
	boolKey
	arnKey
	addressKey
)

// globalKeys are keys that every request may have.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
var globalKeys = []typedKey{
	{"aws:PrincipalTag/team", stringKey, false, []string{"blue", "Blue", "red", "blue-green", "a*", "a?c", "b/l", "a.c", "a+c", "(blue)", "[a-z]", "^a$", "a|b", `a\c`, "${aws:username}", "größe", "green", "grey", "b", "c", "d", ""}},
	{"aws:userid", stringKey, false, []string{"AROAEXAMPLE:main", "AROAEXAMPLE:GitHubActions", "AIDAEXAMPLE"}},
	{"aws:username", stringKey, false, []string{"anna", "Anna", "anna.b", "app"}},
	{"aws:RequestedRegion", stringKey, false, []string{"eu-west-1", "eu-west-2", "us-east-1"}},
	{"aws:PrincipalAccount", stringKey, false, []string{account, otherAccount}},
	{"aws:ResourceOrgID", stringKey, false, []string{organization, "o-zzzzzzzzzz"}},
	{"aws:SourceVpce", stringKey, false, []string{"vpce-1a2b", "vpce-3c4d"}},
	{"aws:SecureTransport", boolKey, false, []string{"true", "false"}},
	{"aws:ViaAWSService", boolKey, false, []string{"true", "false", "True"}},
	{"aws:MultiFactorAuthAge", numericKey, false, []string{"0", "299", "300", "301", "3600", "-1", "300.5", "300.0", "60", "900", "1800", "43200", "3e2"}},
	{"aws:CurrentTime", dateKey, false, []string{"2026-01-31T00:00:00Z", "2026-01-31T12:30:00Z", "2026-02-01T00:00:00Z", "2025-12-31", "2026-01-31T13:30:00+01:00", "2026-01", "2026-01-31T00:00:01Z", "2025-06-01", "2027-01-01", "2026-02-28T23:59:59Z", "1769817600"}},
	{"aws:TokenIssueTime", dateKey, false, []string{"2026-01-31T00:00:00Z", "2026-01-31", "2027-01-01T00:00:00Z"}},
	{"aws:PrincipalArn", arnKey, false, []string{"arn:aws:iam::" + account + ":role/ci/publisher", "arn:aws:iam::" + account + ":role/publisher", "arn:aws:iam::" + otherAccount + ":user/anna"}},
	{"aws:SourceArn", arnKey, false, []string{"arn:aws:s3:::acme-dist", "arn:aws:sns:eu-west-1:" + account + ":topic:sub", "arn:aws:lambda:eu-west-1:" + account + ":function:a:live"}},
	{"aws:SourceIp", addressKey, false, []string{"203.0.113.7", "203.0.113.128", "198.51.100.1", "2001:db8::7", "2001:db8:1::1"}},
	{"aws:CalledVia", stringKey, true, []string{"athena.amazonaws.com", "cloudformation.amazonaws.com", "dynamodb.amazonaws.com"}},
	{"aws:TagKeys", stringKey, true, []string{"team", "Team", "cost", "Release"}},
	{"aws:PrincipalOrgPaths", stringKey, true, []string{"o-a1/r-ab/ou-1/", "o-a1/r-ab/ou-2/", "o-b2/r-ab/"}},
}

var tagValues = []string{"true", "false", "blue", "anna"}

var subjectActions = []subjectAction{
	{"s3:PutObject", []string{"arn:aws:s3:::acme-dist/app/1.2/a.zip", "arn:aws:s3:::acme-dist/anna/a", "arn:aws:s3:::acme-dist/blue/x y", "arn:aws:s3:::acme-dist-evil/app/b"}, []typedKey{
		{"s3:RequestObjectTag/Release", stringKey, false, tagValues},
		{"s3:x-amz-acl", stringKey, false, []string{"private", "public-read"}},
		{"s3:RequestObjectTagKeys", stringKey, true, []string{"Release", "team"}},
		{"s3:signatureAge", numericKey, false, []string{"0", "600000"}},
		{"s3:if-none-match", stringKey, false, []string{"*"}},
		{"s3:ObjectCreationOperation", boolKey, false, []string{"true", "false"}},
		{"s3:ResourceAccount", stringKey, false, []string{account, otherAccount}},
	}},
	{"s3:PutObjectTagging", []string{"arn:aws:s3:::acme-dist/app/1.2/a.zip", "arn:aws:s3:::acme-dist/app"}, []typedKey{
		{"s3:ExistingObjectTag/Release", stringKey, false, tagValues},
		{"s3:RequestObjectTag/Release", stringKey, false, tagValues},
	}},
	{"s3:GetObject", []string{"arn:aws:s3:::acme-dist/app/1.2/a.zip", "arn:aws:s3:::acme-dist/app/$x"}, []typedKey{
		{"s3:ExistingObjectTag/Release", stringKey, false, tagValues},
	}},
	{"s3:ListBucket", []string{"arn:aws:s3:::acme-dist", "arn:aws:s3:::acme-dist-evil", "arn:aws:s3:::acme"}, []typedKey{
		{"s3:prefix", stringKey, false, []string{"app/", "app/1.2/", "anna/", "blue"}},
		{"s3:max-keys", numericKey, false, []string{"1", "10", "1000"}},
		{"s3:ResourceAccount", stringKey, false, []string{account, otherAccount}},
	}},
	{"ecr:PutImage", []string{"arn:aws:ecr:eu-west-1:111122223333:repository/app", "arn:aws:ecr:eu-west-1:111122223333:repository/team/app", "arn:aws:ecr:us-east-1:999988887777:repository/app"}, []typedKey{
		{"ecr:ResourceTag/team", stringKey, false, tagValues}, {"aws:ResourceTag/team", stringKey, false, tagValues},
	}},
	{"ecr:BatchGetImage", []string{"arn:aws:ecr:eu-west-1:111122223333:repository/app"}, nil},
	{"ecr:GetAuthorizationToken", []string{"*"}, nil},
	{"sts:GetServiceBearerToken", []string{"*"}, []typedKey{
		{"sts:AWSServiceName", stringKey, false, []string{"codeartifact.amazonaws.com", "codecommit.amazonaws.com"}},
		{"sts:DurationSeconds", numericKey, false, []string{"0", "900", "3600", "43200"}},
	}},
	{"codeartifact:PublishPackageVersion", []string{"arn:aws:codeartifact:eu-west-1:111122223333:package/acme/npm/npm/acme/app", "arn:aws:codeartifact:eu-west-1:111122223333:package/acme/maven/maven/com.acme/app"}, nil},
	{"codeartifact:ReadFromRepository", []string{"arn:aws:codeartifact:eu-west-1:111122223333:repository/acme/npm"}, []typedKey{
		{"aws:ResourceTag/team", stringKey, false, tagValues},
	}},
	{"dynamodb:PutItem", []string{"arn:aws:dynamodb:eu-west-1:111122223333:table/locks"}, []typedKey{
		{"dynamodb:LeadingKeys", stringKey, true, []string{"anna", "app", "blue"}},
		{"dynamodb:Attributes", stringKey, true, []string{"LockID", "Info"}},
	}},
	{"kms:GenerateDataKey", []string{"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}, []typedKey{
		{"kms:ViaService", stringKey, false, []string{"s3.eu-west-1.amazonaws.com", "ecr.eu-west-1.amazonaws.com"}},
		{"kms:EncryptionContextKeys", stringKey, true, []string{"aws:s3:arn", "team"}},
		{"kms:EncryptionContext:aws:s3:arn", stringKey, false, []string{"arn:aws:s3:::acme-dist", "arn:aws:s3:::acme-dist/app/a.zip", "arn:aws:s3:::acme-dist-evil/app/a.zip"}},
	}},
	{"iam:PassRole", []string{"arn:aws:iam::111122223333:role/ci/task", "arn:aws:iam::111122223333:role/task"}, []typedKey{
		{"iam:PassedToService", stringKey, false, []string{"ecs-tasks.amazonaws.com", "ec2.amazonaws.com"}},
		{"iam:AssociatedResourceArn", arnKey, false, []string{"arn:aws:ec2:eu-west-1:111122223333:instance/i-1", "arn:aws:ec2:us-east-1:111122223333:instance/i-2"}},
	}},
	{"ecs:UpdateService", []string{"arn:aws:ecs:eu-west-1:111122223333:service/prod/app", "arn:aws:ecs:eu-west-1:111122223333:service/prod/app-evil"}, []typedKey{
		{"ecs:task-definition", arnKey, false, []string{"arn:aws:ecs:eu-west-1:111122223333:task-definition/app:7", "arn:aws:ecs:eu-west-1:111122223333:task-definition/app-evil:7"}},
	}},
	{"ec2:StartInstances", []string{"arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b"}, []typedKey{
		{"ec2:ResourceTag/team", stringKey, false, tagValues},
		{"ec2:InstanceType", stringKey, false, []string{"t3.micro", "t3.large", "m5.large"}},
	}},
	{"sqs:SendMessage", []string{"arn:aws:sqs:eu-west-1:111122223333:jobs"}, nil},
}

// keysOf are the keys that a request for an action may have.
var keysOf = func() map[string][]typedKey {
	of := map[string][]typedKey{}
	for _, a := range subjectActions {
		of[a.name] = slices.Concat(globalKeys, a.keys)
	}
	return of
}()

// operatorsOf are the operators for each kind of key. Strings may be compared
// with whatever compares strings.
var operatorsOf = map[keyKind][]string{
	stringKey:  {"StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike"},
	numericKey: {"NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan", "NumericGreaterThanEquals"},
	dateKey:    {"DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"},
	boolKey:    {"Bool"},
	arnKey:     {"ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "StringEquals", "StringLike"},
	addressKey: {"IpAddress", "NotIpAddress"},
}

// generator draws from one seed.
type generator struct{ *rand.Rand }

func pick[T any](g generator, list []T) T { return list[g.IntN(len(list))] }

// chance is true in one of n draws.
func (g generator) chance(n int) bool { return g.IntN(n) == 0 }

// drawn is a request as it is drawn: it costs little, and most requests are not
// asked in the end. The values are the key's own, which nobody changes.
type drawn struct {
	resource string
	keys     []drawnKey
}

type drawnKey struct {
	*typedKey
	values []string
}

// request returns an action on a resource in a context.
func (g generator) request(a subjectAction) question {
	var d drawn
	g.draw(a, &d)
	return d.question(a)
}

// draw is request into one that was drawn before.
func (g generator) draw(a subjectAction, d *drawn) {
	d.resource, d.keys = pick(g, a.resources), d.keys[:0]
	keys := keysOf[a.name]
	for i := range keys {
		key := &keys[i]
		if g.chance(2) {
			continue
		}
		if !key.many {
			at := g.IntN(len(key.values))
			d.keys = append(d.keys, drawnKey{key, key.values[at : at+1 : at+1]})
			continue
		}
		values := slices.Clone(key.values)
		g.Shuffle(len(values), func(i, j int) { values[i], values[j] = values[j], values[i] })
		d.keys = append(d.keys, drawnKey{key, values[:1+g.IntN(len(values))]})
	}
}

func (d *drawn) question(a subjectAction) question {
	q := question{Action: a.name, Resource: d.resource, Context: make(map[string]any, len(d.keys))}
	for _, key := range d.keys {
		if key.many {
			q.Context[key.name] = key.values
		} else {
			q.Context[key.name] = key.values[0]
		}
	}
	return q
}

// request is requestOf the question, in a context that is made anew.
func (d *drawn) request(a subjectAction, context policy.Context) policy.Request {
	clear(context)
	for _, key := range d.keys {
		context[key.name] = key.values
	}
	return policy.Request{Action: a.name, Resource: d.resource, Context: context}
}

// document returns statements about an action and those like it.
func (g generator) document(a subjectAction) policy.Document {
	var statements []policy.Statement
	for range 1 + g.IntN(4) {
		statements = append(statements, g.statement(a))
	}
	return policy.New(statements...)
}

func (g generator) statement(a subjectAction) policy.Statement {
	s := policy.Statement{Effect: policy.Allow}
	if g.chance(4) {
		s.Effect = policy.Deny
	}
	actions := g.some(func() string { return g.actionPattern(a.name) })
	if g.chance(6) {
		s.NotActions = actions
	} else {
		s.Actions = actions
	}
	resources := g.some(func() string { return g.resourcePattern(a) })
	if g.chance(6) {
		s.NotResources = resources
	} else {
		s.Resources = resources
	}
	for range g.IntN(4) {
		g.addCondition(&s, a)
	}
	return s
}

// some returns one to three of something.
func (g generator) some(draw func() string) []string {
	list := []string{draw()}
	for len(list) < 3 && g.chance(3) {
		list = append(list, draw())
	}
	return list
}

// actionPattern returns the action, a pattern of it, or another one.
func (g generator) actionPattern(name string) string {
	service, action, _ := strings.Cut(name, ":")
	switch g.IntN(8) {
	case 0:
		return "*"
	case 1:
		return service + ":*"
	case 2:
		return service + ":" + g.wildcards(action)
	case 3:
		return service + ":" + strings.ToUpper(action[:1]) + strings.ToLower(action[1:])
	case 4:
		return pick(g, subjectActions).name
	case 5:
		return service + ":" + action[:g.IntN(len(action))+1] + "*"
	}
	return name
}

// resourcePattern returns a resource of the action, a pattern of it, or one of
// another action.
func (g generator) resourcePattern(a subjectAction) string {
	arn := pick(g, a.resources)
	if arn == "*" {
		return pick(g, []string{"*", "*", "*", "arn:aws:ecr:eu-west-1:111122223333:repository/app"})
	}
	switch g.IntN(10) {
	case 0, 1:
		return "*"
	case 2:
		return pick(g, pick(g, subjectActions).resources)
	case 3:
		return arn[:g.afterType(arn)] + "*"
	case 4:
		at := g.afterType(arn)
		return arn[:at] + g.wildcards(arn[at:])
	case 5:
		at := g.afterType(arn)
		return arn[:at] + g.withVariable(arn[at:])
	case 6: // in the parts before the resource
		parts := strings.SplitN(arn, ":", 6)
		part := 1 + g.IntN(4)
		if parts[part] != "" {
			parts[part] = pick(g, []string{"*", g.wildcards(parts[part])})
			if g.chance(12) {
				parts[part] = strings.ToUpper(parts[part])
			}
		}
		return strings.Join(parts, ":")
	case 7: // in the resource type
		if g.chance(8) {
			head := len(arn) - len(lastPart(arn))
			return arn[:head] + g.wildcards(lastPart(arn))
		}
	case 8: // the end of the ARN cut off
		return arn[:strings.LastIndexByte(arn, ':')+1] + "*"
	}
	return arn
}

// afterType returns where in an ARN the name begins, after the resource type.
func (g generator) afterType(arn string) int {
	at := strings.LastIndex(arn[:len(arn)-len(lastPart(arn))], ":") + 1
	if strings.Contains(arn, ":s3:") {
		return at
	}
	if slash := strings.IndexByte(arn[at:], '/'); slash >= 0 {
		return at + slash + 1
	}
	return at
}

func lastPart(arn string) string { return tail(arn) }

// wildcards puts * and ? into a text.
func (g generator) wildcards(text string) string {
	if text == "" {
		return "*"
	}
	characters := []rune(text)
	for range 1 + g.IntN(2) {
		at := g.IntN(len(characters))
		switch g.IntN(4) {
		case 0:
			characters[at] = '?'
		case 1:
			characters = slices.Insert(characters, at, '*')
		default:
			end := at + g.IntN(len(characters)-at)
			characters = slices.Replace(characters, at, end, '*')
		}
	}
	return string(characters)
}

// variables are policy variables of single-valued keys, with and without a
// default.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
var policyVariables = []string{
	"${aws:username}", "${aws:PrincipalTag/team}", "${aws:username, 'app'}", "${aws:PrincipalTag/team, 'blue'}", "${aws:userid}",
}

// specialVariables mean the characters that are special in patterns.
var specialVariables = []string{"${*}", "${?}", "${$}"}

// withVariable puts a policy variable into a text.
func (g generator) withVariable(text string) string {
	variable := pick(g, policyVariables)
	if g.chance(12) {
		variable = pick(g, specialVariables)
	}
	for _, value := range []string{"anna", "app", "blue"} {
		if strings.Contains(text, value) && g.chance(2) {
			return strings.Replace(text, value, variable, 1)
		}
	}
	if g.chance(2) {
		return variable
	}
	at := g.IntN(len(text) + 1)
	return text[:at] + variable + text[at:]
}

func (g generator) addCondition(s *policy.Statement, a subjectAction) {
	key := pick(g, slices.Concat(globalKeys, a.keys, a.keys))
	operator := "Null"
	var values []string
	if g.chance(8) {
		values = []string{pick(g, []string{"true", "false"})}
	} else {
		operator = pick(g, operatorsOf[key.kind])
		values = g.some(func() string { return g.wanted(operator, key) })
		if key.many && !g.chance(40) || g.chance(12) {
			operator = pick(g, []string{"ForAllValues:", "ForAnyValue:"}) + operator
		}
		if g.chance(4) {
			operator += "IfExists"
		}
	}
	if s.Conditions == nil {
		s.Conditions = policy.Conditions{}
	}
	if s.Conditions[operator] == nil {
		s.Conditions[operator] = map[string][]string{}
	}
	name := key.name
	if g.chance(10) {
		name = strings.ToLower(name)
	}
	for other := range s.Conditions[operator] {
		if strings.EqualFold(other, name) {
			return
		}
	}
	s.Conditions[operator][name] = values
}

// wanted returns a value to compare a key with.
func (g generator) wanted(operator string, key typedKey) string {
	value := pick(g, key.values)
	if strings.Contains(value, "${") {
		return strings.ReplaceAll(value, "${", "${$}{") // the text of a variable, not the variable
	}
	switch key.kind {
	case stringKey, arnKey:
		if strings.HasPrefix(operator, "Arn") {
			return g.wantedARN(value)
		}
		switch g.IntN(5) {
		case 0:
			return g.wildcards(value)
		case 1:
			return g.withVariable(value)
		case 2:
			return strings.ToUpper(value)
		}
	case boolKey:
		return pick(g, []string{"true", "false", "True"})
	case addressKey:
		return pick(g, []string{"203.0.113.0/24", "203.0.113.7", "203.0.113.7/32", "203.0.113.128/25", "0.0.0.0/0", "198.51.100.0/24", "2001:db8::/32", "2001:db8::/48", "2001:db8::7", "::/0", "203.0.113.0/25", "198.51.100.1/32", "192.0.2.0/24"})
	}
	return value
}

func (g generator) wantedARN(value string) string {
	at := g.afterType(value)
	switch g.IntN(4) {
	case 0:
		return value[:at] + g.wildcards(value[at:])
	case 1:
		return value[:at] + g.withVariable(value[at:])
	case 2:
		parts := strings.SplitN(value, ":", 6)
		parts[2+g.IntN(3)] = "*"
		return strings.Join(parts, ":")
	}
	return value
}
