package policy_test

import (
	"fmt"

	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/policy"
)

// The generators make documents and requests that have a fair chance of
// meeting: few names, and wildcards in all places.

var (
	actions = []string{
		"s3:PutObject", "s3:GetObject", "s3:DeleteObject", "S3:putobject", "s3:*Object", "s3:Get*", "ecr:PutImage", "ecr:*", "*",
	}
	resources = []string{
		"arn:aws:s3:::bucket", "arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/?/b", "arn:aws:s3:*", "arn:aws:*:bucket/a/b",
		"arn:aws:s3:::bucket/${aws:username}/*", "arn:aws:s3:::bucket/${aws:PrincipalTag/team, 'a'}/*", "*",
	}
	conditions = []struct {
		operators []string
		key       string
		values    []string
	}{
		{[]string{"StringEquals", "StringNotEquals", "StringLike", "StringNotLikeIfExists", "ForAnyValue:StringLike", "ForAllValues:StringNotEquals", "StringEqualsIgnoreCase"},
			"aws:username", []string{"alice", "bob", "al*", "${aws:username}", ""}},
		{[]string{"NumericLessThan", "NumericGreaterThanEqualsIfExists", "NumericNotEquals"}, "s3:max-keys", []string{"10", "1e1", "0.5"}},
		{[]string{"DateLessThan", "DateGreaterThanEquals"}, "aws:CurrentTime", []string{"2026-01-01", "1767225600"}},
		{[]string{"Bool", "BoolIfExists"}, "aws:SecureTransport", []string{"true", "false"}},
		{[]string{"Null"}, "aws:username", []string{"true", "false"}},
		{[]string{"IpAddress", "NotIpAddress"}, "aws:SourceIp", []string{"203.0.113.0/24", "2001:db8::/32"}},
		{[]string{"ArnLike", "ArnNotEquals"}, "aws:PrincipalArn", []string{"arn:aws:iam::123456789012:role/*", "arn:aws:iam::*:user/bob"}},
	}
	contextValues = map[string][]string{
		"aws:username":          {"alice", "bob", "Alice", ""},
		"s3:max-keys":           {"10", "9", "many"},
		"aws:CurrentTime":       {"2025-12-31T23:59:59Z", "1767225600"},
		"aws:SecureTransport":   {"true", "FALSE", "maybe"},
		"aws:SourceIp":          {"203.0.113.7", "2001:db8::1", "198.51.100.1"},
		"aws:PrincipalArn":      {"arn:aws:iam::123456789012:role/ci/publisher", "arn:aws:iam::123456789012:user/bob"},
		"aws:PrincipalTag/team": {"a", "c"},
	}
	callers = []policy.Caller{
		{},
		{AWS: "arn:aws:iam::123456789012:role/ci/publisher"},
		{AWS: "arn:aws:sts::123456789012:assumed-role/publisher/session"},
		{AWS: "999999999999"},
		{Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"},
		{Service: "codebuild.amazonaws.com"},
	}
	principals = []*policy.Principal{
		nil,
		nil,
		{Everyone: true},
		{AWS: []string{"*"}},
		{AWS: []string{"123456789012", "arn:aws:iam::999999999999:root"}},
		{AWS: []string{"arn:aws:iam::123456789012:role/ci/publisher"}, Service: []string{"codebuild.amazonaws.com"}},
		{Federated: []string{"arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}, CanonicalUser: []string{"79a5"}},
	}
)

func some(values []string) *rapid.Generator[[]string] {
	return rapid.SliceOfNDistinct(rapid.SampledFrom(values), 1, 3, rapid.ID)
}

func conditionBlocks(least int) *rapid.Generator[policy.Conditions] {
	return rapid.Custom(func(t *rapid.T) policy.Conditions {
		var block policy.Conditions
		for range rapid.IntRange(least, 3).Draw(t, "conditions") {
			c := rapid.SampledFrom(conditions).Draw(t, "condition")
			operator := rapid.SampledFrom(c.operators).Draw(t, "operator")
			if block == nil {
				block = policy.Conditions{}
			}
			if block[operator] == nil {
				block[operator] = map[string][]string{}
			}
			block[operator][c.key] = some(c.values).Draw(t, "values")
		}
		return block
	})
}

func statements(effect policy.Effect) *rapid.Generator[policy.Statement] {
	return rapid.Custom(func(t *rapid.T) policy.Statement {
		s := policy.Statement{Effect: effect, Conditions: conditionBlocks(0).Draw(t, "conditions")}
		if list := some(actions).Draw(t, "actions"); rapid.Bool().Draw(t, "NotAction") {
			s.NotActions = list
		} else {
			s.Actions = list
		}
		if list := some(resources).Draw(t, "resources"); rapid.Bool().Draw(t, "NotResource") {
			s.NotResources = list
		} else {
			s.Resources = list
		}
		if p := rapid.SampledFrom(principals).Draw(t, "principal"); rapid.IntRange(0, 4).Draw(t, "NotPrincipal") == 0 {
			s.NotPrincipal = p
		} else {
			s.Principal = p
		}
		return s
	})
}

func documents() *rapid.Generator[policy.Document] {
	return rapid.Custom(func(t *rapid.T) policy.Document {
		d := policy.Document{
			Version: rapid.SampledFrom([]string{"2012-10-17", "2008-10-17"}).Draw(t, "version"),
			ID:      rapid.SampledFrom([]string{"", "an id"}).Draw(t, "id"),
		}
		for i := range rapid.IntRange(1, 4).Draw(t, "statements") {
			effect := rapid.SampledFrom([]policy.Effect{policy.Allow, policy.Allow, policy.Deny}).Draw(t, "effect")
			s := statements(effect).Draw(t, "statement")
			s.Sid = rapid.SampledFrom([]string{"", "S" + string(rune('0'+i))}).Draw(t, "sid")
			d.Statements = append(d.Statements, s)
		}
		return d
	})
}

func requests() *rapid.Generator[policy.Request] {
	return rapid.Custom(func(t *rapid.T) policy.Request {
		r := policy.Request{
			Action: rapid.SampledFrom([]string{"s3:PutObject", "s3:GetObject", "ecr:PutImage"}).Draw(t, "action"),
			Resource: rapid.SampledFrom([]string{
				"arn:aws:s3:::bucket", "arn:aws:s3:::bucket/a/b", "arn:aws:s3:::bucket/alice/x:y", "*", "",
			}).Draw(t, "resource"),
			Principal: rapid.SampledFrom(callers).Draw(t, "caller"),
			Context:   policy.Context{},
		}
		for _, key := range sortedKeys(contextValues) {
			if rapid.Bool().Draw(t, key) {
				r.Context[key] = rapid.SliceOfN(rapid.SampledFrom(contextValues[key]), 0, 2).Draw(t, "values")
			}
		}
		return r
	})
}

// numbered returns so many texts of a format that takes a number.
func numbered(n int, format string) []string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = fmt.Sprintf(format, i)
	}
	return texts
}
