package cfn_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestParameterValues(t *testing.T) {
	requireResolved(t, []resolution{
		{"parameter with a default", `{"Ref": "Owner"}`, `"acme"`},
		{"parameter that is a number", `{"Ref": "Size"}`, `"3"`},
		{"parameter without a default", `{"Ref": "Name"}`, `"<Name>"`},
		{"parameter that is a list", `{"Ref": "List"}`, `["a","b"]`},
		{"list without a default", `{"Ref": "OpenList"}`, `"<OpenList>"`},
		{"entry of the parameter store", `{"Ref": "Ami"}`, `"<Ami from the SSM parameter /x>"`},
	})
}

// What is given counts, whatever the default.
func TestParameters(t *testing.T) {
	template := read(t, stack, map[string]string{"Name": "given", "Owner": "other", "List": "x", "AWS::Region": "eu-west-1", "Ami": "/y"})
	assert.Equal(t, `"given/other/eu-west-1"`, resolved(t, template, `{"Fn::Sub": "${Name}/${Owner}/${AWS::Region}"}`))
	assert.Equal(t, `["x"]`, resolved(t, template, `{"Ref": "List"}`))
	assert.Equal(t, `"<Ami from the SSM parameter /y>"`, resolved(t, template, `{"Ref": "Ami"}`))
	assert.Contains(t, template.Parameters(), "Owner")
}
