package permission_test

import (
	"github.com/cipublisher/cipublisher/permission"
)

var ecrPublicHardenings = []hardening{
	{
		name: "ecr-public", options: "ECRPublic.RepositoryNames", stores: "ecr",
		set: func(p *permission.Publisher) { p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}} },
		adds: []string{"ecr-public:GetAuthorizationToken *", "ecr-public:PutImage ecr-public::111122223333:repository/app",
			"ecr-public:BatchDeleteImage ecr-public::111122223333:repository/app", "sts:GetServiceBearerToken * sts:AWSServiceName=ecr-public.amazonaws.com",
			"sts:GetServiceBearerToken *"}, // no page of AWS says that ECR Public's requests have the key
	},
	{
		name: "ecr-public-limit-token", options: "ECRPublic.LimitToken", stores: "ecr",
		set: func(p *permission.Publisher) {
			p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}, LimitToken: true}
		},
		adds:    []string{"sts:GetServiceBearerToken * sts:AWSServiceName=ecr-public.amazonaws.com"},
		refuses: []string{"sts:GetServiceBearerToken * sts:AWSServiceName=codeartifact.amazonaws.com", "sts:GetServiceBearerToken *"},
	},
	{
		name: "ecr-public-without-deletes", options: "ECRPublic.AllowDelete", stores: "ecr",
		set: func(p *permission.Publisher) {
			p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}, AllowDelete: new(bool)}
		},
		adds: []string{"ecr-public:PutImage ecr-public::111122223333:repository/app"},
	},
}

var invalidECRPublic = []invalid{
	{"public registry beside a limited token", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}}
		p.CodeArtifact.TokenDuration = 3600
	}, []string{
		`CodeArtifact.TokenDuration "3600" limits nothing, because EcrPublic allows sts:GetServiceBearerToken for every service and duration; set EcrPublic.LimitToken, or use a publisher for each of the two`,
	}},
	{"public registry without repositories", func(p *permission.Publisher, _ *permission.Environment) {
		p.ECRPublic = &permission.ECRPublic{}
	}, []string{
		`EcrPublic.RepositoryNames is missing; name the repositories, or "*" for every one of the account`,
	}},
	{"public registry in China", func(p *permission.Publisher, e *permission.Environment) {
		p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}}
		e.Region = "cn-north-1"
	}, []string{
		`EcrPublic does not exist in partition aws-cn; leave it unset there`,
	}},
	{"public registry alone, without an account", func(p *permission.Publisher, e *permission.Environment) {
		*p = permission.Publisher{ECRPublic: &permission.ECRPublic{RepositoryNames: []string{"app"}}}
		*e = permission.Environment{}
	}, []string{
		`AccountId is missing, and the ARNs of ECR Public name the account; set it to the twelve digits of the account`,
	}},
}
