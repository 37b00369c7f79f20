package main

import "github.com/cipublisher/cipublisher/permission"

// publisherSet is what publishing needs, with the defaults of the construct.
var publisherSet = set{
	name:  "publisher",
	about: "publish artifacts to S3, ECR and CodeArtifact",
	setup: func(flags *flagSet) func(*call) permission.Set {
		s3 := s3Flags(flags)
		ecr := ecrFlags(flags)
		ecrPublic := ecrPublicFlags(flags)
		codeArtifact := codeArtifactFlags(flags)
		allowDelete, dev := modeFlags(flags)
		return func(c *call) permission.Set {
			return permission.Publisher{
				S3: s3(c), ECR: ecr(c), ECRPublic: ecrPublic(c), CodeArtifact: codeArtifact(c),
				AllowDelete: allowDelete.truth(), Dev: dev.truth(),
			}
		}
	},
}

// modeFlags declares the flags of a publisher that are about every store.
func modeFlags(flags *flagSet) (allowDelete, dev *flag) {
	allowDelete = flags.add(flag{
		name: "allow-delete", options: []string{"AllowDelete"}, preset: "true",
		about: "let the publisher delete images and objects, to replace floating versions such as latest; ignored with --dev",
	})
	dev = flags.add(flag{
		name: "dev", options: []string{"Dev"}, preset: "false",
		about: "limit the publisher to dev releases: no deletes, no CodeArtifact, and in S3 only objects tagged Release=false below the dev prefix, unless other flags ask for more",
	})
	return allowDelete, dev
}

// switchable returns the value of a switch that leaves a default alone when it
// is not given.
func switchable(f *flag) *bool {
	if !f.given() {
		return nil
	}
	value := f.truth()
	return &value
}
