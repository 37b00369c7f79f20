package policy_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/policy"
)

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
func TestParse(t *testing.T) {
	document := func(statements ...policy.Statement) policy.Document { return policy.New(statements...) }
	get := policy.Statement{Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"*"}}
	for _, c := range []struct {
		name, give string
		want       policy.Document
	}{
		{
			"a statement instead of a list",
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`,
			document(get),
		},
		{
			"lists of one, any order, white space",
			" {\n\t\"Statement\" : [ {\"Resource\":[\"*\"], \"Action\":[\"s3:GetObject\"], \"Effect\":\"Allow\"} ],\r\n \"Version\":\"2012-10-17\" } ",
			document(get),
		},
		{
			"no version is the old one",
			`{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`,
			policy.Document{Version: "2008-10-17", Statements: []policy.Statement{get}},
		},
		{
			"an empty Sid is none, even twice",
			`{"Version":"2012-10-17","Id":"id","Statement":[{"Sid":"","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Sid":"","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}`,
			policy.Document{Version: policy.Version, ID: "id", Statements: []policy.Statement{get, get}},
		},
		{
			"the order of actions and resources is kept",
			`{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":["s3:b","s3:a"],"NotResource":["arn:aws:s3:::b","arn:aws:s3:::a"]}}`,
			document(policy.Statement{Effect: policy.Deny, NotActions: []string{"s3:b", "s3:a"}, NotResources: []string{"arn:aws:s3:::b", "arn:aws:s3:::a"}}),
		},
		{
			"everyone",
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}`,
			document(policy.Statement{Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: []string{"sts:AssumeRole"}}),
		},
		{
			"principals of every type",
			`{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotPrincipal":{"AWS":["*","123456789012"],"Federated":"accounts.google.com","Service":["ec2.amazonaws.com"],"CanonicalUser":"c"},"Action":"*"}}`,
			document(policy.Statement{Effect: policy.Deny, NotPrincipal: &policy.Principal{
				AWS: []string{"*", "123456789012"}, Federated: []string{"accounts.google.com"}, Service: []string{"ec2.amazonaws.com"}, CanonicalUser: []string{"c"},
			}, Actions: []string{"*"}}),
		},
		{
			"condition values of every kind, as their JSON text",
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"NumericEquals":{"a:a":[1,-2.50,1e3,"4"]},"Bool":{"a:b":true,"a:c":[false]},"StringEquals":{"a:d":""}}}}`,
			document(policy.Statement{
				Effect: policy.Allow, Actions: []string{"*"}, Resources: []string{"*"},
				Conditions: policy.Conditions{
					"NumericEquals": {"a:a": {"1", "-2.50", "1e3", "4"}}, "Bool": {"a:b": {"true"}, "a:c": {"false"}}, "StringEquals": {"a:d": {""}},
				},
			}),
		},
		{
			"an empty condition is none",
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{}}}`,
			document(get),
		},
		{
			"empty lists",
			`{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":[]},"Action":[],"Resource":[],"Condition":{"StringEquals":{"a:b":[]}}},{"Effect":"Allow","NotPrincipal":{},"NotAction":[],"NotResource":[]}]}`,
			document(
				policy.Statement{
					Effect: policy.Allow, Principal: &policy.Principal{}, Actions: []string{}, Resources: []string{},
					Conditions: policy.Conditions{"StringEquals": {"a:b": {}}},
				},
				policy.Statement{Effect: policy.Allow, NotPrincipal: &policy.Principal{}, NotActions: []string{}, NotResources: []string{}},
			),
		},
		{
			"a number as Sid",
			`{"Version":"2012-10-17","Statement":{"Sid":1,"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}`,
			document(policy.Statement{Sid: "1", Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"*"}}),
		},
		{
			"a Sid twice in a policy of a resource",
			`{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":"*","Action":"s3:GetObject"},{"Sid":"A","Effect":"Allow","Principal":"*","Action":"s3:GetObject"}]}`,
			document(
				policy.Statement{Sid: "A", Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: []string{"s3:GetObject"}},
				policy.Statement{Sid: "A", Effect: policy.Allow, Principal: &policy.Principal{Everyone: true}, Actions: []string{"s3:GetObject"}},
			),
		},
		{
			"Null with a qualifier",
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"ForAllValues:Null":{"aws:TagKeys":"false"}}}}`,
			document(policy.Statement{
				Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"*"},
				Conditions: policy.Conditions{"ForAllValues:Null": {"aws:TagKeys": {"false"}}},
			}),
		},
		{
			"escapes",
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"\u002a"}}`,
			document(get),
		},
		{
			"tokens where the grammar wants a form",
			`{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"${Token[TOKEN.1]}"},"Action":"${Token[TOKEN.2]}","Resource":"${Token[TOKEN.3]}","Condition":{"Bool":{"a:b":"${Token[TOKEN.4]}"}}}}`,
			document(policy.Statement{
				Effect: policy.Allow, Principal: &policy.Principal{AWS: []string{"${Token[TOKEN.1]}"}},
				Actions: []string{"${Token[TOKEN.2]}"}, Resources: []string{"${Token[TOKEN.3]}"},
				Conditions: policy.Conditions{"Bool": {"a:b": {"${Token[TOKEN.4]}"}}},
			}),
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := policy.Parse([]byte(c.give))
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
}

