package registry

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/role"
)

// writes are the actions that change what a store holds, by their service. A
// test compares them with the rows of package permission, so that a new action
// is either here or known to change nothing.
var writes = map[string]struct {
	// store is the key of the store in a registry.
	store string
	// kind is what the resources begin with that are compared. CodeArtifact
	// checks a copy on the repository and on the package; the package says which.
	kind string
	// levels is how many parts a resource has, kind included. The last one may
	// hold "/".
	levels  int
	actions []string
}{
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
	"s3": {"s3", "", 2, []string{"s3:PutObject", "s3:PutObjectTagging", "s3:PutObjectAcl", "s3:DeleteObject", "s3:AbortMultipartUpload"}},
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
	"ecr": {"ecr", "repository/", 2, []string{"ecr:InitiateLayerUpload", "ecr:UploadLayerPart", "ecr:CompleteLayerUpload", "ecr:PutImage", "ecr:BatchDeleteImage"}},
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistrypublic.html
	"ecr-public": {"ecrPublic", "repository/", 2, []string{"ecr-public:InitiateLayerUpload", "ecr-public:UploadLayerPart", "ecr-public:CompleteLayerUpload", "ecr-public:PutImage", "ecr-public:BatchDeleteImage"}},
	// package/DOMAIN/REPOSITORY/FORMAT/NAMESPACE/NAME, none of which holds "/".
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeartifact.html
	"codeartifact": {"codeArtifact", "package/", 6, []string{"codeartifact:PublishPackageVersion", "codeartifact:PutPackageMetadata", "codeartifact:CopyPackageVersions"}},
}

// target is something that a row may write to.
type target struct {
	row    int
	store  string
	shared bool
	// resource is what the ARN says behind the account: "acme-dist/app/*".
	resource string
	path     []part
}

// part is one part of a path: a text, or all texts that begin with it.
type part struct {
	text string
	open bool
}

var anything = part{open: true}

// targetsOf returns what a role may write to, once each.
func targetsOf(row int, options Options, documents role.Documents) []target {
	var all []target
	seen := map[string]bool{}
	for _, p := range documents.Policies {
		for _, statement := range p.Document.Statements {
			if len(statement.Actions) == 0 || statement.Effect != "Allow" {
				continue
			}
			service, _, _ := strings.Cut(statement.Actions[0], ":")
			write := writes[service]
			if !slices.ContainsFunc(statement.Actions, func(action string) bool { return slices.Contains(write.actions, action) }) {
				continue
			}
			for _, text := range statement.Resources {
				arn, _ := aws.ParseARNPattern(text)
				if seen[text] || !strings.HasPrefix(arn.Resource, write.kind) {
					continue
				}
				seen[text] = true
				all = append(all, target{
					row: row, store: write.store, shared: options[write.store+".shared"] == true,
					resource: strings.TrimPrefix(arn.Resource, write.kind),
					path:     append([]part{placed(arn.Account), placed(arn.Region)}, pathOf(arn.Resource, write.levels)...),
				})
			}
		}
	}
	return all
}

// placed returns the account or the region of an ARN. What only the deployment
// knows may be any.
func placed(text string) part {
	if token.In(text) {
		return anything
	}
	return partOf(text)
}

// partOf cuts a pattern at its first wildcard: it stands for no less.
func partOf(pattern string) part {
	if i := strings.IndexAny(pattern, "*?"); i >= 0 {
		return part{pattern[:i], true}
	}
	return part{text: pattern}
}

// pathOf returns the parts of a resource. A wildcard spans "/": in a resource
// that has fewer parts than there are levels, it may stand for any number of
// them. Where it has all of them, every "/" is one of the ARN's own.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
func pathOf(resource string, levels int) []part {
	var path []part
	pieces := strings.SplitN(resource, "/", levels)
	for _, piece := range pieces {
		path = append(path, partOf(piece))
		if len(pieces) < levels && path[len(path)-1].open {
			break
		}
	}
	for len(path) < levels {
		path = append(path, anything)
	}
	return path
}
