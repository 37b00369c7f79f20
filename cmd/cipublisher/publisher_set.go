package main

import "github.com/cipublisher/cipublisher/permission"

// publisherSet is what publishing needs, with the defaults of the construct.
var publisherSet = set{
	name:  "publisher",
	about: "publish artifacts to S3, ECR and CodeArtifact",
	setup: func(flags *flagSet) func(*call) permission.Set {
		bucket := flags.add(flag{
			name: "s3-bucket", value: "NAME", options: []string{"S3", "S3.BucketName"},
			about: "bucket that artifacts go to; without it, nothing is granted in S3",
		})
		prefix := flags.add(flag{
			name: "s3-prefix", value: "PREFIX", options: []string{"S3.Prefix"}, empty: true,
			about: "what the keys of releases begin with, such as release/; without it or empty, the whole bucket; ignored with --dev",
		})
		devPrefix := flags.add(flag{
			name: "s3-dev-prefix", value: "PREFIX", options: []string{"S3.DevPrefix"}, empty: true,
			preset: permission.DefaultDevPrefix,
			about:  "what the keys of dev releases begin with, where * is any characters; empty is the whole bucket; ignored without --dev",
		})
		domain := flags.add(flag{
			name: "codeartifact-domain", value: "NAME", options: []string{"CodeArtifact", "CodeArtifact.DomainName"}, empty: true,
			about: "CodeArtifact domain that packages go to; without it or empty, nothing is granted there; ignored with --dev",
		})
		allowDelete := flags.add(flag{
			name: "allow-delete", options: []string{"AllowDelete"}, preset: "true",
			about: "let the publisher delete images and objects, to replace floating versions such as latest; ignored with --dev",
		})
		dev := flags.add(flag{
			name: "dev", options: []string{"Dev"}, preset: "false",
			about: "limit the publisher to dev releases: no deletes, no CodeArtifact, and in S3 only objects tagged Release=false below the dev prefix",
		})
		return func(c *call) permission.Set {
			publisher := permission.Publisher{ECR: &permission.ECR{}, AllowDelete: allowDelete.truth(), Dev: dev.truth()}
			refuseWithout(c, bucket, prefix, devPrefix)
			if bucket.given() || bucket.faulty {
				publisher.S3 = &permission.S3{BucketName: bucket.text(), Prefix: prefix.text(), DevPrefix: devPrefix.text()}
			}
			if domain.text() != "" {
				publisher.CodeArtifact = &permission.CodeArtifact{DomainName: domain.text()}
			}
			return publisher
		}
	},
}
