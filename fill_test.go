package cipublisher_test

import (
	"testing"

	"github.com/aws/jsii-runtime-go"

	"github.com/cipublisher/cipublisher"
)

// What is unset has its default; what is set to nothing is a fault that says so.
func TestPropsThatAreEmpty(t *testing.T) {
	requireRefused(t, []invalid{
		{"a preset that is empty",
			func(p *props) { p.Preset, p.CodeArtifact.EveryRepository = jsii.String(""), jsii.Bool(true) },
			`Preset is empty; leave it unset for the default`},
		{"a prefix that is empty",
			func(p *props) { p.S3.Prefix = jsii.String("") },
			`S3.Prefix is empty; leave it unset for the default`},
		{"a policy name that is empty",
			func(p *props) { p.PolicyName = jsii.String("") },
			`PolicyName is empty; leave it unset for the default, or write 1 to 128 characters`},
		{"a path that is empty",
			func(p *props) { p.PolicyPath = jsii.String("") },
			`PolicyPath is empty; leave it unset for the default`},
		{"a provider's ARN that is empty",
			func(p *props) { p.OidcProvider = &cipublisher.OidcProviderProps{Arn: jsii.String("")} },
			`OidcProvider.Arn is empty; leave it unset for the default`},
		{"texts that are empty",
			func(p *props) {
				empty := jsii.String("")
				p.AccountId, p.Region, p.Partition, p.Trust.Audience = empty, empty, empty, empty
				p.Role = &cipublisher.RoleProps{Name: empty, Path: empty, Description: empty, PermissionsBoundaryArn: empty}
			},
			"8 faults:\n" +
				"  - AccountId is empty; leave it unset for the default\n" +
				"  - Partition is empty; leave it unset for the default\n" +
				"  - Region is empty; leave it unset for the default\n" +
				"  - Role.Name is empty; leave it unset for the default\n" +
				"  - Role.Path is empty; leave it unset for the default\n" +
				"  - Role.Description is empty; leave it unset for the default\n" +
				"  - Role.PermissionsBoundaryArn is empty; leave it unset for the default\n" +
				"  - Trust.Audience is empty; leave it unset for the default"},
	})
}
