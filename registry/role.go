package registry

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
	"github.com/cipublisher/cipublisher/trust"
)

// Roles returns the roles of a row: the publisher's, and the dev publisher's
// where the row has one. What they are called follows from the row alone, and
// where they stand in templates from the repository's id alone.
func (r Registry) Roles(row Repository) []template.Role {
	options := row.Options.or(r.Defaults)
	publisher := permission.Publisher{AllowDelete: options.AllowDelete == nil || *options.AllowDelete}
	row.addStores(&publisher, options)
	roles := []template.Role{r.role(row, options, publisher, trust.Subject{
		Environments: options.Environments, Branches: options.Branches, Tags: options.Tags,
	})}
	if options.Dev != nil && *options.Dev {
		publisher.Dev = true
		roles = append(roles, r.role(row, options, publisher, trust.Subject{AnyRef: true}))
	}
	return roles
}

// role returns the role of a row that publishes from the contexts of a subject.
func (r Registry) role(row Repository, options Options, publisher permission.Publisher, subject trust.Subject) template.Role {
	owner, name := row.names()
	subject.Repositories = []string{fmt.Sprintf("%s@%d/%s@%d", owner, row.OwnerID, name, row.ID)}
	subject.BothForms = options.BothForms != nil && *options.BothForms
	made := template.Role{ID: "Repository" + strconv.FormatInt(row.ID, 10), Role: role.Publisher(publisher)}
	made.PolicyName, made.Path = row.roleName(), r.Path
	made.Description = fmt.Sprintf("Publishes artifacts of %s, team %s", row.Repository, row.Team)
	if publisher.Dev {
		made.ID += "Dev"
		made.PolicyName += role.DevSuffix
		made.Description = fmt.Sprintf("Publishes dev artifacts of %s, team %s", row.Repository, row.Team)
	}
	made.Trust = &trust.Options{Subjects: []trust.Subject{subject}, Dev: publisher.Dev}
	return made
}

func (row Repository) names() (owner, name string) {
	owner, name, _ = strings.Cut(row.Repository, "/")
	return owner, name
}

// roleName is unique for names that are not made to collide, and fits IAM with
// the suffix of dev roles after it.
func (row Repository) roleName() string {
	if row.RoleName != "" {
		return row.RoleName
	}
	name := strings.Replace(row.Repository, "/", "-", 1)
	const longest = role.MaxRoleName - len(role.DevSuffix)
	if len(name) <= longest {
		return name
	}
	sum := sha256.Sum256([]byte(row.Repository))
	hash := "-" + hex.EncodeToString(sum[:4])
	return name[:longest-len(hash)] + hash
}

// or returns the options with those of the defaults where they say nothing.
func (o Options) or(defaults Options) Options {
	if len(o.Environments)+len(o.Branches)+len(o.Tags) == 0 {
		o.Environments, o.Branches, o.Tags = defaults.Environments, defaults.Branches, defaults.Tags
	}
	o.BothForms, o.Dev, o.AllowDelete = or(o.BothForms, defaults.BothForms), or(o.Dev, defaults.Dev), or(o.AllowDelete, defaults.AllowDelete)
	o.S3, o.ECR, o.CodeArtifact = or(o.S3, defaults.S3), or(o.ECR, defaults.ECR), or(o.CodeArtifact, defaults.CodeArtifact)
	return o
}

// addStores adds what the row publishes to.
func (row Repository) addStores(p *permission.Publisher, o Options) {
	owner, name := row.names()
	fill := strings.NewReplacer("{owner}", owner, "{repository}", name, "{team}", row.Team).Replace
	all := func(texts []string) []string {
		var filled []string
		for _, text := range texts {
			filled = append(filled, fill(text))
		}
		return filled
	}
	if o.S3 != nil && !slices.Contains(row.Without, "s3") {
		p.S3 = &permission.S3{
			BucketName: fill(o.S3.Bucket),
			Prefix:     fill(or(o.S3.Prefix, "{repository}/")),
			DevPrefix:  fill(or(o.S3.DevPrefix, "{repository}/feature-")),
		}
	}
	if o.ECR != nil && !slices.Contains(row.Without, "ecr") {
		p.ECR = &permission.ECR{RepositoryNames: all(o.ECR.Repositories), DevRepositoryNames: all(o.ECR.DevRepositories)}
		if len(p.ECR.RepositoryNames) == 0 {
			lower := strings.ToLower(name)
			p.ECR.RepositoryNames = []string{lower, lower + "/*"}
		}
	}
	if o.CodeArtifact != nil && !slices.Contains(row.Without, "codeArtifact") {
		p.CodeArtifact = &permission.CodeArtifact{DomainName: fill(o.CodeArtifact.Domain), RepositoryNames: all(o.CodeArtifact.Repositories)}
	}
}
