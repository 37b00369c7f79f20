package permission_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
)

// A region belongs to one partition, and is refused in every other.
func TestRegionsAndPartitions(t *testing.T) {
	for _, region := range aws.Regions() {
		for _, partition := range aws.Partitions() {
			err := permission.Environment{Region: region, Partition: partition}.Validate()
			assert.Equal(t, partition == aws.PartitionOf(region), err == nil, "%s in %s: %v", region, partition, err)
		}
	}
}

// Missing values are for those to report who need them.
func TestEmptyEnvironmentIsValid(t *testing.T) {
	assert.NoError(t, permission.Environment{}.Validate())
}

// A region that nobody knows is a warning of the role: once, however many of
// its sets name the region.
func TestAnUnknownRegionIsToldOnce(t *testing.T) {
	publisher := permission.Publisher{ECR: &permission.ECR{RepositoryNames: []string{"app"}}}
	builder := permission.Builder{ECR: &permission.ECRRead{RepositoryNames: []string{"app"}}}
	env := permission.Environment{AccountID: "123456789012", Region: "eu-centrall-1"}
	assert.NoError(t, permission.ValidateAll(env, publisher, builder))
	notices := permission.NoticesOfAll(env, publisher, builder)
	if assert.Len(t, notices, 1) {
		assert.Equal(t, aws.UnknownRegionID, notices[0].ID)
		assert.Contains(t, notices[0].Text, `{Region} "eu-centrall-1"`)
		assert.Contains(t, notices[0].Text, `"eu-central-1"`)
		assert.False(t, notices[0].Note)
	}
	env.Region = "eu-central-1"
	assert.Empty(t, permission.NoticesOfAll(env, publisher, builder))
}

func TestUnknownRegionsOfDomains(t *testing.T) {
	publisher := permission.Publisher{CodeArtifact: &permission.CodeArtifact{
		DomainName: "acme", Region: "us-eats-1", RepositoryNames: []string{"releases"},
		Domains: []permission.Domain{{DomainName: "acme", Region: "eu-west-1"}, {DomainName: "acme", Region: "eu-wst-1"}},
	}}
	env := permission.Environment{AccountID: "123456789012", Region: "eu-west-2"}
	assert.NoError(t, publisher.Validate(env))
	var texts []string
	for _, notice := range publisher.Notices(env) {
		if notice.ID == "codeartifact-every-package" {
			continue
		}
		texts = append(texts, notice.ID+" "+notice.Text[:strings.IndexByte(notice.Text, '}')+1])
	}
	assert.Equal(t, []string{"region-unknown {CodeArtifact.Region}", "region-unknown {CodeArtifact.Domains[1].Region}"}, texts)
}
