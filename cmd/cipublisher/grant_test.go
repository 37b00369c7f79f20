package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

// The sets below stand for those that users will have beside the publisher.
type fakeSet struct{ statement policy.Statement }

func (s fakeSet) Validate(env permission.Environment) error { return env.Validate() }

func (s fakeSet) Statements(permission.Environment) []policy.Statement {
	return []policy.Statement{s.statement}
}

func (s fakeSet) Notices(permission.Environment) []fault.Notice {
	return []fault.Notice{{ID: "fake", Text: "{Fake} is risky"}}
}

func TestSeveralSets(t *testing.T) {
	fake := func(name string, flagNames ...string) permission.NamedSet {
		return permission.NamedSet{Name: name, New: func() *permission.Options {
			var table option.Table
			for _, f := range flagNames {
				table = append(table, &option.Option{Path: "Fake", Flag: f, Value: "NAME", Field: new(string)})
			}
			return &permission.Options{Table: table, Make: func(*fault.List) permission.Set {
				return fakeSet{policy.Statement{Sid: name, Effect: policy.Allow, Actions: []string{"s3:GetObject"}, Resources: []string{"*"}}}
			}}
		}}
	}
	three := []permission.NamedSet{fake("first", "shared", "one"), fake("second", "shared", "two"), fake("third")}
	grantOf := func(line string) (sids []string, notices []fault.Notice, faults fault.List) {
		flags := &flagSet{command: "policy"}
		grant := grantFlags(flags, three)
		c := &call{flags: flags}
		parsed(t, flags, words(line), &c.faults)
		for _, s := range grant(c).Statements {
			sids = append(sids, s.Sid)
		}
		return sids, c.notices, flags.named(c.faults)
	}
	for _, test := range []struct {
		name, line string
		sids       []string
		fault      string
	}{
		{"the first is the default", "", []string{"first"}, ""},
		{"another", "--set second", []string{"second"}, ""},
		{"several make one document, in the order of the list", "--set third --set first", []string{"first", "third"}, ""},
		{"the same twice", "--set second --set second", []string{"second"}, ""},
		{"a flag of its own", "--set second --two x", []string{"second"}, ""},
		{"a flag of several", "--set second --shared x", []string{"second"}, ""},
		{"a flag of another", "--set third --two x", nil, `--two "x" belongs to a set that is not chosen; add --set second, or leave the flag out`},
		{"a flag of several others", "--set third --shared x", nil, `--shared "x" belongs to a set that is not chosen; add --set first or --set second, or leave the flag out`},
		{"unknown", "--set fourth", nil, `--set "fourth" is not a permission set; use one of first, second, third`},
		{"a fault that all of them find", "--set first --set second --partition moon", nil, `--partition "moon" is not an AWS partition; use one of aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-us-gov`},
	} {
		t.Run(test.name, func(t *testing.T) {
			sids, notices, faults := grantOf(test.line)
			if test.fault != "" {
				require.Len(t, faults, 1)
				assert.Equal(t, test.fault, faults[0].Error())
				return
			}
			assert.Empty(t, faults)
			assert.Equal(t, test.sids, sids)
			assert.Len(t, notices, len(test.sids))
		})
	}
}
