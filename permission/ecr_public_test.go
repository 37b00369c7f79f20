package permission_test

import (
	"github.com/cipublisher/cipublisher/permission"
)

var ecrPublicHardenings = []hardening{
	{
		name: "ecr-public", options: "ECRPublic.RepositoryNames", stores: "ecr",
		set: func(p *permission.Publisher) { p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}} },
		adds: []string{"ecr-public:GetAuthorizationToken *", "ecr-public:PutImage ecr-public::111122223333:repository/app",
			"ecr-public:BatchDeleteImage ecr-public::111122223333:repository/app", "sts:GetServiceBearerToken * sts:AWSServiceName=ecr-public.amazonaws.com"},
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
