package aws_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
)

const tok = "${Token[TOKEN.7]}"

// rules are the values that each rule accepts and refuses, in the form in
// which AWS documents them.
var rules = merged(ecrRules, codeArtifactRules, map[string]accepting{
	"account id": {
		aws.AccountID,
		[]string{"123456789012", "000000000000", tok, "1" + tok},
		[]string{"", "12345678901", "1234567890123", "1234-5678-9012", "12345678901a", " 123456789012", "123456789012\n", "*", tok + "*", "１２３４５６７８９０１２"},
	},
	"organization": {
		aws.OrganizationID,
		[]string{"o-a1b2c3d4e5", "o-" + strings.Repeat("a", 32), tok},
		[]string{"", "o-short", "o-" + strings.Repeat("a", 33), "O-a1b2c3d4e5", "o-*", "r-a1b2", "ou-ab12-11111111", tok + "*"},
	},
	"organizational unit": {
		aws.OrganizationalUnitID,
		[]string{"ou-ab12-11111111", "r-ab12", tok},
		[]string{"", "ou-ab12", "o-a1b2c3d4e5", "ou-ab12-1111111", "r-abc", "x ou-ab12-11111111", "r-ab12 "},
	},
	"partition": {
		aws.Partition,
		[]string{"aws", "aws-cn", "aws-eusc", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-us-gov", tok},
		[]string{"", "AWS", "aws-eu", "awsaws", "aws-", "aws|aws-cn", "*", tok + "*"},
	},
	"region": {
		aws.Region,
		[]string{"eu-west-1", "us-gov-east-1", "us-iso-west-1", "eusc-de-east-1", "eu-centrall-1", "xx-new-12", tok, "eu-" + tok},
		[]string{"", "eu-west", "eu-west-1a", "EU-WEST-1", "eu_west_1", "euwest1", "eu-west-123", "*", "eu-*-1", tok + "*", "eu-west-1 "},
	},
	"DynamoDB table": {
		aws.DynamoDBTable,
		[]string{"abc", "Lock_table.1-x", strings.Repeat("a", 255), tok},
		[]string{"", "ab", "a b c", "abc*", strings.Repeat("a", 256), tok + "*"},
	},
})

// accepting are values that a rule accepts, and that it refuses.
type accepting struct {
	rule             aws.Rule
	accepts, refuses []string
}

func merged(all ...map[string]accepting) map[string]accepting {
	whole := map[string]accepting{}
	for _, some := range all {
		maps.Copy(whole, some)
	}
	return whole
}

func TestRules(t *testing.T) {
	for name, test := range rules {
		t.Run(name, func(t *testing.T) {
			for _, value := range test.accepts {
				var faults fault.List
				assert.True(t, test.rule.Accepts(value), "%q", value)
				assert.True(t, test.rule.Check(&faults, "Option", value), "%q", value)
				assert.Empty(t, faults, "%q", value)
			}
			for _, value := range test.refuses {
				var faults fault.List
				assert.False(t, test.rule.Accepts(value), "%q", value)
				assert.False(t, test.rule.Check(&faults, "Option", value), "%q", value)
				if assert.Len(t, faults, 1, "%q", value) {
					assert.Equal(t, "Option", faults[0].Option)
					assert.Equal(t, value, faults[0].Value)
					assert.NotEmpty(t, faults[0].Remedy)
				}
			}
		})
	}
}

// patternOf is a value of a rule, or a pattern, and the problem with it.
type patternOf struct {
	rule        aws.Rule
	value, want string
}

func checkPatterns(t *testing.T, cases []patternOf) {
	t.Helper()
	for _, test := range cases {
		var faults fault.List
		accepted := test.rule.CheckPattern(&faults, "Option", test.value)
		assert.Equal(t, test.want == "", accepted, "%q", test.value)
		problem := ""
		for _, f := range faults {
			problem += f.Problem
		}
		assert.Equal(t, test.want, problem, "%q", test.value)
	}
}

// A rule that knows no "*" for several values refuses it everywhere.
func TestOnlyNamesHavePatterns(t *testing.T) {
	for name, test := range rules {
		var faults fault.List
		assert.False(t, test.rule.Check(&faults, "Option", "*"), name)
	}
}

func TestUnsetAndMissingValues(t *testing.T) {
	for value, want := range map[string]struct{ set, needed fault.List }{
		"":             {nil, fault.List{{Option: "Id", Problem: "is missing", Remedy: "name the account"}}},
		"123456789012": {},
		"12": {
			fault.List{{Option: "Id", Value: "12", Problem: "is not an AWS account id", Remedy: "write its twelve digits, without hyphens or spaces, leading zeros included"}},
			fault.List{{Option: "Id", Value: "12", Problem: "is not an AWS account id", Remedy: "write its twelve digits, without hyphens or spaces, leading zeros included"}},
		},
	} {
		var set, needed fault.List
		aws.AccountID.CheckSet(&set, "Id", value)
		aws.AccountID.CheckNeeded(&needed, "Id", value, "name the account")
		assert.Equal(t, want.set, set, value)
		assert.Equal(t, want.needed, needed, value)
	}
}
