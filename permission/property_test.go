package permission_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
)

var (
	bucketNames = rapid.StringMatching(`[a-r][a-z0-9]{2,20}([.-][0-9]{1,10}){0,3}`)
	domainNames = rapid.StringMatching(`[a-z][a-z0-9-]{0,48}[a-z0-9]`)
	accountIDs  = rapid.StringMatching(`[0-9]{12}`)
	regions     = rapid.SampledFrom(aws.Regions())
	// A few letters, so that keys and prefixes often have to do with each other.
	prefixes = rapid.StringMatching(`([ab.$-][ab/]{0,6})?`)
	keys     = rapid.StringMatching(`[ab.$-][ab/]{0,12}`)
)

// publishers are valid publishers of everything.
var publishers = rapid.Custom(func(t *rapid.T) permission.Publisher {
	return permission.Publisher{
		S3: &permission.S3{
			BucketName: bucketNames.Draw(t, "bucket"),
			Prefix:     prefixes.Draw(t, "prefix"),
			DevPrefix:  prefixes.Draw(t, "dev prefix"),
		},
		ECR:          &permission.ECR{EveryRepository: true, DevRepositoryNames: []string{"*"}},
		CodeArtifact: &permission.CodeArtifact{DomainName: domainNames.Draw(t, "domain"), EveryRepository: true},
		AllowDelete:  ptr(rapid.Bool().Draw(t, "allow delete")),
		Dev:          rapid.Bool().Draw(t, "dev"),
	}
})

func environments(t *rapid.T) permission.Environment {
	return permission.Environment{AccountID: accountIDs.Draw(t, "account"), Region: regions.Draw(t, "region")}
}

func allows(t *rapid.T, document policy.Document, action, resource string, context policy.Context) bool {
	decision, err := document.Evaluate(policy.Request{Action: action, Resource: resource, Context: context})
	require.NoError(t, err)
	return decision.Allowed()
}

// Whatever a dev publisher may do, tagged as it must, a normal publisher of
// the same stores and the whole bucket may do as well.
func TestDevMayNothingMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		developer, env := publishers.Draw(t, "publisher"), environments(t)
		developer.Dev = true
		releaser := developer
		releaser.Dev, releaser.S3 = false, &permission.S3{BucketName: developer.S3.BucketName}
		develop, release := policy.New(developer.Statements(env)...), policy.New(releaser.Statements(env)...)
		for _, s := range develop.Statements {
			if s.Effect == policy.Deny {
				continue
			}
			resource := strings.ReplaceAll(s.Resources[0], "*", "x")
			if s.Resources[0] == "*" {
				resource = "*"
			}
			for _, action := range s.Actions {
				assert.True(t, allows(t, develop, action, resource, policy.Context{"s3:RequestObjectTag/Release": {"false"}}), action)
				assert.True(t, allows(t, release, action, resource, nil), action)
				assert.NotContains(t, action, "Delete")
				assert.NotContains(t, action, "codeartifact")
			}
		}
	})
}

// Nothing in another account, region or domain, and in no other bucket.
func TestNothingOutsideTheStores(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		publisher, env := publishers.Draw(t, "publisher"), environments(t)
		document := policy.New(publisher.Statements(env)...)
		other := env
		switch rapid.SampledFrom([]string{"account", "region", "name"}).Draw(t, "what differs") {
		case "account":
			other.AccountID = accountIDs.Filter(func(s string) bool { return s != env.AccountID }).Draw(t, "other account")
		case "region":
			other.Region = regions.Filter(func(s string) bool { return s != env.Region }).Draw(t, "other region")
		}
		bucket := bucketNames.Filter(func(s string) bool { return s != publisher.S3.BucketName }).Draw(t, "other bucket")
		domain := domainNames.Filter(func(s string) bool { return s != publisher.CodeArtifact.DomainName }).Draw(t, "other domain")
		stranger := publisher
		stranger.S3 = &permission.S3{BucketName: bucket, Prefix: publisher.S3.Prefix, DevPrefix: publisher.S3.DevPrefix}
		if other == env {
			stranger.ECR = nil // which is one and the same for every bucket and domain
		}
		stranger.CodeArtifact = &permission.CodeArtifact{DomainName: domain, EveryRepository: true}
		for _, s := range stranger.Statements(other) {
			if s.Resources[0] == "*" || s.Effect == policy.Deny {
				continue
			}
			resource := strings.ReplaceAll(s.Resources[0], "*", "x")
			for _, action := range s.Actions {
				for _, context := range tagContexts() {
					assert.False(t, allows(t, document, action, resource, context), "%s on %s", action, resource)
				}
			}
		}
	})
}
