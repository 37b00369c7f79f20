package registry

import (
	"slices"
	"strings"
	"sync"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
)

// writes are what publishers may change in a store, by the service of the
// actions.
var writes = sync.OnceValue(permission.Writings)

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
			write := writes()[service]
			if !slices.ContainsFunc(statement.Actions, func(action string) bool { return slices.Contains(write.Actions, action) }) {
				continue
			}
			store := option.Store{Path: write.Path}.RegistryKey()
			for _, text := range statement.Resources {
				arn, _ := aws.ParseARNPattern(options.behindAccessPoint(text))
				if seen[text] || !strings.HasPrefix(arn.Resource, write.Kind) {
					continue
				}
				seen[text] = true
				all = append(all, target{
					row: row, store: store, shared: options[store+".shared"] == true,
					resource: strings.TrimPrefix(arn.Resource, write.Kind),
					path:     pathOf(arn.Resource, write.Levels, placed(arn.Account), placed(arn.Region)),
				})
			}
		}
	}
	return all
}

// behindAccessPoint returns what a resource names in the row's bucket, where the
// row goes through an access point: another row may go to the bucket itself.
func (o Options) behindAccessPoint(resource string) string {
	accessPoint, _ := o["s3.accessPoint"].(string)
	if accessPoint == "" {
		return resource
	}
	bucket, _ := o["s3.bucket"].(string)
	arn, _ := aws.ParseARN(accessPoint)
	behind, ok := aws.BehindAccessPoint(accessPoint, aws.ARN{Partition: arn.Partition, Service: "s3", Resource: bucket}.String(), resource)
	if !ok {
		return resource
	}
	return behind
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

// pathOf returns the parts of a resource, behind those before it. A wildcard spans "/": in a resource
// that has fewer parts than there are levels, it may stand for any number of
// them. Where it has all of them, every "/" is one of the ARN's own.
//
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
func pathOf(resource string, levels int, before ...part) []part {
	path := append(make([]part, 0, len(before)+levels), before...)
	pieces := strings.SplitN(resource, "/", levels)
	for _, piece := range pieces {
		path = append(path, partOf(piece))
		if len(pieces) < levels && path[len(path)-1].open {
			break
		}
	}
	for len(path) < len(before)+levels {
		path = append(path, anything)
	}
	return path
}