// Each row is a document with one fault and the sentence it gets.
func TestParseFaults(t *testing.T) {
	const rest = `"Effect":"Allow","Action":"s3:GetObject","Resource":"*"`
	statement := func(elements string) string {
		return `{"Version":"2012-10-17","Statement":[{` + elements + `}]}`
	}
	for _, c := range []struct{ name, give, want string }{
		{"nothing", " \n", `Document is empty; correct the JSON`},
		{"no JSON", "{\n  \"Version\": 2012-10-17\n}", `Document is not JSON: line 2, column 18: invalid character '-' after object key:value pair; correct the JSON`},
		{"JSON that ends early", `{"Version":`, `Document is not JSON: line 1, column 11: unexpected end of JSON input; correct the JSON`},
		{"two documents", `{} {}`, `Document is not JSON: line 1, column 4: invalid character '{' after top-level value; correct the JSON`},
		{"no text", "{\"Version\":\"\xff\"}", `Document is not UTF-8 text; correct the JSON`},
		{"a list", `[]`, `Document is a list; write an object`},
		{"null", `null`, `Document is null; write an object`},
		{"no statement", `{"Version":"2012-10-17"}`, `Statement is missing; add a statement, or a list of them`},
		{"an empty list of statements", `{"Version":"2012-10-17","Statement":[]}`, `Statement is an empty list; name at least one, or leave the element out`},
		{"a text as statement", `{"Version":"2012-10-17","Statement":"x"}`, `Statement is a string; write a statement or a list of statements`},
		{"a list in the list", `{"Version":"2012-10-17","Statement":[[]]}`, `Statement[0] is a list; write an object`},
		{"a future version", `{"Version":"2026-10-17","Statement":[{` + rest + `}]}`, `Version "2026-10-17" is no version of the policy language; write "2012-10-17"`},
		{"an empty version", `{"Version":"","Statement":[{` + rest + `}]}`, `Version is empty; write "2012-10-17"`},
		{"a number as version", `{"Version":2012,"Statement":[{` + rest + `}]}`, `Version is a number; write a string`},
		{"a boolean as Id", `{"Id":true,"Statement":[{` + rest + `}]}`, `Id is a boolean; write a string`},
		{"an unknown element", `{"Comment":"x","Statement":[{` + rest + `}]}`, `Comment is not an element of the policy language; the elements here are Version, Id, Statement`},
		{"an element in the wrong case", `{"version":"2012-10-17","Statement":[{` + rest + `}]}`, `version is not an element of the policy language; write "Version"`},
		{"an element twice", `{"Id":"a","Id":"b","Statement":[{` + rest + `}]}`, `Document "Id" is there twice; merge the two`},

		{"an unknown element of a statement", statement(rest + `,"Actions":"x"`), `Statement[0].Actions is not an element of the policy language; the elements here are Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition`},
		{"an element of a statement in the wrong case", statement(rest + `,"condition":{}`), `Statement[0].condition is not an element of the policy language; write "Condition"`},
		{"an element of a statement twice", statement(`"Sid":"A",` + rest + `,"Effect":"Deny"`), `Statement[0](A) "Effect" is there twice; merge the two`},
		{"no effect", statement(`"Action":"s3:GetObject","Resource":"*"`), `Statement[0].Effect is missing; write "Allow" or "Deny"`},
		{"an effect in the wrong case", statement(`"Effect":"allow","Action":"s3:GetObject","Resource":"*"`), `Statement[0].Effect "allow" is not an effect; write "Allow" or "Deny", in this case`},
		{"a list as effect", statement(`"Effect":["Allow"],"Action":"s3:GetObject","Resource":"*"`), `Statement[0].Effect is a list; write "Allow" or "Deny"`},
		{"no action", statement(`"Effect":"Allow","Resource":"*"`), `Statement[0].Action is missing; name the actions`},
		{"an empty action", statement(`"Effect":"Allow","Action":"","Resource":"*"`), `Statement[0].Action has an empty string; remove it`},
		{"an action without prefix", statement(`"Effect":"Allow","Action":["GetItem"],"Resource":"*"`), `Statement[0].Action "GetItem" has no service prefix; write it as "s3:GetObject"`},
		{"a number among actions", statement(`"Effect":"Allow","Action":["s3:*",1],"Resource":"*"`), `Statement[0].Action is a number; write a string or a list of strings`},
		{"null as action", statement(`"Effect":"Allow","Action":null,"Resource":"*"`), `Statement[0].Action is null; write a string or a list of strings`},
		{"both actions", statement(rest + `,"NotAction":"s3:*"`), `Statement[0] has both Action and NotAction; keep one of them`},
		{"both resources", statement(rest + `,"NotResource":"*"`), `Statement[0] has both Resource and NotResource; keep one of them`},
		{"both principals", statement(rest + `,"Principal":"*","NotPrincipal":"*"`), `Statement[0] has both Principal and NotPrincipal; keep one of them`},
		{"no resource in an identity policy", statement(`"Effect":"Allow","Action":"s3:GetObject"`), `Statement[0].Resource is missing; name the resources, or "*"`},
		{"an object as resource", statement(`"Effect":"Allow","Action":"s3:GetObject","Resource":{"Ref":"Bucket"}`), `Statement[0].Resource is an object; write a string or a list of strings`},
		{"a variable in a short ARN", statement(`"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:${aws:RequestedRegion}"`), `Statement[0].Resource "arn:aws:s3:${aws:RequestedRegion}" has a policy variable in an ARN of fewer than six fields; write variables as "${aws:username}", in an ARN of six fields`},
		{"an unclosed variable", statement(`"Effect":"Allow","Action":"s3:GetObject","NotResource":"arn:aws:s3:::${aws:username"`), `Statement[0].NotResource "arn:aws:s3:::${aws:username" has a malformed policy variable; write variables as "${aws:username}", in an ARN of six fields`},

		{"a principal without type", statement(rest + `,"Principal":"123456789012"`), `Statement[0].Principal "123456789012" has no type of principal; write "*", or {"AWS": …}, {"Federated": …}, {"Service": …}`},
		{"a list as principal", statement(rest + `,"Principal":["*"]`), `Statement[0].Principal is a list; write an object`},
		{"an unknown type of principal", statement(rest + `,"Principal":{"aws":"123456789012"}`), `Statement[0].Principal.aws is not an element of the policy language; write "AWS"`},
		{"a wildcard in a principal", statement(rest + `,"Principal":{"AWS":"arn:aws:iam::123456789012:role/*"}`), `Statement[0].Principal.AWS "arn:aws:iam::123456789012:role/*" has a wildcard, which IAM refuses in a principal; name it in full, or test aws:PrincipalArn in a condition`},
		{"every service", statement(rest + `,"Principal":{"Service":"*"}`), `Statement[0].Principal.Service "*" has a wildcard, which IAM refuses in a principal; name it in full, or test aws:PrincipalArn in a condition`},

		{"a list as condition", statement(rest + `,"Condition":[]`), `Statement[0].Condition is a list; write an object`},
		{"a text under an operator", statement(rest + `,"Condition":{"StringEquals":"x"}`), `Statement[0].Condition.StringEquals is a string; write an object`},
		{"an unknown operator", statement(rest + `,"Condition":{"StringMatches":{}}`), `Statement[0].Condition.StringMatches is not a condition operator; use an operator of the IAM policy language, such as StringEquals`},
		{"an object as condition value", statement(rest + `,"Condition":{"StringEquals":{"a:b":{}}}`), `Statement[0].Condition.StringEquals.a:b is an object; write a string, a number, a boolean or a list of them`},
		{"null as condition value", statement(rest + `,"Condition":{"StringEquals":{"a:b":[null]}}`), `Statement[0].Condition.StringEquals.a:b is null; write a string, a number, a boolean or a list of them`},
		{"a condition key twice", statement(rest + `,"Condition":{"StringEquals":{"a:b":"c","a:b":"d"}}`), `Statement[0].Condition.StringEquals "a:b" is there twice; merge the two`},
		{"a condition key in two cases", statement(rest + `,"Condition":{"StringEquals":{"a:b":"c","A:B":"d"}}`), `Statement[0].Condition.StringEquals.A:B is the same key as a:b, whose case differs; put the values under one of them`},
		{"an operator twice", statement(rest + `,"Condition":{"StringEquals":{"a:b":"c"},"StringEquals":{"a:c":"d"}}`), `Statement[0].Condition "StringEquals" is there twice; merge the two`},
		{"a Sid twice", `{"Statement":[{"Sid":"A",` + rest + `},{"Sid":"A",` + rest + `}]}`, `Statement[1](A).Sid "A" names Statement[0] too; give every statement its own Sid`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := policy.Parse([]byte(c.give))
			assert.EqualError(t, err, "cipublisher: "+c.want)
			assert.Equal(t, policy.Document{}, d)
		})
	}
}

