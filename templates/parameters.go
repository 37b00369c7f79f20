package main

import (
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
)

// Regular expressions of the parameters. CloudFormation holds the whole value
// against them, and reads them as Java does. They admit what the core admits,
// less what only it can tell: a wildcard or a policy variable is never among
// that.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
const (
	owner = `[A-Za-z0-9]([A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}`
	name  = `(?!\.{1,2}(@|$))[A-Za-z0-9._-]{1,100}`
	// Both ids or neither.
	repositoryPattern  = `^(` + owner + `/` + name + `|` + owner + `@[1-9][0-9]{0,18}/` + name + `@[1-9][0-9]{0,18})$`
	environmentPattern = `^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,253}[A-Za-z0-9._/-]$|^[A-Za-z0-9]$`
	bucketPattern      = `^$|^(?!xn--|sthree-|amzn-s3-demo-|[0-9]{1,3}(\.[0-9]{1,3}){3}$)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$`
	prefixPattern      = `^$|^[A-Za-z0-9!_.'()-][A-Za-z0-9!_.'()/-]{0,1022}/$`
	imagesPattern      = `^$|^(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*$`
	domainPattern      = `^$|^[a-z][a-z0-9-]{0,48}[a-z0-9]$`
	packagesPattern    = `^[A-Za-z0-9][A-Za-z0-9._-]{1,99}$|^\*$`
	namePattern        = `^[A-Za-z0-9_+=,.@-]{1,64}$`
)

func preset(value string) *string { return &value }

// parameters by name.
var parameters = map[string]template.Parameter{
	"Repository": {
		Type: "String", AllowedPattern: repositoryPattern,
		Description:           "Repository on GitHub whose jobs may publish: OWNER@ID/NAME@ID, or OWNER/NAME where its tokens hold no ids",
		ConstraintDescription: "must be OWNER@ID/NAME@ID or OWNER/NAME, without wildcards",
	},
	"Environment": {
		Type: "String", Default: preset("release"), AllowedPattern: environmentPattern,
		Description:           "Deployment environment that the jobs name; protect it",
		ConstraintDescription: "must be the name of an environment, without wildcards and colons",
	},
	"BucketName": {
		Type: "String", Default: preset(""), AllowedPattern: bucketPattern,
		Description:           "Bucket for files; empty for none",
		ConstraintDescription: "must be the name of a general purpose bucket, or empty",
	},
	"Prefix": {
		Type: "String", Default: preset(""), AllowedPattern: prefixPattern,
		Description:           "What the keys begin with, such as release/; empty for the whole bucket",
		ConstraintDescription: "must end with a slash, without a slash at its beginning and without wildcards",
	},
	"EcrRepository": {
		Type: "String", Default: preset(""), AllowedPattern: imagesPattern,
		Description:           "Image repository of the account in the region; empty for none",
		ConstraintDescription: "must be the name of an ECR repository, or empty",
	},
	"CodeArtifactDomain": {
		Type: "String", Default: preset(""), AllowedPattern: domainPattern,
		Description:           "CodeArtifact domain of the account in the region; empty for none",
		ConstraintDescription: "must be the name of a domain, or empty",
	},
	"CodeArtifactRepository": {
		Type: "String", Default: preset("*"), AllowedPattern: packagesPattern,
		Description:           "Repository of the domain that packages go to; * for all of them",
		ConstraintDescription: "must be the name of a CodeArtifact repository, or *",
	},
	"AllowDelete": {
		Type: "String", Default: preset("true"), AllowedValues: []string{"true", "false"},
		Description: "Whether the publisher may delete images and objects, to replace floating versions such as latest",
	},
	"Name": {
		Type: "String", Default: preset(role.Publisher(permission.Publisher{}).PolicyName), AllowedPattern: namePattern,
		Description:           "Name of the role; those of its policies begin with it",
		ConstraintDescription: "must be 1 to 64 letters, digits and _+=,.@-",
	},
}

// order is how the console shows the parameters.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-cloudformation-interface.html
func order() map[string]any {
	group := func(label string, names ...string) any {
		return map[string]any{"Label": map[string]any{"default": label}, "Parameters": names}
	}
	return map[string]any{"AWS::CloudFormation::Interface": map[string]any{"ParameterGroups": []any{
		group("Who publishes", "Repository", "Environment", template.CreateProvider),
		group("Where to", "BucketName", "Prefix", "EcrRepository", "CodeArtifactDomain", "CodeArtifactRepository"),
		group("How", "AllowDelete", "Name"),
	}}}
}
