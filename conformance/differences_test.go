package conformance

import (
	"net/netip"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/policy"
)

// difference is a shape of document and request on which the outside
// simulator and our evaluator are known to differ, with the page that settles
// who is right. Every one was found by TestAgreement.
type difference struct {
	name string
	// page is where AWS says what the answer is, says what it says there.
	page, says string
	// of finds the shape, no more: what it finds is left out of the comparison.
	of func(policy.Statement) shape
	// A case of the shape, what AWS's page makes of it, and what the
	// simulator makes of it instead.
	document policy.Document
	question question
	want     string
	theirs   string
}

const (
	variablesPage  = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value"
	operatorsPage  = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"
	multivaluePage = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html"
	arnPage        = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html"
	checksPage     = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"
)

var queue = "arn:aws:sqs:eu-west-1:" + account + ":jobs"

// send asks to send a message to a queue, in a context.
func send(context map[string]any) question {
	return question{Action: "sqs:SendMessage", Resource: queue, Context: context}
}

// sending is a document on that, under a condition.
func sending(effect policy.Effect, conditions policy.Conditions) policy.Document {
	return policy.New(
		policy.Statement{Sid: "Base", Effect: policy.Allow, Actions: []string{"sqs:ReceiveMessage"}, Resources: []string{"*"}},
		policy.Statement{Effect: effect, Actions: []string{"sqs:SendMessage"}, Resources: []string{queue}, Conditions: conditions},
	)
}

