// Package job writes CI jobs that publish with a role: they do what the role's
// policy allows, and nothing else.
package job

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/policy"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/trust"
)

// job is what the templates are filled with. What the policy does not grant is
// empty.
type job struct {
	Dev                    bool
	RoleARN, Region        string
	Account, Repository    string
	Environment            string
	Branches, Tags         []string
	AnyRef, PullRequests   bool
	Audience               string
	Bucket, KeyPrefix      string
	WriteOnce              bool
	KMSKey                 string
	ECRRepository          string
	Domain                 string
	CodeArtifactRepository string
	CodeArtifactFormat     string
	TokenDuration          string
	// DefaultAudience is true for the one that the action asks for by itself.
	DefaultAudience bool
	// Waiting is true where no ref is trusted, but an environment, which
	// decides by itself which refs may publish.
	Waiting bool
}

// newJob reads from the policy what the job may do, so that it does that and
// nothing else.
func newJob(document policy.Document, trusted trust.Options, s Settings) job {
	subject := trusted.Subjects[0]
	name := repositoryName(subject)
	j := job{
		Dev: s.Dev, RoleARN: s.RoleARN, Region: s.Region, Account: s.AccountID, Repository: name,
		Environment: concrete(subject.Environments), Branches: subject.Branches, Tags: subject.Tags,
		AnyRef: subject.AnyRef, PullRequests: subject.PullRequests,
		Audience:      trusted.Audience,
		WriteOnce:     s.WriteOnce && !s.Dev,
		KMSKey:        s.KMSKey,
		TokenDuration: s.TokenDuration,
	}
	if object := arnOf(document, "s3:PutObject"); object != "" {
		var pattern string
		j.Bucket, pattern = aws.SplitObject(object)
		j.KeyPrefix = keyPrefix(strings.TrimSuffix(pattern, "*"), name)
	}
	if repository := strings.TrimPrefix(resourceOf(document, "ecr:PutImage"), "repository/"); repository != "" {
		j.ECRRepository = strings.Replace(repository, "*", strings.ToLower(name), 1)
	}
	if pkg := resourceOf(document, "codeartifact:PublishPackageVersion"); pkg != "" {
		parts := append(strings.Split(pkg, "/"), "*", "*")
		j.Domain = parts[1]
		j.CodeArtifactRepository = strings.TrimSuffix(parts[2], "*")
		j.CodeArtifactFormat = strings.TrimSuffix(parts[3], "*")
	}
	partition := trusted.Partition
	if partition == "" {
		partition = aws.PartitionOf(j.Region)
	}
	if j.RoleARN == "" {
		home := permission.Environment{Partition: partition, AccountID: j.Account}
		j.RoleARN = role.Publisher(permission.Publisher{Dev: j.Dev}).ARN(home)
	}
	if j.Audience == "" {
		j.Audience = trusted.Issuer.Audience(partition)
	}
	j.DefaultAudience = j.Audience == trust.GitHub().Audience("aws")
	j.Waiting = len(j.Branches)+len(j.Tags) == 0 && !j.AnyRef && !j.PullRequests
	return j
}

// repositoryName is the name of the first repository, without its owner and
// its id; "app" where every repository of an owner is trusted.
func repositoryName(subject trust.Subject) string {
	name := "app"
	if len(subject.Repositories) > 0 {
		_, last, _ := cutLast(subject.Repositories[0], "/")
		last, _, _ = strings.Cut(last, "@")
		if last != "" && last != "*" {
			name = last
		}
	}
	return name
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return "", text, false
	}
	return text[:i], text[i+len(separator):], true
}

// concrete returns the first name; of a pattern, the part before its "*",
// which the user completes.
func concrete(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return strings.TrimSuffix(names[0], "*")
}

// keyPrefix is where the job puts its files: below the prefix that is granted,
// in a directory named after the repository. That is also the parent which a
// "*" of a dev prefix stands for.
func keyPrefix(granted, name string) string {
	if strings.Contains(granted, "*") {
		return strings.ReplaceAll(granted, "*", name)
	}
	return granted + name + "/"
}

// resourceOf returns the first resource that an action is allowed on, without
// the parts of the ARN before it.
func resourceOf(document policy.Document, action string) string {
	parts := strings.SplitN(arnOf(document, action), ":", 6)
	return parts[len(parts)-1]
}

// arnOf returns the first resource that a policy allows an action on; "" for
// none.
func arnOf(document policy.Document, action string) string {
	for _, s := range document.Statements {
		if s.Effect == policy.Allow && slices.Contains(s.Actions, action) && len(s.Resources) > 0 {
			return s.Resources[0]
		}
	}
	return ""
}
