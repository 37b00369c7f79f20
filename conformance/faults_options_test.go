package conformance

import (
	"slices"

	"github.com/cipublisher/cipublisher/policy"
)

const (
	recommendedNormal = "least-privilege/recommended"
	recommendedDev    = "least-privilege/recommended-dev"
	writeOnce         = "least-privilege/s3-write-once"
	writeOnceTagged   = "least-privilege/s3-write-once-tagged"
	accessPoint       = "least-privilege/s3-access-point"
	withKey           = "least-privilege/s3-kms-key"
	buildEverything   = "builder/everything-aws"
	cdkDeploy         = "deploy/cdk-deploy"
	ecsDeploy         = "deploy/ecs-deploy"
	terraformState    = "deploy/terraform-state"
	encryptionContext = "kms:EncryptionContext:aws:s3:arn"
)

// optionFaults are faults planted in the policies of least-privilege options and of
// the sets beside the publisher.
var optionFaults = []documentFault{
	{name: "the required tag dropped", subject: recommendedNormal, plant: values("S3Publish", "StringEquals", requestTag)},
	{name: "the required tag dropped from tagging alone", subject: writeOnceTagged, plant: values("S3PublishTags", "StringEquals", requestTag)},
	{name: "the required tag of the other mode", subject: recommendedNormal, plant: values("S3Publish", "StringEquals", requestTag, "false")},
	{name: "deletes under the required tag, which they can't carry", subject: recommendedNormal, plant: func(p *planted) {
		p.at("S3Delete").Conditions["StringEquals"][requestTag] = []string{"true"}
	}},
	{name: "the list of tag keys dropped", subject: "least-privilege/s3-tag-keys", plant: operatorTo("S3Publish", "ForAllValues:StringEquals", "")},
	{name: "any one of the tag keys enough", subject: "least-privilege/s3-tag-keys", plant: operatorTo("S3Publish", "ForAllValues:StringEquals", "ForAnyValue:StringEquals")},
	{name: "a tag key more", subject: "least-privilege/s3-tag-keys", plant: values("S3Publish", "ForAllValues:StringEquals", "s3:RequestObjectTagKeys", "Release", "commit", "team")},
	{name: "the owner of the bucket dropped", subject: recommendedNormal, plant: values("S3Publish", "StringEquals", "s3:ResourceAccount")},
	{name: "another owner of the bucket", subject: recommendedNormal, plant: values("S3List", "StringEquals", "s3:ResourceAccount", otherAccount)},
	{name: "plain HTTP allowed", subject: recommendedNormal, plant: operatorTo("S3Delete", "Bool", "")},
	{name: "plain HTTP required", subject: recommendedNormal, plant: values("S3Publish", "Bool", "aws:SecureTransport", "false")},
	{name: "the region's pin dropped", subject: recommendedNormal, plant: values("EcrLogin", "StringEquals", "aws:RequestedRegion")},
	{name: "another region pinned", subject: recommendedDev, plant: values("S3DevPublish", "StringEquals", "aws:RequestedRegion", "us-east-1")},
	{name: "the organization dropped", subject: "least-privilege/organization", plant: values("EcrPublish", "StringEquals", "aws:ResourceOrgID")},
	{name: "the organization optional", subject: "least-privilege/organization", plant: operatorTo("S3Publish", "StringEquals", "StringEqualsIfExists")},
	{name: "the listed prefix dropped", subject: recommendedNormal, plant: values("S3List", "StringLike", "s3:prefix")},
	{name: "the listed prefix without its slash", subject: recommendedNormal, plant: values("S3List", "StringLike", "s3:prefix", "release*")},
	{name: "the listed prefix as text", subject: recommendedNormal, plant: operatorTo("S3List", "StringLike", "StringEquals")},
	{name: "a leading dev prefix anywhere in the key", subject: recommendedDev, plant: resource("S3DevPublish", "/dev/", "/*dev/")},
	{name: "dev deletes beside the dev prefix", subject: recommendedDev, plant: resource("S3DevDelete", "/dev/", "/")},
	{name: "the bucket of releases in dev", subject: "least-privilege/s3-dev-bucket", plant: resource("S3DevPublish", "acme-dev-dist", "acme-*dist")},
	{name: "a further bucket without its prefix", subject: "least-privilege/s3-buckets", plant: func(p *planted) {
		r := p.at("S3Publish").Resources
		r[slices.Index(r, "arn:aws:s3:::acme-mirror/release/*")] = "arn:aws:s3:::acme-mirror/*"
	}},
	{name: "an access point that names continue", subject: accessPoint, plant: resource("S3List", "accesspoint/releases", "accesspoint/releases*")},
	{name: "objects of access points whose names continue", subject: accessPoint, plant: resource("S3Publish", "accesspoint/releases/", "accesspoint/releases*/")},
	{name: "an access point of another account", subject: accessPoint, plant: resource("S3Publish", account, otherAccount)},
	{name: "the bucket itself beside its access point", subject: accessPoint, plant: resource("S3Publish", releasesPoint+"/object/", "arn:aws:s3:::acme-dist/")},
	{name: "a key by the name of the access point", subject: "least-privilege/s3-access-point-kms",
		plant: values("S3Encrypt", "StringLike", encryptionContext, releasesPoint+"/object/release/*")},
	{name: "If-None-Match no longer asked for", subject: writeOnce, plant: operatorTo("S3PublishOnce", "Null", "")},
	{name: "If-None-Match refused", subject: writeOnce, plant: values("S3PublishOnce", "Null", "s3:if-none-match", "true")},
	{name: "If-None-Match asked for by a negation", subject: writeOnce, plant: func(p *planted) {
		p.at("S3PublishOnce").Conditions = policy.Conditions{"StringNotEquals": {"s3:if-none-match": {""}}}
	}},
	{name: "the ends of multipart uploads among the parts", subject: writeOnce, plant: operatorTo("S3PublishParts", "Bool", "")},
	{name: "parts told by the wrong value", subject: writeOnce, plant: values("S3PublishParts", "Bool", "s3:ObjectCreationOperation", "true")},
	{name: "releases written once deleted", subject: writeOnce, plant: addAction("S3PublishTags", "s3:DeleteObject")},
	{name: "a floating directory that names continue", subject: writeOnce, plant: resource("S3PublishFloating", "*/latest/*", "*/latest*")},
	{name: "the key's service dropped", subject: withKey, plant: operatorTo("S3Encrypt", "StringEquals", "")},
	{name: "the key through any service", subject: withKey, plant: func(p *planted) {
		delete(p.at("S3Encrypt").Conditions, "StringEquals")
		p.at("S3Encrypt").Conditions["StringLike"]["kms:ViaService"] = []string{"*.amazonaws.com"}
	}},
	{name: "the key through another region's S3", subject: withKey, plant: values("S3Encrypt", "StringEquals", "kms:ViaService", "s3.us-east-1.amazonaws.com")},
	{name: "the encryption context dropped", subject: withKey, plant: operatorTo("S3Encrypt", "StringLike", "")},
	{name: "the encryption context of every object", subject: withKey, plant: values("S3Encrypt", "StringLike", encryptionContext, "arn:aws:s3:::acme-dist", "arn:aws:s3:::acme-dist/*")},
	{name: "the encryption context of the object alone", subject: withKey, plant: values("S3Encrypt", "StringLike", encryptionContext, "arn:aws:s3:::acme-dist/release/*")},
	{name: "every key of the account", subject: withKey, plant: resource("S3Encrypt", keyID, "*")},
	{name: "kms:Decrypt dropped", subject: withKey, plant: dropAction("S3Encrypt", "kms:Decrypt")},
	{name: "a named repository widened", subject: recommendedNormal, plant: resource("EcrPublish", "repository/app", "repository/app*")},
	{name: "the repositories of releases in dev", subject: recommendedDev, plant: resource("EcrPublish", "dev/app", "*app")},
	{name: "a team's slash lost", subject: "least-privilege/ecr-repositories", plant: func(p *planted) {
		r := p.at("EcrPublish").Resources
		r[slices.Index(r, arnIn(commercial, "ecr", "repository/team/*"))] = arnIn(commercial, "ecr", "repository/team*")
	}},
	{name: "layers not pulled", subject: "least-privilege/ecr-pull", plant: dropAction("EcrPublish", "ecr:GetDownloadUrlForLayer")},
	{name: "sources of images pushed to", subject: "least-privilege/ecr-promote", plant: addAction("EcrPromoteFrom", "ecr:PutImage")},
	{name: "sources of images that begin alike", subject: "least-privilege/ecr-promote", plant: func(p *planted) {
		r := p.at("EcrPromoteFrom").Resources
		r[slices.Index(r, "arn:aws:ecr:us-east-1:"+otherAccount+":repository/team/*")] = "arn:aws:ecr:us-east-1:" + otherAccount + ":repository/team*"
	}},
	{name: "every signing profile", subject: "least-privilege/ecr-sign", plant: resource("EcrSign", "/images", "/*")},
	{name: "sources of files written to", subject: "least-privilege/s3-promote", plant: addAction("S3PromoteFrom", "s3:PutObject")},
	{name: "old versions of sources read", subject: "least-privilege/s3-promote", plant: addAction("S3PromoteFrom", "s3:GetObjectVersion")},
	{name: "the listing of a source unlimited", subject: "least-privilege/s3-promote-kms", plant: operatorTo("S3PromoteFromList", "StringLike", "")},
	{name: "the key of a source past its objects", subject: "least-privilege/s3-promote-kms", plant: operatorTo("S3PromoteDecrypt", "StringLike", "")},
	{name: "caches that begin alike", subject: "deploy/pull-through", plant: resource("PullThrough", "docker-hub/*", "docker-hub*")},
	{name: "repositories made by pulls", subject: "deploy/pull-through", plant: addAction("PullThrough", "ecr:CreateRepository")},
	{name: "a public repository widened", subject: "least-privilege/ecr-public", plant: resource("EcrPublicPublish", "repository/app", "repository/*")},
	{name: "the public registry's token for any service", subject: "least-privilege/ecr-public-limit-token", plant: operatorTo("EcrPublicToken", "StringEquals", "")},
	{name: "the format dropped", subject: recommendedNormal, plant: resource("CodeArtifactPublishFormats", "/npm/*/*", "/*")},
	{name: "a wildcard across the parts of a package", subject: recommendedNormal, plant: resource("CodeArtifactPublishFormats", "release/npm/*/*", "*/npm/*")},
	{name: "reading for formats that need none", subject: "least-privilege/codeartifact-publish-only", plant: addAction("CodeArtifactEndpoint", "codeartifact:ReadFromRepository")},
	{name: "metadata of every format", subject: "least-privilege/codeartifact-formats-maven", plant: resource("CodeArtifactMavenMetadata", "/maven/*/*", "/*")},
	{name: "promotion into every repository", subject: "least-privilege/codeartifact-promote", plant: resource("CodeArtifactPromote", "acme/release", "acme/*")},
	{name: "promotion from every repository", subject: "least-privilege/codeartifact-promote", plant: resource("CodeArtifactPromoteFrom", "acme/staging", "acme/*")},
	{name: "tokens of any duration", subject: "least-privilege/codeartifact-token-duration", plant: operatorTo("CodeArtifactToken", "NumericLessThanEquals", "")},
	{name: "tokens of less than the duration", subject: "least-privilege/codeartifact-token-duration", plant: operatorTo("CodeArtifactToken", "NumericLessThanEquals", "NumericLessThan")},
	{name: "tokens of at least the duration", subject: "least-privilege/codeartifact-token-duration", plant: operatorTo("CodeArtifactToken", "NumericLessThanEquals", "NumericGreaterThanEquals")},

	{name: "a builder publishes", subject: buildEverything, plant: addAction("CodeArtifactDescribePackages", "codeartifact:PublishPackageVersion")},
	{name: "a builder uploads", subject: buildEverything, plant: addAction("S3Read", "s3:PutObject")},
	{name: "a builder pushes", subject: buildEverything, plant: addAction("EcrPull", "ecr:PutImage")},
	{name: "a builder's key past S3", subject: buildEverything, plant: operatorTo("S3Decrypt", "StringEquals", "")},
	{name: "a builder's key for every object", subject: buildEverything, plant: operatorTo("S3Decrypt", "StringLike", "")},
	{name: "old versions of files read", subject: buildEverything, plant: addAction("S3Read", "s3:GetObjectVersion")},
	{name: "the exact lifetime of tokens a limit", subject: "builder/packages-token-exact", plant: operatorTo("CodeArtifactToken", "NumericEquals", "NumericLessThanEquals")},
	{name: "downloads dropped", subject: buildEverything, plant: dropAction("CodeArtifactRead", "codeartifact:ReadFromRepository")},
	{name: "downloads from repositories that begin alike", subject: buildEverything, plant: resource("CodeArtifactRead", "acme/release", "acme/release*")},

	{name: "bootstrap roles that begin alike", subject: cdkDeploy, plant: resource("CdkAssume", "-eu-west-1", "-eu-west-1*")},
	{name: "the bootstrap roles of every region", subject: cdkDeploy, plant: resource("CdkAssume", "eu-west-1", "*")},
	{name: "the roles of every bootstrap", subject: cdkDeploy, plant: resource("CdkAssume", "cdk-hnb659fds-", "cdk-*-")},
	{name: "every bootstrap role", subject: cdkDeploy, plant: resource("CdkAssume", "-deploy-role", "-*-role")},
	{name: "bootstrap roles on any path", subject: cdkDeploy, plant: resource("CdkAssume", "role/cdk-", "role/*cdk-")},
	{name: "sessions of bootstrap roles tagged", subject: cdkDeploy, plant: addAction("CdkAssume", "sts:TagSession")},
	{name: "the execution role passed", subject: cdkDeploy, plant: addAction("CdkAssume", "iam:PassRole")},

	{name: "roles passed to any service", subject: ecsDeploy, plant: operatorTo("EcsPassRole", "StringEquals", "")},
	{name: "roles passed to another service", subject: ecsDeploy, plant: values("EcsPassRole", "StringEquals", "iam:PassedToService", "ec2.amazonaws.com")},
	{name: "roles passed to nobody in particular", subject: ecsDeploy, plant: operatorTo("EcsPassRole", "StringEquals", "StringEqualsIfExists")},
	{name: "roles that begin alike", subject: ecsDeploy, plant: resource("EcsPassRole", "role/app-task", "role/app-*")},
	{name: "a role on any path", subject: ecsDeploy, plant: resource("EcsPassRole", "role/app-task", "role/*app-task")},
	{name: "any task definition in the service", subject: ecsDeploy, plant: operatorTo("EcsUpdate", "ArnLikeIfExists", "")},
	{name: "a task definition in every update", subject: ecsDeploy, plant: operatorTo("EcsUpdate", "ArnLikeIfExists", "ArnLike")},
	{name: "families that begin alike", subject: ecsDeploy, plant: resource("EcsRegister", "app:*", "app*")},
	{name: "every service of the cluster", subject: ecsDeploy, plant: resource("EcsUpdate", "prod/app", "prod/*")},
	{name: "the service in every cluster", subject: ecsDeploy, plant: resource("EcsDescribe", "prod/app", "*/app")},
	{name: "tasks of every cluster", subject: ecsDeploy, plant: operatorTo("EcsListTasks", "ArnEquals", "")},
	{name: "tasks of clusters that begin alike", subject: ecsDeploy, plant: resource("EcsTasks", "task/prod/*", "task/prod*")},
	{name: "tasks started beside the service", subject: ecsDeploy, plant: addAction("EcsRegister", "ecs:RunTask")},
	{name: "tasks run in any cluster", subject: "deploy/ecs-deploy-migrate", plant: operatorTo("EcsRun", "ArnEquals", "")},
	{name: "tasks run in no cluster in particular", subject: "deploy/ecs-deploy-migrate", plant: operatorTo("EcsRun", "ArnEquals", "ArnEqualsIfExists")},
	{name: "tasks of families that begin alike", subject: "deploy/ecs-deploy-migrate", plant: resource("EcsRun", "migrate:*", "migrate*")},
	{name: "running tasks tagged", subject: "deploy/ecs-deploy-migrate", plant: operatorTo("EcsTagTask", "StringEquals", "")},
	{name: "tags on what exists", subject: "deploy/ecs-deploy-tags", plant: operatorTo("EcsTag", "StringEquals", "")},
	{name: "deployment groups of every application", subject: "deploy/ecs-deploy-blue-green", plant: resource("CodeDeployGroup", "app/prod", "*/prod")},
	{name: "functions that begin alike", subject: "deploy/lambda-deploy", plant: resource("LambdaCode", "function:api", "function:api*")},
	{name: "the roles of functions changed", subject: "deploy/lambda-deploy", plant: addAction("LambdaCode", "lambda:UpdateFunctionConfiguration")},
	{name: "who may call a function", subject: "deploy/lambda-deploy-versions", plant: addAction("LambdaCode", "lambda:AddPermission")},
	{name: "every distribution", subject: "deploy/static-site", plant: resource("SiteInvalidate", "E1A2B3C4D5E6F7", "*")},
	{name: "distributions changed", subject: "deploy/static-site", plant: addAction("SiteInvalidate", "cloudfront:UpdateDistribution")},
	{name: "a site's prefix without its slash", subject: "deploy/static-site", plant: resource("SiteFiles", "www/*", "www*")},
	{name: "a site's listing of everything", subject: "deploy/static-site", plant: operatorTo("SiteList", "StringLike", "")},
	{name: "a site's key past S3", subject: "deploy/static-site-kms", plant: operatorTo("SiteEncrypt", "StringEquals", "")},
	{name: "states that begin alike", subject: terraformState, plant: resource("StateRead", "app.tfstate", "app.tfstate*")},
	{name: "states anywhere", subject: terraformState, plant: resource("StateWrite", "/live/", "/*live/")},
	{name: "the state deleted with its lock", subject: terraformState, plant: resource("StateUnlock", "app.tfstate.tflock", "app.tfstate*")},
	{name: "the listed state dropped", subject: terraformState, plant: operatorTo("StateList", "StringLike", "")},
	{name: "old versions of a state read", subject: terraformState, plant: addAction("StateRead", "s3:GetObjectVersion")},
	{name: "the items of other states locked", subject: "deploy/terraform-state-lock-table", plant: operatorTo("StateTableLock", "ForAllValues:StringLike", "")},
	{name: "items of other states beside the own", subject: "deploy/terraform-state-lock-table", plant: operatorTo("StateTableLock", "ForAllValues:StringLike", "ForAnyValue:StringLike")},
	{name: "another table", subject: "deploy/terraform-state-lock-table", plant: resource("StateTableLock", "table/locks", "table/*")},
	{name: "a state's key past S3", subject: "deploy/terraform-state-kms", plant: operatorTo("StateDecrypt", "StringEquals", "")},
	{name: "a list of a prefix among HeadBucket", subject: "deploy/terragrunt", plant: operatorTo("TerragruntBucket", "Null", "")},
	{name: "workspaces of other states", subject: "deploy/terraform-state-workspaces", plant: resource("StateOthers", "/*/*/", "/*/none/")},
	{name: "locks of other states' workspaces", subject: "deploy/terraform-state-workspaces", plant: func(p *planted) {
		p.at("StateOthers").Resources = p.at("StateOthers").Resources[:1]
	}},
	{name: "workspaces that begin alike", subject: "deploy/terraform-state-workspace-names", plant: func(p *planted) {
		p.at("StateRead").Resources[1] = "arn:aws:s3:::acme-state/env:/dev*/live/app.tfstate"
	}},
	{name: "any canned ACL", subject: "least-privilege/s3-acls", plant: operatorTo("S3PublishAcls", "StringEquals", "")},
	{name: "any mode of retention", subject: "least-privilege/s3-retention", plant: operatorTo("S3Retain", "StringEquals", "")},
	{name: "retention for ever", subject: "least-privilege/s3-retention-days", plant: operatorTo("S3Retain", "NumericLessThanEquals", "")},
	{name: "legal holds removed", subject: "least-privilege/s3-legal-hold", plant: operatorTo("S3LegalHold", "StringEquals", "")},
	{name: "uploads read back beside the prefix", subject: "least-privilege/s3-read-back", plant: resource("S3ReadBack", "release/", "release")},
	{name: "users read", subject: "deploy/terragrunt-account-alias", plant: addAction("TerragruntIdentity", "iam:GetUser")},
}