var differences = []difference{
	{
		name: "a negated operator and a variable without a value",
		page: variablesPage, says: `"Access is explicitly denied when aws:principaltag/Team is not set", of a Deny with StringNotEquals`,
		of: func(s policy.Statement) shape {
			return anyCondition(s, func(operator, key string, values []string) shape {
				if !strings.Contains(operator, "Not") {
					return nil
				}
				return anyOf(values, unresolved)
			})
		},
		document: sending(policy.Deny, policy.Conditions{"StringNotEquals": {"aws:userid": {"${aws:PrincipalTag/team}"}}}),
		question: send(map[string]any{"aws:userid": "blue"}),
		want:     "ExplicitlyDenied", theirs: "ImplicitlyDenied",
	},
	{
		name: "NotResource and a variable without a value",
		page: variablesPage, says: `"used as part of the Resource or NotResource element of a policy, the resource that includes a policy variable with no value will not match any resource"`,
		of: func(s policy.Statement) shape { return anyOf(s.NotResources, unresolved) },
		document: policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"ecr:PutImage"},
			NotResources: []string{"arn:aws:ecr:eu-west-1:" + account + ":repository/${aws:username}"}}),
		question: question{Action: "ecr:PutImage", Resource: "arn:aws:ecr:eu-west-1:" + account + ":repository/app"},
		want:     "Allowed", theirs: "ImplicitlyDenied",
	},
	{
		name: "the variables for *, ? and $ where there are no wildcards",
		page: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars", says: `"These predefined policy variables can be used in any string where you can use regular policy variables"; the simulator takes them as text in StringEquals`,
		of: func(s policy.Statement) shape {
			return anyCondition(s, func(operator, key string, values []string) shape {
				return ofAnyRequest(strings.Contains(operator, "String") && strings.Contains(operator, "Equals") && slices.ContainsFunc(values, specialVariable.MatchString))
			})
		},
		document: sending(policy.Allow, policy.Conditions{"StringEquals": {"aws:PrincipalTag/team": {"a${*}"}}}),
		question: send(map[string]any{"aws:PrincipalTag/team": "a*"}),
		want:     "Allowed", theirs: "ImplicitlyDenied",
	},
	{
		name: "seconds since 1970 beside a written date",
		page: operatorsPage + "#Conditions_Date", says: `a date is in one of the ISO 8601 formats "or in epoch (UNIX) time", which counts seconds`,
		of:       func(s policy.Statement) shape { return anyValueOn(s, "Date", isInteger) },
		document: sending(policy.Allow, policy.Conditions{"DateGreaterThan": {"aws:CurrentTime": {"2025-12-31"}}}),
		question: send(map[string]any{"aws:CurrentTime": "1769817600"}), // 2026-01-31T00:00:00Z
		want:     "Allowed", theirs: "ImplicitlyDenied",
	},
	{
		name: "a number with an exponent",
		page: operatorsPage + "#Conditions_Numeric", says: `"an integer or decimal value"; JSON writes 300 as 3e2 too, the simulator reads 3`,
		of: func(s policy.Statement) shape {
			return anyValueOn(s, "Numeric", func(v string) bool { return strings.Contains(v, "e") })
		},
		document: sending(policy.Allow, policy.Conditions{"NumericEquals": {"aws:MultiFactorAuthAge": {"3e2"}}}),
		question: send(map[string]any{"aws:MultiFactorAuthAge": "300"}),
		want:     "Allowed", theirs: "ImplicitlyDenied",
	},
	{
		name: "the network of all addresses",
		page: operatorsPage + "#Conditions_IPAddress", says: `"The value must be in the standard CIDR format"; the simulator shifts by 32 bits, which in its language is none`,
		of: func(s policy.Statement) shape {
			return anyCondition(s, func(operator, key string, values []string) shape {
				return ofAnyRequest(strings.Contains(operator, "IpAddress") && slices.Contains(values, "0.0.0.0/0"))
			})
		},
		document: sending(policy.Allow, policy.Conditions{"IpAddress": {"aws:SourceIp": {"0.0.0.0/0"}}}),
		question: send(map[string]any{"aws:SourceIp": "203.0.113.7"}),
		want:     "Allowed", theirs: "ImplicitlyDenied",
	},
	{
		name: "NotIpAddress with one address, and an address of the other family",
		page: operatorsPage + "#Conditions_IPAddress", says: `NotIpAddress is met by "All IP addresses except the specified IP address or range"`,
		of: func(s policy.Statement) shape {
			return anyCondition(s, func(operator, key string, values []string) shape {
				if !strings.Contains(operator, "NotIpAddress") {
					return nil
				}
				return anyOf(values, func(v string) shape {
					want, err := netip.ParseAddr(v)
					if err != nil {
						return nil
					}
					return asking(key, func(v string) bool {
						got, err := netip.ParseAddr(v)
						return err == nil && got.Is4() != want.Is4()
					})
				})
			})
		},
		document: sending(policy.Deny, policy.Conditions{"NotIpAddress": {"aws:SourceIp": {"203.0.113.7"}}}),
		question: send(map[string]any{"aws:SourceIp": "2001:db8::7"}),
		want:     "ExplicitlyDenied", theirs: "ImplicitlyDenied",
	},
	{
		name: "a key with an empty value",
		page: multivaluePage, says: `a key "resolves to a null data set, such as an empty string", and Null "false" checks that a key "exists and its value is not null"`,
		of: func(s policy.Statement) shape {
			return either(
				anyCondition(s, func(operator, key string, values []string) shape {
					if operator != "Null" && !strings.HasPrefix(operator, "For") {
						return nil
					}
					return asking(key, isEmpty)
				}),
				anyOf(s.Resources, usesEmptyVariable),
				anyOf(s.NotResources, usesEmptyVariable),
				anyCondition(s, func(_, _ string, values []string) shape { return anyOf(values, usesEmptyVariable) }),
			)
		},
		document: sending(policy.Allow, policy.Conditions{"Null": {"aws:PrincipalTag/team": {"false"}}}),
		question: send(map[string]any{"aws:PrincipalTag/team": ""}),
		want:     "ImplicitlyDenied", theirs: "Allowed",
	},
	{
		name: "one value of a key that may have many, without a set operator",
		page: multivaluePage, says: `"Multivalued context keys require a condition set operator." Our evaluator is not told which keys those are: it refuses several values, and compares one`,
		of: func(s policy.Statement) shape {
			return anyCondition(s, func(operator, key string, values []string) shape {
				if strings.HasPrefix(operator, "For") || operator == "Null" {
					return nil
				}
				return func(q question) bool {
					list, isList := lookup(q, key).([]string)
					return isList && len(list) == 1
				}
			})
		},
		document: sending(policy.Allow, policy.Conditions{"StringEquals": {"aws:CalledVia": {"athena.amazonaws.com"}}}),
		question: send(map[string]any{"aws:CalledVia": []string{"athena.amazonaws.com"}}),
		want:     "Allowed", theirs: "ImplicitlyDenied",
	},
	{
		name: "a wildcard in the resource type of an ARN",
		page: arnPage, says: `"You cannot use a wildcard in the portion of the ARN that specifies the resource type." IAM has no such documents; ours reads the wildcard, the simulator takes it for a letter`,
		of: func(s policy.Statement) shape {
			return anyResource(s, func(arn string) bool { return strings.ContainsAny(arn, "*?") && wildcardInType.MatchString(arn) })
		},
		document: policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"ecr:PutImage"}, Resources: []string{"arn:aws:ecr:eu-west-1:" + account + ":repo*/app"}}),
		question: question{Action: "ecr:PutImage", Resource: "arn:aws:ecr:eu-west-1:" + account + ":repository/app"},
		want:     "Allowed", theirs: "ImplicitlyDenied",
	},
	{
		name: "upper case in the parts of an ARN before the resource",
		page: checksPage + "#access-analyzer-reference-policy-checks-error-invalid-arn-service-case", says: `service names in ARNs are case-sensitive, anything but lower case an error; the simulator disregards case up to the resource`,
		of: func(s policy.Statement) shape {
			return anyResource(s, func(arn string) bool {
				head := arn[:len(arn)-len(tail(arn))]
				return head != strings.ToLower(head)
			})
		},
		document: policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"sqs:SendMessage"}, Resources: []string{strings.Replace(queue, "sqs", "SQS", 1)}}),
		question: send(nil),
		want:     "ImplicitlyDenied", theirs: "Allowed",
	},
}

// knownDifference reports whether a document and a request have a shape on
// which the evaluators are known to differ.
func knownDifference(d policy.Document, q question) bool { return knownDifferences(d).occurs(q) }

