package conformance

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
)

// What the options of the stores name, and what looks like it.
const (
	keyID      = "1234abcd-12ab-34cd-56ef-1234567890ab"
	otherKeyID = "9999abcd-12ab-34cd-56ef-1234567890ab"
	// mirrorKeyID is the key of the bucket of copies.
	mirrorKeyID = "5678abcd-12ab-34cd-56ef-1234567890ab"

	mirror     = "acme-mirror"
	site       = "acme-site"
	docsBucket = "acme-docs"
	devBucket  = "acme-dev-dist"
)

var namedKeys = append(slices.Clone(keys),
	"release/app/latest/app.zip",
	"release/app/latest-evil/app.zip",
	"release/app/1.2.3/feature/app.zip",
	"docs/index.html",
	"docs-evil/index.html",
	"dev/app/feature-login/app.zip",
)

var mirrorKeys = []string{"release/app.zip", "release-evil/app.zip", "a/app.zip", "b/app.zip", "index.html"}

var namedRepositories = []string{"app", "app-evil", "other", "team/lib", "team-evil/app", "dev/app", "dev/app-evil", "dev-evil/app", "release/dev/app"}

// namedPackages are REPOSITORY/FORMAT/NAMESPACE/NAME in the domain. Parts of
// some are named like another part of others: a wildcard must not span them.
var namedPackages = []string{
	"maven/maven/com.acme/app",
	"maven/maven/com.acme.lib/lib-a",
	"maven/maven/com.acmeevil/app",
	"maven-evil/maven/com.acme/app",
	"maven-dev/maven/com.acme/app",
	"release/npm/acme/app",
	"release/npm/acme-evil/app",
	"release/npm/acme/app-evil",
	"release/maven/npm/app",
	"release/generic/acme/npm",
	"release-evil/npm/acme/app",
	"packages/maven/com.acme/app",
	"packages/maven/com.acme/app-evil",
	"packages-evil/maven/com.acme/app",
	"staging/npm/acme/app",
	"staging-evil/npm/acme/app",
	"dev/npm/acme/app",
	"team-a/npm/acme/app",
	"app-a/npm/acme/app",
	"app-a/maven/com.acme/app",
	"app-lib/maven/npm/x",
	"generic/generic/acme/app",
}

