package main

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
)

// builderSet is what reading needs. It takes those of the publisher's flags
// that mean something to it.
var builderSet = set{
	name:  "builder",
	about: "read artifacts from CodeArtifact, and from S3 and ECR on request",
	setup: func(flags *flagSet) func(*call) permission.Set {
		domain := flags.share("codeartifact-domain")
		repositories := flags.share("codeartifact-repository")
		duration := flags.share("token-duration")
		bucket := flags.share("s3-bucket")
		prefix := flags.share("s3-prefix")
		key := flags.share("s3-kms-key")
		pull := flags.share("ecr-pull")
		images := flags.share("ecr-repository")
		codeArtifact := codeArtifactReadFlags(flags)
		list := s3ListFlag(flags)
		exact := flags.add(flag{
			name: "token-exact", options: []string{"CodeArtifact.TokenExact"}, preset: "false",
			about: "make --token-duration the only lifetime of a builder's tokens",
		})
		return func(c *call) permission.Set {
			var builder permission.Builder
			refuseWithout(c, domain, append(codeArtifact.flags, repositories, duration, exact)...)
			if domain.text() != "" {
				builder.CodeArtifact = codeArtifact.read(domain.text(), repositories.list())
				builder.CodeArtifact.TokenDuration, builder.CodeArtifact.TokenExact = c.number(duration), exact.truth()
			}
			refuseWithout(c, bucket, prefix, key, list)
			if bucket.given() || bucket.faulty {
				builder.S3 = &permission.S3Read{BucketName: bucket.text(), Prefix: prefix.text(), KMSKeyARN: key.text(), List: list.truth()}
			}
			if pull.truth() {
				builder.ECR = &permission.ECRRead{RepositoryNames: images.list()}
			} else if images.given() && slices.Equal(flags.lookup("set").list(), []string{"builder"}) {
				c.faults.Add("--ecr-repository", strings.Join(images.list(), " "), "means nothing to a builder without --ecr-pull", "add --ecr-pull, or leave it out")
			}
			return builder
		}
	},
}

// codeArtifactReading holds the flags of reading packages that publishing has
// not.
type codeArtifactReading struct {
	flags                   []*flag
	describe, fixedEndpoint *flag
}

func codeArtifactReadFlags(flags *flagSet) codeArtifactReading {
	r := codeArtifactReading{
		describe: flags.add(flag{
			name: "codeartifact-describe", options: []string{"CodeArtifact.Describe"}, preset: "false",
			about: "let a builder describe repositories and list what is in them",
		}),
		fixedEndpoint: flags.add(flag{
			name: "codeartifact-fixed-endpoint", options: []string{"CodeArtifact.FixedEndpoint"}, preset: "false",
			about: "do without asking for the endpoint of a repository, for builders whose configuration has it",
		}),
	}
	r.flags = []*flag{r.describe, r.fixedEndpoint}
	return r
}

func (r codeArtifactReading) read(domain string, repositories []string) *permission.CodeArtifactRead {
	return &permission.CodeArtifactRead{
		DomainName: domain, RepositoryNames: repositories,
		Describe: r.describe.truth(), FixedEndpoint: r.fixedEndpoint.truth(),
	}
}

func s3ListFlag(flags *flagSet) *flag {
	return flags.add(flag{
		name: "s3-list", options: []string{"S3.List"}, preset: "false",
		about: "let a builder list the keys that begin with the prefix",
	})
}
