package resource_test

import "github.com/cipublisher/cipublisher/resource"

var refusedECR = []refused{
	{"no image repository", on(resource.ECRRepository{}), []string{"Store.RepositoryName is missing; name the repository; each has a policy of its own"}},
	{"an image", on(resource.ECRRepository{RepositoryName: "team/app:1.2.3"}), []string{`Store.RepositoryName "team/app:1.2.3" names a tag or digest, and IAM can't distinguish the images of a repository; write the name of the repository alone`}},
	{"image repositories", on(resource.ECRRepository{RepositoryName: "team/*"}), []string{`Store.RepositoryName "team/*" is not the name of an ECR repository; use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app"`}},
}
