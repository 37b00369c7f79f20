package main

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission"
	"github.com/cipublisher/cipublisher/role"
	"github.com/cipublisher/cipublisher/template"
)

// Regular expressions of the parameters. CloudFormation matches the whole value
// with them, and reads them as Java does. They admit what the core admits, less
// what only it can tell: a wildcard or a policy variable is never among that.
//
// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
const (
	owner    = `[A-Za-z0-9]([A-Za-z0-9]|-(?=[A-Za-z0-9])){0,38}`
	name     = `(?!\.{1,2}(@|$))[A-Za-z0-9._-]{1,100}`
	image    = `(?=.{2,256}$)[a-z0-9]+([._-][a-z0-9]+)*(/[a-z0-9]+([._-][a-z0-9]+)*)*`
	packages = `[A-Za-z0-9][A-Za-z0-9._-]{1,99}`
	path     = `/([A-Za-z0-9_+=,.@-]{1,100}/){0,4}`
	piece    = `[A-Za-z0-9][A-Za-z0-9._-]{0,99}`
)

// input is a parameter that stands for an option.
type input struct {
	option *option.Option
	name   string
	group  string
	template.Parameter
}

// given and absent are the conditions that the option is set to something, and
// that it is not.
func (in input) given() any {
	if in.option.Kind() == option.Switch {
		return equals(in.name, "true")
	}
	return not(equals(in.name, ""))
}

func (in input) absent() any {
	if in.option.Kind() == option.Switch {
		return equals(in.name, "false")
	}
	return equals(in.name, "")
}

// fallback are the values that parameters have which are empty. The core sees
// those with one as given.
var fallback = map[string]string{"CodeArtifact.AccountId": "AWS::AccountId", "CodeArtifact.Region": "AWS::Region"}

// always reports whether the core sees the parameter as given, whatever its
// value.
func (in input) always() bool {
	path := in.option.Path
	return texts[path].preset != "" || fallback[path] != "" || path == "S3.Prefix" || path == "CodeArtifact.RepositoryNames" // of which an empty prefix is the whole bucket, and a rule wants the repository
}

// token stands for the value that the parameter has at deployment.
func (in input) token() string {
	if otherwise := fallback[in.option.Path]; otherwise != "" {
		return template.RefIf("With"+in.name, in.name, otherwise)
	}
	return template.Ref(in.name)
}

