package review_test

import (
	"testing"
)

// What code makes of a template is not known, except that of CDK's which is.
func TestCustomResources(t *testing.T) {
	requireNamed(t, []named{
		{"custom resource", "Custom::X", "{A: b}", []string{`unknown Custom::X R is made by code that is not known here: {"Properties":{"A":"b"}}`}},
		{"custom resource of CDK's", "Custom::LogRetention", "{A: b}", nil},
		{"module", "Acme::Own::Thing::MODULE", "{A: b}", []string{`unknown Acme::Own::Thing::MODULE R is made by code that is not known here: {"Properties":{"A":"b"}}`}},
		{"custom resource of the service's name", "AWS::CloudFormation::CustomResource", "{A: b}", []string{`unknown AWS::CloudFormation::CustomResource R is made by code that is not known here: {"Properties":{"A":"b"}}`}},
		{"type of somebody else", "Acme::Own::Thing", "{A: b}", []string{`unknown Acme::Own::Thing R is made by code that is not known here: {"Properties":{"A":"b"}}`}},
	})
}
