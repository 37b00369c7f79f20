package deploy

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/fault"
)

func TestStateKeys(t *testing.T) {
	for _, test := range []struct{ key, problem string }{
		{"live/app.tfstate", ""},
		{"live/", ""},
		{"live/*", ""},
		{"*", ""},
		{"${Token[Key.1]}/app.tfstate", ""},
		{"", "is empty"},
		{"/", "is no key"},
		{"s3://acme-state/app", "is an address"},
		{"arn:aws:s3:::acme-state/app", "is an ARN"},
		{"live/*/app.tfstate", "has a wildcard before its end"},
		{"live/**", "has a wildcard before its end"},
		{"live/ap?", "has a wildcard before its end"},
		{"live/app.tfstate.tflock", "is the key of a lock"},
		{"/live/app.tfstate", `begins with "/", so it matches no object key`},
	} {
		var faults fault.List
		validateStateKey(&faults, "Keys[0]", test.key)
		if test.problem == "" {
			assert.Empty(t, faults, test.key)
		} else if assert.Len(t, faults, 1, test.key) {
			assert.Equal(t, test.problem, faults[0].Problem, test.key)
			assert.Equal(t, test.key, faults[0].Value, "the key as it was written")
		}
	}
}

func TestWorkspacePrefixes(t *testing.T) {
	for prefix, problem := range map[string]string{
		"env:": "", "team/env": "", "${Token[P.1]}": "",
		"/env": `begins or ends with "/", which Terraform refuses`, "env/": `begins or ends with "/", which Terraform refuses`,
		"env*": "has a wildcard", "en?": "has a wildcard",
	} {
		var faults fault.List
		validateWorkspacePrefix(&faults, "WorkspaceKeyPrefix", prefix)
		if problem == "" {
			assert.Empty(t, faults, prefix)
		} else if assert.Len(t, faults, 1, prefix) {
			assert.Equal(t, problem, faults[0].Problem, prefix)
		}
	}
}
