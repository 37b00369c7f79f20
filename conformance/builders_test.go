package conformance

import "github.com/cipublisher/cipublisher/permission"

// builders are the policies of jobs that read what publishers have published:
// each option alone, and all of them in every partition.
func builders() []subject {
	var list []subject
	add := func(name string, env permission.Environment, builder permission.Builder, reaches ...string) {
		list = append(list, subject{name: "builder/" + name, env: env, set: builder, about: aboutNamed, reaches: reaches})
	}
	releases := permission.CodeArtifactRead{DomainName: domainName, RepositoryNames: []string{"release", "team-*"}}
	for _, option := range []struct {
		name   string
		change func(*permission.CodeArtifactRead)
	}{
		{"packages", func(*permission.CodeArtifactRead) {}},
		{"packages-named", func(c *permission.CodeArtifactRead) { *c = releases }},
		{"packages-described", func(c *permission.CodeArtifactRead) {
			*c = releases
			c.Describe = true
		}},
		{"packages-fixed-endpoint", func(c *permission.CodeArtifactRead) { c.FixedEndpoint = true }},
		{"packages-token-duration", func(c *permission.CodeArtifactRead) { c.TokenDuration = 3600 }},
		{"packages-token-exact", func(c *permission.CodeArtifactRead) { c.TokenDuration, c.TokenExact = 3600, true }},
	} {
		read := permission.CodeArtifactRead{DomainName: domainName, EveryRepository: true}
		option.change(&read)
		add(option.name, commercial, permission.Builder{CodeArtifact: &read})
	}
	add("images", commercial, permission.Builder{ECR: &permission.ECRRead{EveryRepository: true}})
	add("images-named", commercial, permission.Builder{ECR: &permission.ECRRead{RepositoryNames: []string{"app", "team/*"}}})
	add("files", commercial, permission.Builder{S3: &permission.S3Read{BucketName: bucketName}})
	add("files-listed", commercial, permission.Builder{S3: &permission.S3Read{BucketName: bucketName, Prefix: "release/", List: true}})
	add("files-encrypted", commercial, permission.Builder{S3: &permission.S3Read{BucketName: bucketName, Prefix: "release/", KMSKeyARN: theKey}}, theKey)
	for _, env := range []permission.Environment{commercial, china, govCloud} {
		add("everything-"+env.Partition, env, permission.Builder{
			CodeArtifact: &permission.CodeArtifactRead{DomainName: domainName, RepositoryNames: []string{"release", "team-*"}, Describe: true, TokenDuration: 3600},
			ECR:          &permission.ECRRead{RepositoryNames: []string{"app", "team/*"}},
			S3:           &permission.S3Read{BucketName: bucketName, Prefix: "release/", List: true, KMSKeyARN: keyIn(env)},
		}, keyIn(env))
	}
	return list
}
