package permission

import (
	"cmp"

	"github.com/cipublisher/cipublisher/aws"
	"github.com/cipublisher/cipublisher/fault"
	"github.com/cipublisher/cipublisher/internal/token"
	"github.com/cipublisher/cipublisher/option"
	"github.com/cipublisher/cipublisher/permission/internal/lookalike"
	"github.com/cipublisher/cipublisher/permission/internal/table"
	"github.com/cipublisher/cipublisher/policy"
)

// ECRPublic is the public image registry of the environment's account.
// Everybody can pull from it, so a dev publisher has no access to it. Its API
// is in us-east-1 alone, and its ARNs name no region.
//
// https://docs.aws.amazon.com/AmazonECR/latest/public/public-registries.html
type ECRPublic struct {
	// RepositoryNames are the repositories that images go to; a name may end
	// with "*", and "*" alone is every repository. Required.
	RepositoryNames []string
	// AllowDelete overrides Publisher.AllowDelete in ECR Public. Nil does not.
	AllowDelete *bool
	// LimitToken allows sts:GetServiceBearerToken for ECR Public alone. No page of
	// AWS says that ECR Public's requests name the service, so try it before you
	// rely on it: where they don't, it refuses every sign-in.
	LimitToken bool
}

const (
	ecrPublicLoginPage = "https://docs.aws.amazon.com/AmazonECR/latest/public/public-registry-auth.html"
	ecrPublicPushPage  = "https://docs.aws.amazon.com/AmazonECR/latest/public/public-repository-policy-examples.html"
)

var ecrPublicTable = table.New("Publisher", "ECR Public", []table.Limit{
	{
		When: []string{"EcrPublic.LimitToken"}, Actions: []string{"sts:*"},
		Operator: "StringEquals", Key: "sts:AWSServiceName", Values: []string{"ecr-public.amazonaws.com"}, Source: stsKeysPage,
	},
}, []table.Row{
	{Sid: "EcrPublicLogin", When: []string{"!Dev"}, Resource: "*", Actions: []table.Action{
		{"ecr-public:GetAuthorizationToken", "aws ecr-public get-login-password --region us-east-1", ecrPublicLoginPage},
	}},
	// ECR Public asks STS for the token on behalf of its caller.
	{Sid: "EcrPublicToken", When: []string{"!Dev"}, Resource: "*", Actions: []table.Action{
		{"sts:GetServiceBearerToken", "aws ecr-public get-login-password: checked beside ecr-public:GetAuthorizationToken", ecrPublicLoginPage},
	}},
	// There is no BatchGetImage in this service: reading needs no permission.
	{Sid: "EcrPublicPublish", When: []string{"!Dev"}, Resource: "arn:{partition}:ecr-public::{account}:repository/{repository}", Actions: []table.Action{
		{"ecr-public:BatchCheckLayerAvailability", "docker push asks which layers are there", ecrPublicPushPage},
		{"ecr-public:InitiateLayerUpload", "docker push starts a layer", ecrPublicPushPage},
		{"ecr-public:UploadLayerPart", "docker push sends a layer", ecrPublicPushPage},
		{"ecr-public:CompleteLayerUpload", "docker push ends a layer", ecrPublicPushPage},
		{"ecr-public:PutImage", "docker push writes the manifest and its tag", ecrPublicPushPage},
		{"ecr-public:BatchDeleteImage", "aws ecr-public batch-delete-image drops floating tags (latest, 1, 1.2) before they move", "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistrypublic.html", "AllowDelete"},
	}},
}).Writes(table.Writing{
	// https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistrypublic.html
	Path: "EcrPublic", Kind: "repository/", Levels: 2,
	Actions: []string{
		"ecr-public:InitiateLayerUpload", "ecr-public:UploadLayerPart", "ecr-public:CompleteLayerUpload", "ecr-public:PutImage", "ecr-public:BatchDeleteImage",
	},
})

func (e *ECRPublic) options() option.Table {
	return option.Table{
		{Path: "EcrPublic.RepositoryNames", Value: "NAME", Example: "app", Unset: "nothing is granted there",
			Parameter: &option.Parameter{Group: option.Where, Pattern: imagePattern, Constraint: "must be the name of a repository of ECR Public, or empty"},
			Field:     &e.RepositoryNames,
			About:     "repository of ECR Public that images go to, where * at the end is any characters; ignored with {Dev}"},
		{Path: "EcrPublic.AllowDelete", Example: "false", NoParameter: ofAllStores, Field: &e.AllowDelete, About: "override {AllowDelete} in ECR Public"},
		{Path: "EcrPublic.LimitToken", NoParameter: tooFew, Field: &e.LimitToken, About: "allow sts:GetServiceBearerToken for ECR Public alone, which AWS does not say works"},
	}.Need("EcrPublic.RepositoryNames")
}

func (*ECRPublic) tables() []table.Table { return []table.Table{ecrPublicTable} }

func (e *ECRPublic) need(faults *fault.List, env Environment) { env.NeedAccount(faults, "ECR Public") }

func (e *ECRPublic) validate(faults *fault.List, env Environment, _ bool) {
	aws.ECRPublicRepository.CheckNeededPatterns(faults, "EcrPublic.RepositoryNames", e.RepositoryNames, "name the repositories, or \"*\" for every one of the account")
	if partition := env.ARNPartition(); partition != "aws" && !token.In(partition) && aws.Partition.Accepts(partition) {
		faults.Add("EcrPublic", "", "does not exist in partition "+partition, "leave it unset there")
	}
}

func (e *ECRPublic) statements(env Environment, dev, deletes bool) []policy.Statement {
	return ecrPublicTable.Statements(table.Options{"Dev": dev, "AllowDelete": *cmp.Or(e.AllowDelete, &deletes), "EcrPublic.LimitToken": e.LimitToken},
		table.At(env.place().With("repository", e.RepositoryNames...)))
}

func (e *ECRPublic) notices(all *fault.Notices, dev bool) {
	if dev {
		return
	}
	named(all, "ecr-public-every-repository", "every repository of the account in ECR Public", "EcrPublic.RepositoryNames", e.RepositoryNames)
	if !e.LimitToken {
		all.Note("ecr-public-any-token", "sts:GetServiceBearerToken is allowed for every service that gives such tokens, "+
			"because {EcrPublic.LimitToken} is unset: AWS does not say that ECR Public's requests name the service")
	}
	lookalike.Names(all, "ecr-public-repository-no-slash", "EcrPublic.RepositoryNames", e.RepositoryNames, "/*")
}
