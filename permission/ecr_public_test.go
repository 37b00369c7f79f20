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
