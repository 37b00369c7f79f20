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

const (
	accountRemedy   = "is not an AWS account id; write its twelve digits, without hyphens or spaces, leading zeros included"
	regionRemedy    = `is not the code of an AWS region; write a code such as "eu-west-1", lower case and without an availability zone's letter`
	partitionRemedy = "is not an AWS partition; use one of aws, aws-cn, aws-eusc, aws-iso, aws-iso-b, aws-iso-e, aws-iso-f, aws-us-gov"
)

var invalidEnvironments = []invalid{
	{"account id with hyphens", account("1111-2222-3333"), []string{`AccountId "1111-2222-3333" ` + accountRemedy}},
	{"account id without its leading zero", account("11122223333"), []string{`AccountId "11122223333" ` + accountRemedy}},
	{"account id of thirteen digits", account("1111222233334"), []string{`AccountId "1111222233334" ` + accountRemedy}},
	{"account alias", account("acme-prod"), []string{`AccountId "acme-prod" ` + accountRemedy}},
	{"account id with a line feed", account("111122223333\n"), []string{`AccountId "111122223333\n" ` + accountRemedy}},
	{"account id in other digits", account("１１１１２２２２３３３３"), []string{`AccountId "１１１１２２２２３３３３" ` + accountRemedy}},
	{"wildcard account id", account("*"), []string{`AccountId "*" ` + accountRemedy}},
	{"wildcard beside an account token", account("${Token[AWS.AccountId.0]}*"), []string{`AccountId "${Token[AWS.AccountId.0]}*" ` + accountRemedy}},
	{"CloudFormation's name of the account", account("${AWS::AccountId}"), []string{`AccountId "${AWS::AccountId}" ` + accountRemedy}},
	{"no account id", account(""), []string{"AccountId is missing, and the ARNs of ECR and CodeArtifact name the account; set it to the twelve digits of the account"}},
	{"no region", region(""), []string{`Region is missing, and the ARNs of ECR and CodeArtifact name the region; set it to a region such as "eu-west-1"`}},
	{"upper-case region", region("EU-WEST-1"), []string{`Region "EU-WEST-1" ` + regionRemedy}},
	{"availability zone", region("eu-west-1a"), []string{`Region "eu-west-1a" ` + regionRemedy}},
	{"region's city", region("Ireland"), []string{`Region "Ireland" ` + regionRemedy}},
	{"region without its number", region("eu-west"), []string{`Region "eu-west" ` + regionRemedy}},
	{"wildcard region", region("*"), []string{`Region "*" ` + regionRemedy}},
	{"region and account in one", region("eu-west-1:999988887777"), []string{`Region "eu-west-1:999988887777" ` + regionRemedy}},
	{"wildcard beside a region token", both(region("${Token[AWS.Region.4]}:*"), partition("aws")), []string{`Region "${Token[AWS.Region.4]}:*" ` + regionRemedy}},
	{"unknown partition", partition("aws-china"), []string{`Partition "aws-china" ` + partitionRemedy}},
	{"wildcard partition", partition("*"), []string{`Partition "*" ` + partitionRemedy}},
	{"wildcard beside a partition token", partition("aws${Token[TOKEN.1]}*"), []string{`Partition "aws${Token[TOKEN.1]}*" ` + partitionRemedy}},
	{"region of another partition", both(region("cn-north-1"), partition("aws")),
		[]string{`Region "cn-north-1" is a region of partition aws-cn, not of aws; change Region, or set Partition to aws-cn`}},
	{"commercial region in GovCloud", partition("aws-us-gov"),
		[]string{`Region "eu-west-1" is a region of partition aws, not of aws-us-gov; change Region, or set Partition to aws`}},
	{"region known at deployment only, and no partition", region("${Token[AWS.Region.4]}"),
		[]string{"Partition is missing, and can't be told from Region, which only the deployment knows; set it to the partition of the stack"}},
}

func TestBelow(t *testing.T) {
	below := permission.Below("Trust")
	for option, want := range map[string]string{"Subjects": "Trust.Subjects", "": "Trust", "Region": "Region", "AccountId": "AccountId", "Partition": "Partition"} {
		assert.Equal(t, want, below(option), option)
	}
}
