package template_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

func TestProviderAlone(t *testing.T) {
	made := template.Provider(trust.GitHub(), permission.Environment{Region: "cn-north-1"})
	require.Len(t, made.Resources, 1)
	require.Equal(t, []any{"sts.amazonaws.com.cn"}, made.Resources["OidcProvidertokenactionsgithubusercontentcom9F707405"].Properties["ClientIdList"])
}

func TestNoticesAreThoseOfTheCore(t *testing.T) {
	var ids []string
	for _, notice := range (template.Stack{Roles: []template.Role{acme()}}).Notices() {
		ids = append(ids, notice.ID)
	}
	require.Equal(t, []string{"s3-whole-bucket", "ecr-every-repository", "codeartifact-every-repository", "codeartifact-every-package", "trust-environment-protection"}, ids)
}

func TestUnknownRegions(t *testing.T) {
	var found []fault.Notice
	for _, notice := range (template.Stack{Environment: permission.Environment{Region: "eu-centrall-1"}, Roles: []template.Role{acme()}}).Notices() {
		if notice.ID == aws.UnknownRegionID {
			found = append(found, notice)
		}
	}
	require.Len(t, found, 1)
	require.Contains(t, found[0].String(), `Region "eu-centrall-1" is no region that is known here`)
}