// knownDifferences is knownDifference of many requests.
func knownDifferences(documents ...policy.Document) shape {
	var all []shape
	for _, d := range documents {
		for _, s := range d.Statements {
			for _, known := range differences {
				all = append(all, known.of(s))
			}
		}
	}
	return either(all...)
}

// shape tells the requests with which a statement has the shape of a known
// difference; nil is none.
type shape func(question) bool

func (s shape) occurs(q question) bool { return s != nil && s(q) }

// ofAnyRequest is a shape that is the statement's alone.
func ofAnyRequest(is bool) shape {
	if !is {
		return nil
	}
	return func(question) bool { return true }
}

func either(shapes ...shape) shape {
	shapes = slices.DeleteFunc(shapes, func(s shape) bool { return s == nil })
	if len(shapes) == 0 {
		return nil
	}
	return func(q question) bool {
		return slices.ContainsFunc(shapes, func(s shape) bool { return s(q) })
	}
}

func anyOf(values []string, of func(string) shape) shape {
	var all []shape
	for _, v := range values {
		all = append(all, of(v))
	}
	return either(all...)
}

// asking is a request with such a value for a key.
func asking(key string, is func(string) bool) shape {
	return func(q question) bool { return slices.ContainsFunc(asked(q, key), is) }
}

// Each known difference is one still, and ours is the answer of AWS's page.
func TestKnownDifferences(t *testing.T) {
	requireNode(t)
	check := begin(t, "Known differences", "shapes on which the simulator departs from AWS's documentation, or the documentation leaves open")
	for _, known := range differences {
		t.Run(known.name, func(t *testing.T) {
			check.cases(1)
			require.True(t, knownDifference(known.document, known.question), "the case is not of the shape")
			ours, err := oursSays(known.document, known.question)
			require.NoError(t, err)
			require.Equal(t, known.want, ours, "%s: %s", known.page, known.says)
			decisions, err := askIdentity([]question{known.question}, known.document)
			require.NoError(t, err)
			require.NoError(t, decisions[0].fault())
			require.Equal(t, known.theirs, decisions[0].Result, "if the simulator has come round, compare the shape again")
		})
	}
}

func anyResource(s policy.Statement, is func(arn string) bool) shape {
	return ofAnyRequest(slices.ContainsFunc(s.Resources, is) || slices.ContainsFunc(s.NotResources, is))
}

func anyCondition(s policy.Statement, of func(operator, key string, values []string) shape) shape {
	var all []shape
	for operator, keys := range s.Conditions {
		for key, values := range keys {
			all = append(all, of(operator, key, values))
		}
	}
	return either(all...)
}

// anyValueOn is such a value on either side of a condition.
func anyValueOn(s policy.Statement, operators string, is func(string) bool) shape {
	return anyCondition(s, func(operator, key string, values []string) shape {
		if !strings.Contains(operator, operators) {
			return nil
		}
		return either(ofAnyRequest(slices.ContainsFunc(values, is)), asking(key, is))
	})
}

// lookup returns what a request has under a key, whatever its case.
func lookup(q question, key string) any {
	if value, ok := q.Context[key]; ok {
		return value
	}
	for name, value := range q.Context {
		if strings.EqualFold(name, key) {
			return value
		}
	}
	return nil
}

// asked returns the values a request has for a key.
func asked(q question, key string) []string {
	switch value := lookup(q, key).(type) {
	case string:
		return []string{value}
	case []string:
		return value
	}
	return nil
}

var policyVariable = regexp.MustCompile(`\$\{([^},]+)(, *'[^']*')?\}`)

var specialVariable = regexp.MustCompile(`\$\{[*?$]\}`)

// unresolved is a policy's value with a variable that has neither a value in
// the request nor a default.
func unresolved(value string) shape {
	return anyVariable(value, func(name, fallback string) shape {
		if fallback != "" || strings.Contains("*?$", name) {
			return nil
		}
		return func(q question) bool {
			got := asked(q, name)
			return len(got) != 1 || got[0] == ""
		}
	})
}

// usesEmptyVariable is a policy's value with a variable whose value in the
// request is the empty string.
func usesEmptyVariable(value string) shape {
	return anyVariable(value, func(name, _ string) shape { return asking(name, isEmpty) })
}

func anyVariable(value string, of func(name, fallback string) shape) shape {
	if !strings.Contains(value, "${") {
		return nil
	}
	var all []shape
	for _, match := range policyVariable.FindAllStringSubmatch(value, -1) {
		all = append(all, of(match[1], match[2]))
	}
	return either(all...)
}

func isEmpty(s string) bool { return s == "" }

// A wildcard in the resource part of an ARN, before the first separator.
// Buckets have no type before their name.
var wildcardInType = regexp.MustCompile(`^arn:[^:]*:(?:[^s:][^:]*|s[^3:][^:]*|s3[^:]+):[^:]*:[^:]*:[^:/]*[*?][^:/]*[:/]`)

func isInteger(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

// tail returns the resource part of an ARN, nothing of other texts.
func tail(arn string) string {
	if parts := strings.SplitN(arn, ":", 6); len(parts) == 6 {
		return parts[5]
	}
	return ""
}