// texts are the parameters that take a text: their names and descriptions, where
// those of the option won't do, what they look like and how to say so. Without
// a preset they may be empty.
var texts = map[string]struct{ name, about, group, preset, pattern, constraint string }{
	"Subjects.Repositories": {"Repository", "Repository on GitHub whose jobs may publish: OWNER@ID/NAME@ID, or OWNER/NAME where its tokens hold no ids", who, "",
		owner + `/` + name + `|` + owner + `@[1-9][0-9]{0,18}/` + name + `@[1-9][0-9]{0,18}`, "must be OWNER@ID/NAME@ID or OWNER/NAME, without wildcards"},
	"Subjects.Environments": {"Environment", "Deployment environment that the jobs name; protect it", who, "release",
		`[A-Za-z0-9][A-Za-z0-9 ._/-]{0,253}[A-Za-z0-9._/-]|[A-Za-z0-9]`, "must be the name of an environment, without wildcards and colons"},
	"S3.BucketName": {"BucketName", "", where, "",
		`(?!xn--|sthree-|amzn-s3-demo-|[0-9]{1,3}(\.[0-9]{1,3}){3}$)(?!.*(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]`,
		"must be the name of a general purpose bucket, or empty"},
	"S3.Prefix": {"Prefix", "", where, "",
		`[A-Za-z0-9!_.'()-][A-Za-z0-9!_.'()/-]{0,1022}/`, "must end with a slash, without a slash at its beginning and without wildcards"},
	"S3.KmsKeyArn": {"", "", where, "",
		`arn:aws[a-z-]*:kms:[a-z]{2}(-[a-z]+)+-[0-9]{1,2}:[0-9]{12}:key/(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})`, "must be the ARN of a KMS key, or empty"},
	"Ecr.RepositoryNames":          {"", "Image repository of the account in the region; empty for none", where, "", image, "must be the name of an ECR repository, or empty"},
	"EcrPublic.RepositoryNames":    {"", "", where, "", image, "must be the name of a repository of ECR Public, or empty"},
	"CodeArtifact.DomainName":      {"", "", where, "", `[a-z][a-z0-9-]{0,48}[a-z0-9]`, "must be the name of a domain, or empty"},
	"CodeArtifact.RepositoryNames": {"", "Repository of the domain that packages go to; * for all of them", where, "", packages + `|\*`, "must be the name of a CodeArtifact repository, or *"},
	"CodeArtifact.AccountId":       {"", "", where, "", `[0-9]{12}`, "must be twelve digits, or empty"},
	"CodeArtifact.Region":          {"", "", where, "", `[a-z]{2}(-[a-z]+)+-[0-9]{1,2}`, "must be the code of a region, or empty"},
	"CodeArtifact.Namespaces":      {"", "", how, "", piece, "must be a namespace, without @ and wildcards, or empty"},
	"CodeArtifact.Packages":        {"", "", how, "", piece, "must be the name of a package without its namespace, without wildcards, or empty"},
	"OrganizationId":               {"", "", how, "", `o-[a-z0-9]{10,32}`, "must be the id of an organization, or empty"},
	"PolicyName":                   {"Name", "Name of the role; those of its policies begin with it", how, "publisher", `[A-Za-z0-9_+=,.@-]{1,64}`, "must be 1 to 64 letters, digits and _+=,.@-"},
	"PolicyPath":                   {"Path", "", how, role.DefaultPath, path, "must begin and end with a slash"},
	"Role.PermissionsBoundary": {"", "ARN of the managed policy that limits what the role may do; empty for none", how, "",
		`arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy/([A-Za-z0-9_+=,.@-]{1,100}/){0,4}[A-Za-z0-9_+=,.@-]{1,128}`, "must be the ARN of a managed policy, or empty"},
}

// The groups of parameters, as the console shows them.
const (
	who   = "Who publishes"
	where = "Where to"
	how   = "How"
)

// Why the template has no parameter for an option.
const (
	several = "a parameter is one text, and further ones would each need statements of their own"
	ofDev   = "a dev publisher trusts any ref, where this role trusts one environment"
	ofStore = "AllowDelete is for every store"
	context = "an environment is the context of the role, and another one is another subject"
	home    = "the stack's own"
	few     = "few need it, and each switch doubles the cases that checkers of templates try"
)