func TestParseReportsEveryFaultAtOnce(t *testing.T) {
	_, err := policy.Parse([]byte(`{
		"version": "2012-10-17",
		"Statement": [
			{"Sid": "A", "Effect": "allow", "Action": ["s3"], "Resource": 1, "Condition": {"Bool": {"a:b": "x"}}},
			{"Sid": "A", "NotAction": 3, "Action": "s3:*"}
		]
	}`))
	var faults fault.List
	require.True(t, errors.As(err, &faults))
	var options []string
	for _, f := range faults {
		options = append(options, f.Option)
		assert.NotEmpty(t, f.Remedy)
	}
	assert.ElementsMatch(t, []string{
		"version", "Statement[0](A).Effect", "Statement[0](A).Action", "Statement[0](A).Resource", "Statement[0](A).Condition.Bool.a:b",
		"Statement[1](A)", "Statement[1](A).NotAction", "Statement[1](A).Effect", "Statement[1](A).Resource", "Statement[1](A).Sid",
	}, options)
}

func TestUnmarshalJSONKeepsTheDocumentOnError(t *testing.T) {
	d := policy.New(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:GetObject"}})
	before := d
	assert.Error(t, json.Unmarshal([]byte(`{"Statement":[]}`), &d))
	assert.Error(t, json.Unmarshal([]byte(`null`), &d), "a policy that is not there is not a policy that allows nothing")
	assert.Equal(t, before, d)
}

// Reading what was written gives the same document.
func TestRoundTrip(t *testing.T) {
	roundTrip := func(t require.TestingT, d policy.Document) {
		data, err := d.MarshalJSON()
		require.NoError(t, err)
		again, err := policy.Parse(data)
		require.NoError(t, err)
		indented, err := policy.Parse([]byte(d.Indent()))
		require.NoError(t, err)
		assert.Equal(t, again, indented)
		for i := range d.Statements { // actions are sorted when written, and nothing else changes
			d.Statements[i].Actions = sortedCopy(d.Statements[i].Actions)
			d.Statements[i].NotActions = sortedCopy(d.Statements[i].NotActions)
		}
		assert.Equal(t, d, again)
	}
	for name, data := range fixtures(t) {
		t.Run(name, func(t *testing.T) { roundTrip(t, parsed(t, data)) })
	}
	t.Run("generated", rapid.MakeCheck(func(t *rapid.T) { roundTrip(t, documents().Draw(t, "document")) }))
}

// A value is read as its text is, and so are its faults.
func TestParseValue(t *testing.T) {
	for _, text := range []string{
		`{"Version":"2012-10-17","Id":"a","Statement":[{"Sid":1,"Effect":"Allow","Action":"s3:*","Resource":["*"],"Condition":{"Bool":{"aws:SecureTransport":true},"NumericLessThan":{"s3:max-keys":[10,"20"]}}}]}`,
		`{"Statement":{"Effect":"Allow","Principal":{"AWS":["111122223333"],"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}`,
		`{"Statement":{"Effect":"` + policy.Unknown("E") + `","Action":null,"More":2,"Resource":{"a":1}}}`,
		`{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::` + policy.Unknown("B") + `"},7]}`,
		`[]`, `"text"`, `null`, `1.5`,
	} {
		var value any
		require.NoError(t, json.Unmarshal([]byte(text), &value))
		want, wantErr := policy.ParseResolved([]byte(text))
		got, err := policy.ParseValue(value)
		assert.Equal(t, wantErr, err, text)
		assert.Equal(t, want, got, text)
	}
	assert.Panics(t, func() { _, _ = policy.ParseValue(func() {}) })
}

func FuzzParse(f *testing.F) {
	for _, data := range fixtures(f) {
		f.Add(data)
	}
	for _, seed := range []string{``, `{}`, `[`, `{"Statement":{}}`, `{"Statement":[{"Effect":"Allow","Principal":{"AWS":1}}]}`, "\xff", strings.Repeat(`[`, 200)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := policy.Parse(data)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "cipublisher: ") {
				t.Errorf("not our message: %v", err)
			}
			return
		}
		written, err := d.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		again, err := policy.Parse(written)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, written)
		}
		rewritten, err := again.MarshalJSON()
		if err != nil || string(rewritten) != string(written) {
			t.Errorf("written twice, the document differs:\n%s\n%s", written, rewritten)
		}
		if size := d.Size(); size > len(written) {
			t.Errorf("%d characters in %d bytes", size, len(written))
		}
		if _, err := d.Evaluate(policy.Request{Action: "s3:GetObject", Resource: "arn:aws:s3:::b/a"}); err != nil {
			t.Errorf("what was read cannot be evaluated: %v", err)
		}
	})
}
