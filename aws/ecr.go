package aws

import "strings"

// ECRRepository is the rule of the names of private image repositories.
// Between the letters and digits of a part stands one dot, one or two
// underscores, or any number of hyphens.
//
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html
var ECRRepository = newImageRule("the name of an ECR repository", 256, `(\.|__?|-+)`,
	`use 2 to 256 lower-case letters and digits, with dots, hyphens, underscores and slashes between them, such as "team/app"`)

// ECRPublicRepository is the rule of the names of public image repositories,
// which are shorter and take one separator only.
//
// https://docs.aws.amazon.com/AmazonECRPublic/latest/APIReference/API_CreateRepository.html
var ECRPublicRepository = newImageRule("the name of an ECR Public repository", 205, `[._-]`,
	`use 2 to 205 lower-case letters and digits, with single dots, hyphens, underscores and slashes between them, such as "team/app"`)

func newImageRule(thing string, most int, separator, remedy string) Rule {
	part := `[a-z0-9]+(` + separator + `[a-z0-9]+)*`
	r := NewRule(thing, remedy, `(`+part+`/)*`+part, `(`+part+`/)*(`+part+separator+`?)?`, `[a-z0-9._/-]*`).WithMistake(imageMistake)
	r.least, r.most = 2, most
	return r
}

// imageMistake recognizes addresses, tags and digests.
func imageMistake(name string) (problem, remedy string) {
	switch {
	case IsARN(name):
		return "is an ARN", "write the name of the repository alone"
	case strings.Contains(name, ".dkr.ecr.") || strings.Contains(name, "://") || strings.HasPrefix(name, "public.ecr.aws/"):
		return "is the address of a repository", "write its name alone, without registry and tag"
	case strings.ContainsAny(name, ":@") && !strings.Contains(name, "${"):
		return "names a tag or digest, and IAM can't distinguish the images of a repository", "write the name of the repository alone"
	}
	return "", ""
}
