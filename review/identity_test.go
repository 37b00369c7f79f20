package review_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/review"
)

const trustedByEC2 = `"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}`

const allowed = `"PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": "*"}]}`

func TestPoliciesFindTheirRole(t *testing.T) {
	for _, test := range []struct {
		name, roleProperties, policy string
		// ofRole and alone count the policies of the role and of the policy
		// resource itself.
		ofRole, alone int
	}{
		{"managed policy that names the role", "", `"Type": "AWS::IAM::ManagedPolicy", "Properties": {"Roles": [{"Ref": "Role"}], ` + allowed + `}`, 1, 0},
		{"managed policy that the role names", `"ManagedPolicyArns": [{"Ref": "Policy"}],`, `"Type": "AWS::IAM::ManagedPolicy", "Properties": {` + allowed + `}`, 1, 0},
		{"policy", "", `"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p", "Roles": [{"Ref": "Role"}], ` + allowed + `}`, 1, 0},
		{"role policy", "", `"Type": "AWS::IAM::RolePolicy", "Properties": {"PolicyName": "p", "RoleName": {"Ref": "Role"}, ` + allowed + `}`, 1, 0},
		{"policy of a user too", "", `"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p", "Roles": [{"Ref": "Role"}], "Users": ["u"], ` + allowed + `}`, 1, 1},
		{"policy of a role elsewhere", "", `"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p", "Roles": ["other"], ` + allowed + `}`, 0, 1},
		{"managed policy of nobody", "", `"Type": "AWS::IAM::ManagedPolicy", "Properties": {` + allowed + `}`, 0, 1},
		{"policy of a repository", "", `"Type": "AWS::ECR::Repository", "Properties": {"RepositoryPolicyText": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ecr:PutImage"}]}}`, 0, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			holders, err := review.FromTemplate([]byte(`{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {`+
				test.roleProperties+trustedByEC2+`}}, "Policy": {`+test.policy+`}}}`), review.Context{})
			require.NoError(t, err)
			assert.Equal(t, "Role", holders[0].ID)
			assert.Len(t, holders[0].Policies, test.ofRole)
			alone := 0
			for _, h := range holders[1:] {
				if !h.Attached {
					alone += len(h.Policies)
				}
			}
			assert.Equal(t, test.alone, alone)
		})
	}
}