// namedPlaces are the resources that policies with least-privilege options are asked
// about.
func namedPlaces(env permission.Environment) []string {
	partition := otherPartition[env.Partition]
	nextRegion := permission.Environment{Partition: env.Partition, Region: otherRegion[env.Partition], AccountID: env.AccountID}
	nextAccount := permission.Environment{Partition: env.Partition, Region: env.Region, AccountID: otherAccount}
	farAway := permission.Environment{Partition: env.Partition, Region: otherRegion[env.Partition], AccountID: otherAccount}
	list := slices.Concat(
		storesOf(env, namedRepositories, namedPackages, domainName),
		storesOf(env, nil, packages[:2], "tools", domainName+"-evil"),
		objects(env.Partition, bucketName, namedKeys...),
		objects(env.Partition, mirror, mirrorKeys...),
		objects(env.Partition, site, "index.html"),
		objects(env.Partition, docsBucket, "index.html"),
		objects(env.Partition, devBucket, "app/feature/app.zip", "app/feature-login/app.zip", "app/1.2.3/app.zip"),
		objects(partition.Partition, bucketName, intendedKeys...),
		accessPointsOf(env),
		[]string{arnIn(env, "kms", "key/"+otherKeyID), arnIn(env, "kms", "key/"+mirrorKeyID)},
		[]string{arnIn(env, "signer", "/signing-profiles/images"), arnIn(env, "signer", "/signing-profiles/images_evil")},
		[]string{"arn:" + env.Partition + ":ecr:us-east-1:" + otherAccount + ":repository/team/app", "arn:" + env.Partition + ":ecr:us-east-1:" + otherAccount + ":repository/team-evil/app"},
	)
	for _, at := range []permission.Environment{partition, nextRegion, nextAccount, farAway} {
		list = append(list, storesOf(at, namedRepositories[:1], packages[:2], domainName, domainName+"-evil")...)
	}
	for _, bucket := range []string{bucketName + "-evil", mirror + "-evil", site + "-evil", devBucket + "-evil"} {
		list = append(list, objects(env.Partition, bucket, "release/app.zip", "dev/app.zip", "index.html")...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// accessPointsOf are an access point, look-alikes of it, and what is behind each.
func accessPointsOf(env permission.Environment) []string {
	nextRegion, nextAccount := env, env
	nextRegion.Region, nextAccount.AccountID = otherRegion[env.Partition], otherAccount
	var list []string
	for _, arn := range []string{arnIn(env, "s3", "accesspoint/releases"), arnIn(env, "s3", "accesspoint/releases-evil"),
		arnIn(nextRegion, "s3", "accesspoint/releases"), arnIn(nextAccount, "s3", "accesspoint/releases")} {
		list = append(list, arn, arn+"/object/release/app.zip", arn+"/object/release-evil/app.zip", arn+"/object/dev/app/login.zip")
	}
	return list
}

// storesOf are the stores of an account in one region that have ARNs with
// either in them.
func storesOf(env permission.Environment, repositories, packages []string, domains ...string) []string {
	list := []string{arnIn(env, "kms", "key/"+keyID)}
	for _, name := range repositories {
		list = append(list, arnIn(env, "ecr", "repository/"+name), "arn:"+env.Partition+":ecr-public::"+env.AccountID+":repository/"+name)
	}
	for _, domain := range domains {
		list = append(list, arnIn(env, "codeartifact", "domain/"+domain))
		for _, pkg := range packages {
			repository, _, _ := strings.Cut(pkg, "/")
			list = append(list, arnIn(env, "codeartifact", "repository/"+domain+"/"+repository), arnIn(env, "codeartifact", "package/"+domain+"/"+pkg))
		}
	}
	return list
}

func arnIn(env permission.Environment, service, resource string) string {
	return "arn:" + env.Partition + ":" + service + ":" + env.Region + ":" + env.AccountID + ":" + resource
}

// deployPlaces are the resources that the sets beside the publisher are asked
// about.
func deployPlaces(env permission.Environment) []string {
	var list []string
	nextRegion := permission.Environment{Partition: env.Partition, Region: otherRegion[env.Partition], AccountID: env.AccountID}
	nextAccount := permission.Environment{Partition: env.Partition, Region: env.Region, AccountID: otherAccount}
	for _, at := range []permission.Environment{env, nextRegion, nextAccount, otherPartition[env.Partition]} {
		for service, names := range map[string][]string{
			"ecs": {
				"cluster/prod", "cluster/prod-evil", "cluster/staging",
				"service/prod/app", "service/prod/app-evil", "service/prod-evil/app", "service/prod/web", "service/staging/app", "service/jobs/app-1",
				"task-definition/app:7", "task-definition/app-evil:7", "task-definition/admin:1", "task-definition/web-a:1",
				"task-definition/migrate:4", "task-definition/migrate-evil:4", "task-definition/seed-eu:1", "task/jobs/0123456789abcdef",
				"task/prod/0123456789abcdef", "task/prod-evil/0123456789abcdef", "task/staging/0123456789abcdef",
				"container-instance/prod/0123456789abcdef", "container-instance/staging/0123456789abcdef",
			},
			"codedeploy": {
				"application:app", "application:app-evil", "application:web",
				"deploymentgroup:app/prod", "deploymentgroup:app/prod-evil", "deploymentgroup:app-evil/prod", "deploymentgroup:app/staging", "deploymentgroup:web/prod",
				"deploymentconfig:CodeDeployDefault.ECSAllAtOnce", "deploymentconfig:CodeDeployDefault.ECSCanary10Percent5Minutes", "deploymentconfig:slow",
			},
			"lambda": {
				"function:api", "function:api-evil", "function:evil-api", "function:jobs-mail", "function:other",
			},
			"dynamodb": {"table/locks", "table/locks-evil", "table/locks/index/evil", "table/other"},
			"kms":      {"key/" + keyID, "key/" + otherKeyID},
			"ecr":      {"repository/team/app", "repository/team/app-evil", "repository/team-evil/app", "repository/base", "repository/base-evil", "repository/other", "repository/docker-hub/library/node", "repository/docker-hub-evil/node"},
		} {
			for _, name := range names {
				list = append(list, arnIn(at, service, name))
			}
		}
		for _, role := range []string{"app-task", "app-task-evil", "evil/app-task", "ci/app-execution", "app-execution", "admin"} {
			list = append(list, "arn:"+at.Partition+":iam::"+at.AccountID+":role/"+role)
		}
		for _, id := range []string{"E1A2B3C4D5E6F7", "E1A2B3C4D5E6F7EVIL", "E7F6E5D4C3B2A1"} {
			list = append(list, "arn:"+at.Partition+":cloudfront::"+at.AccountID+":distribution/"+id)
		}
		list = append(list, objects(at.Partition, "acme-site", siteKeys...)...)
		for _, name := range []string{"deploy", "file-publishing", "image-publishing", "lookup", "cfn-exec"} {
			for _, role := range []string{"cdk-hnb659fds-" + name + "-role", "cdk-acme-" + name + "-role", "evil/cdk-hnb659fds-" + name + "-role"} {
				for _, in := range []string{region, otherRegion[at.Partition]} {
					list = append(list, "arn:"+at.Partition+":iam::"+at.AccountID+":role/"+role+"-"+at.AccountID+"-"+in)
				}
				list = append(list, "arn:"+at.Partition+":iam::"+at.AccountID+":role/"+role+"-"+at.AccountID+"-"+at.Region+"-evil")
			}
		}
		list = append(list, objects(at.Partition, stateBucket, stateKeys...)...)
	}
	list = append(list, objects(env.Partition, "acme-site-evil", siteKeys...)...)
	list = append(list, objects(env.Partition, stateBucket+"-evil", stateKeys[:2]...)...)
	list = append(list, objects(env.Partition, "evil-"+stateBucket, stateKeys[:2]...)...)
	slices.Sort(list)
	return slices.Compact(list)
}

var siteKeys = []string{"www/index.html", "www-evil/index.html", "evil/www/index.html", "private/index.html"}

const stateBucket = "acme-state"

var stateKeys = []string{
	"live/app.tfstate", "live/app.tfstate.tflock", "live/app.tfstate.backup", "live/app.tfstate-evil", "live/app.tfstate.tflock-evil",
	"live/eu/db.tfstate", "live/eu/db.tfstate.tflock", "live-evil/app.tfstate", "evil/live/app.tfstate",
	"other/app.tfstate", "other/app.tfstate.tflock",
	"env:/dev/live/app.tfstate", "env:/dev/live/app.tfstate.tflock", "env:/dev/other/app.tfstate",
	"env:/dev/evil/live/app.tfstate", "env:/dev/evil/live/app.tfstate.tflock", "env:/pr-1/live/app.tfstate", "env:/pr-1/evil/live/app.tfstate",
	"spaces/dev/evil/live/app.tfstate", "spaces/dev/live/app.tfstate", "spaces/dev/live/app.tfstate.tflock", "spaces/dev/other/app.tfstate",
}
