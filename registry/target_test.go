package registry_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/registry"
)

// Every action that the sets of a row may allow is known as one that writes or
// as one that doesn't: a new one has to be sorted first.
func TestEveryActionThatWritesIsCompared(t *testing.T) {
	reads := []string{
		"s3:ListBucket", "s3:GetObject", "s3:GetObjectTagging", "s3:ListMultipartUploadParts", "s3:ListBucketMultipartUploads",
		"kms:GenerateDataKey", "kms:Decrypt",
		"ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:DescribeImages", "ecr:DescribeRepositories", "ecr:ListImages", "ecr:DescribeImageScanFindings",
		"ecr-public:GetAuthorizationToken", "ecr-public:BatchCheckLayerAvailability",
		"codeartifact:GetAuthorizationToken", "codeartifact:GetRepositoryEndpoint", "codeartifact:ReadFromRepository",
		"sts:GetServiceBearerToken", "signer:SignPayload",
	}
	for _, row := range permission.Rows() {
		if row.Set != "Publisher" || row.Effect != policy.Allow {
			continue
		}
		service, _, _ := strings.Cut(row.Action, ":")
		writes, _ := registry.Writes(service, row.Action)
		require.NotEqual(t, writes, slices.Contains(reads, row.Action), row.Action)
	}
}
