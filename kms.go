package cipublisher

import (
	"slices"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awskms"
	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/resource"
)

func keysIn(statements []policy.Statement) []string {
	var keys []string
	for _, s := range statements {
		for _, r := range s.Resources {
			if strings.HasPrefix(s.Actions[0], "kms:") && !slices.Contains(keys, r) {
				keys = append(keys, r)
			}
		}
	}
	return keys
}

func keyTarget(s awskms.IKey) target {
	return target{
		stores:  []resource.Store{resource.Key{ARN: *s.KeyArn()}},
		account: *s.Env().Account,
		addStatement: added(func(p awsiam.PolicyStatement) *awsiam.AddToResourcePolicyResult {
			return s.AddToResourcePolicy(p, jsii.Bool(true))
		}),
	}
}
