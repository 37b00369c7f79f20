package cfn_test

import (
	"testing"
)

func TestReferences(t *testing.T) {
	requireResolved(t, []resolution{
		{"pseudo parameter", `{"Ref": "AWS::AccountId"}`, `"<AWS::AccountId>"`},
		{"nothing of this name", `{"Ref": "Nowhere"}`, `"<Nowhere>"`},
		{"resource", `{"Ref": "Bucket"}`, `"<Bucket>"`},
		{"attribute", `{"Fn::GetAtt": ["Bucket", "Arn"]}`, `"arn:<AWS::Partition>:s3:::<Bucket>"`},
		{"attribute as YAML writes it", `{"Fn::GetAtt": "Named.Arn"}`, `"arn:<AWS::Partition>:s3:::dist"`},
		{"attribute that does not follow from the name", `{"Fn::GetAtt": ["Named", "DomainName"]}`, `"<Named.DomainName of dist>"`},
		{"name", `{"Ref": "Role"}`, `"publisher"`},
		{"path and name", `{"Fn::GetAtt": ["Role", "Arn"]}`, `"arn:<AWS::Partition>:iam::<AWS::AccountId>:role/ci/publisher"`},
		{"resource whose attributes are not known", `{"Fn::GetAtt": ["Database", "Endpoint.Address"]}`, `"<Database.Endpoint.Address of x>"`},
		{"resource that code makes", `{"Fn::GetAtt": ["Custom", "Out"]}`, `"<Custom.Out of {"A":"1"}>"`},
		{"provider", `{"Ref": "Provider"}`, `"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/gitlab.com"`},
		{"provider that refers to itself", `{"Ref": "Self"}`, `"arn:<AWS::Partition>:iam::<AWS::AccountId>:oidc-provider/<Self>"`},
	})
}
