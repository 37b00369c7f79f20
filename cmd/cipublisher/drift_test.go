package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDriftCommand(t *testing.T) {
	inExamples(t)
	for line, want := range map[string]int{
		"account.json --registry octo.registry.yaml":                                                       exitDenied,
		"account.json --registry octo.registry.yaml --fail-on wider":                                       exitDenied,
		"account.json --registry octo.registry.yaml --fail-on never":                                       exitOK,
		"--account account.json --template cdk.out/CiPublisher.template.json --region eu-west-1":           exitDenied,
		"account.json --template cdk.out/CiPublisher.template.json --parameter AWS::Region=us-east-1":      exitDenied,
		"account.json --template cdk.out/CiPublisher.template.json --region eu-west-1 -o markdown":         exitDenied,
		"account.json --registry octo.registry.yaml --format sarif":                                        exitDenied,
		"account.json providers.json --registry octo.registry.yaml --region eu-west-1 --fail-on=different": exitDenied,
	} {
		got := cipublisher(append([]string{"drift"}, words(line)...)...)
		assert.Equal(t, want, got.status, "%s\n%s", line, got.stderr)
		assert.NotEmpty(t, got.stdout)
	}
	var report struct {
		Differs, Wider bool
		Roles          []struct{ Name, Status string }
	}
	require.NoError(t, json.Unmarshal([]byte(cipublisher(words("drift account.json --registry octo.registry.yaml -o json")...).stdout), &report))
	assert.True(t, report.Differs)
	require.Len(t, report.Roles, 2)
	assert.Equal(t, "wider", report.Roles[0].Status)
	assert.Equal(t, "missing", report.Roles[1].Status)
}

// An account that has what was written is no drift.
func TestNoDrift(t *testing.T) {
	inExamples(t)
	made := printed(t, "template --registry octo.registry.yaml")
	var templates map[string]struct {
		Resources map[string]struct {
			Type       string
			Properties map[string]json.RawMessage
		}
	}
	require.NoError(t, json.Unmarshal([]byte(made), &templates))
	require.NotEmpty(t, templates)
	got := withStdin(`{"RoleDetailList": []}`, words("drift - --registry octo.registry.yaml --fail-on wider")...)
	assert.Equal(t, exitOK, got.status, "roles that are missing grant nothing: %s", got.stderr+got.stdout)
}

func TestDriftRefuses(t *testing.T) {
	inExamples(t)
	for line, faults := range map[string][]string{
		"absent.json --registry absent.yaml": {
			`--registry "absent.yaml" can't be read: no such file or directory; name a readable file, or - for stdin`,
			`--account "absent.json" can't be read: no such file or directory; name a readable file, or - for stdin`,
		},
		"account.json":                                                  {`--registry is missing; write --registry FILE or --template FILE`},
		"--registry octo.registry.yaml":                                 {`--account is missing; write --account FILE`},
		"account.json --registry registry.yaml":                         {`--registry "registry.yaml" "123456789012" is the account of the registry, and the details are of 444455556666; compare a registry with its own account`},
		"account.json --registry octo.registry.yaml --region us-east-1": {`--region "us-east-1" is not the region of the registry, eu-west-1; leave it out`},
		"account.json --registry octo.registry.yaml --fail-on all":      {`--fail-on "all" is not a threshold; use one of different, wider, never`},
		"account.json --registry octo.registry.yaml --template x.json":  {`--template "x.json" is given beside --registry, and one excludes the other; leave one of them out`},
		"account.json --registry octo.registry.yaml --parameter A=b":    {`--parameter "A=b" means nothing without a template; add --template FILE, or leave --parameter out`},
	} {
		t.Run(line, func(t *testing.T) {
			assert.Equal(t, result{"", refusal("drift", faults...), exitBadInput}, cipublisher(append([]string{"drift"}, words(line)...)...))
		})
	}
}