// reasons are the options that have no parameter, and why.
var reasons = map[string]string{
	"AccountId": home, "Region": home, "Partition": home,
	"S3.DevPrefix": ofDev, "S3.DevBucketName": ofDev, "S3.DevDelete": ofDev, "Ecr.DevRepositoryNames": ofDev, "CodeArtifact.DevRepositoryNames": ofDev, "Dev": ofDev,
	"S3.Prefixes": several, "S3.Buckets": several, "S3.PromoteFrom": several, "Ecr.PromoteFrom": several, "Ecr.SigningProfiles": several, "S3.TagKeys": several, "S3.Floating": several, "S3.Acls": several, "S3.RetentionModes": several, "CodeArtifact.Domains": several, "CodeArtifact.PromoteFrom": several,
	"Preset":      "what it fills in the template has as parameters, or it is about dev releases",
	"S3.ReadBack": few, "S3.LegalHold": few, "EcrPublic.LimitToken": few,
	"S3.RetentionDays":             "it needs S3.RetentionModes",
	"S3.AllowDelete":               ofStore,
	"Ecr.AllowDelete":              ofStore,
	"EcrPublic.AllowDelete":        ofStore,
	"Ecr.EveryRepository":          "EcrRepository names one",
	"CodeArtifact.EveryRepository": "CodeArtifactRepository is * for all of them",
	"CodeArtifact.Formats":         "which actions a format needs follows from its value, which only the deployment knows",
	"CodeArtifact.PublishOnly":     "it needs CodeArtifact.Formats",
	"CodeArtifact.TokenDuration":   "the core takes a number, which only the deployment would know",
	"Subjects.Branches":            context, "Subjects.Tags": context, "Subjects.PullRequests": context, "Subjects.AnyRef": context, "Subjects.RunPhases": context,
	"Subjects.Claims": context, "Subjects.Raw": context, "Subjects.BothForms": context,
	"Conditions": "which condition key it is only the deployment would know",
	"Issuer":     "Repository is one of GitHub's", "Audience": "the provider that the stack may create is for GitHub's own client", "ProviderArn": "the provider is the stack's or the account's",
	"OidcProvider.Existing": "CreateProvider says it", "Quota": "one subject is never near it",
	"Service.CodeBuildProjects": "the role is for jobs of GitHub", "Service.CodePipeline": "the role is for jobs of GitHub",
	"Service.PipelineRoleArns": "the role is for jobs of GitHub", "Service.Ec2": "the role is for jobs of GitHub",
	"Role.Name": "Name is that of the role", "Role.Path": "Path is that of role and policies", "Role.Description": "the core checks it",
	"Role.MaxSessionDuration": "the core takes a number, which only the deployment would know",
	"Role.Tags":               "aws cloudformation deploy --tags tags the stack and what is in it", "Outputs": "the stack always has them",
}

// inputs returns the parameters of the options, in the order of the table.
func inputs() []input {
	table := role.NewWhole(permission.PublisherOptions()).Table
	var all []input
	for _, o := range table {
		in := input{option: o, group: how, Parameter: template.Parameter{Type: "String"}}
		if key := o.ContextKey(); key != "" {
			in.name = strings.ToUpper(key[:1]) + key[1:]
		}
		if text, ok := texts[o.Path]; ok {
			if text.name != "" {
				in.name = text.name
			}
			in.group, in.ConstraintDescription = text.group, text.constraint
			in.AllowedPattern = "^(" + text.pattern + ")$"
			if o.Path != "Subjects.Repositories" { // which has no default
				in.Default = &text.preset
				if text.preset == "" {
					in.AllowedPattern = "^$|" + in.AllowedPattern
				}
			}
		} else if o.Kind() == option.Switch && reasons[o.Path] == "" {
			off := "false"
			in.AllowedValues, in.Default = []string{"true", "false"}, &off
		} else {
			continue
		}
		all = append(all, in)
	}
	for i, in := range all {
		all[i].Description = fault.RenameMentions(describe(in.option), func(path string) string { return nameOf(all, table, path) })
	}
	return all
}

// ofMode is what an option says of the mode, which the template has not.
var ofMode = regexp.MustCompile(`; ignored with(out)? \{Dev\}[^;]*|, where \* at the end is any characters`)

// describe says what a parameter is for.
func describe(o *option.Option) string {
	if about := texts[o.Path].about; about != "" {
		return about
	}
	about := ofMode.ReplaceAllString(strings.ToUpper(o.About[:1])+o.About[1:], "")
	if o.Kind() != option.Switch && texts[o.Path].preset == "" {
		about += "; empty: " + cmp.Or(o.Unset, "none")
	}
	return about
}

// nameOf returns the name of the parameter behind a path, else of what the
// stack has in its place.
func nameOf(all []input, table option.Table, path string) string {
	o, _ := table.Find(path)
	for _, in := range all {
		if in.option == o {
			return in.name
		}
	}
	return "the stack's " + map[string]string{"AccountId": "account", "Region": "region"}[o.Path]
}
