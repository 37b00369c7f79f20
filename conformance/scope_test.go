package conformance

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/permission"
)

// The environments that policies are made for: one in each partition.
var (
	commercial = permission.Environment{Partition: "aws", Region: region, AccountID: account}
	china      = permission.Environment{Partition: "aws-cn", Region: "cn-north-1", AccountID: account}
	govCloud   = permission.Environment{Partition: "aws-us-gov", Region: "us-gov-west-1", AccountID: account}
)

// The names that policies are made with.
const (
	bucketName = "acme-dist"
	domainName = "acme"
)

const otherAccount = "999988887777"

// otherPartition has a region in each partition, to make the same resource
// elsewhere.
var otherPartition = map[string]permission.Environment{
	"aws":        {Partition: "aws-cn", Region: "cn-north-1", AccountID: account},
	"aws-cn":     {Partition: "aws", Region: "eu-west-1", AccountID: account},
	"aws-us-gov": {Partition: "aws", Region: "us-east-1", AccountID: account},
}

var otherRegion = map[string]string{"aws": "us-east-1", "aws-cn": "cn-northwest-1", "aws-us-gov": "us-gov-east-1"}

// Keys below which objects are: where releases go, where dev releases go, and
// names that only look like either.
var keys = []string{
	"app/1.2.3/app.zip",
	"release/app/1.2.3/app.zip",
	"release-evil/app.zip",
	"releas/app.zip",
	"evil/release/app.zip",
	"Release/app.zip",
	"app/feature/app.zip",
	"app/feature-login/app.zip",
	"app/features/app.zip",
	"app/1.2.3/feature/app.zip",
	"app/Feature/app.zip",
	"feature/app.zip",
	"dev/app/app.zip",
	"dev-evil/app.zip",
	"app/dev/app.zip",
	"latest/app.zip",
}

// intendedKeys are those of the keys that some policy is meant for.
var intendedKeys = []string{"release/app/1.2.3/app.zip", "app/feature/app.zip", "dev/app/app.zip"}

var lookAlikeBuckets = []string{bucketName + "-evil", bucketName + ".evil", "evil-" + bucketName, bucketName[:len(bucketName)-1]}

var repositories = []string{"app", "acme/app", "acme/app-evil", "acme-evil/app", "dev/app"}

var lookAlikeDomains = []string{domainName + "-evil", "evil-" + domainName, domainName[:len(domainName)-1]}

// packages are REPOSITORY/FORMAT/NAMESPACE/NAME in a domain.
var packages = []string{
	"maven/maven/com.acme/app",
	"maven/maven/com.acme.evil/app",
	"maven-evil/maven/com.acme/app",
	"npm/npm/acme/app",
	"generic/generic/acme/app",
}

// packagesWithoutNamespace fit no ARN format, which asks for a namespace.
//
// https://docs.aws.amazon.com/codeartifact/latest/ug/repo-policies.html
var packagesWithoutNamespace = []string{"npm/npm//react", "pypi/pypi//acme-app", "nuget/nuget//Acme.App"}

// scope is what the policies of an environment are asked about.
type scope struct {
	env   permission.Environment
	about subjectMatter
}

// subjectMatter is what policies are about: it decides on the names that there
// are look-alikes of.
type subjectMatter string

const (
	// aboutStores is a publisher whose options name at most a prefix.
	aboutStores subjectMatter = "stores"
	// aboutNamed is a publisher whose options name more than that.
	aboutNamed subjectMatter = "named places"
	// aboutDeploy are the sets beside the publisher.
	aboutDeploy subjectMatter = "deploy"
)

func (s scope) resources() []string {
	switch s.about {
	case aboutNamed:
		return namedPlaces(s.env)
	case aboutDeploy:
		return deployPlaces(s.env)
	}
	return resourcesIn(s.env)
}

// own are the resources of an account in one region that the stores of a
// publisher have there, and what stands beside them.
func own(env permission.Environment, domains ...string) []string {
	arn := func(service, resource string) string {
		return "arn:" + env.Partition + ":" + service + ":" + env.Region + ":" + env.AccountID + ":" + resource
	}
	list := []string{
		arn("s3", "accesspoint/"+bucketName),
		arn("s3", "accesspoint/"+bucketName+"/object/app.zip"),
		arn("s3-object-lambda", "accesspoint/"+bucketName),
		arn("s3express", "bucket/"+bucketName+"--euw1-az1--x-s3"),
		arn("s3tables", "bucket/"+bucketName),
		arn("kms", "key/1234abcd-12ab-34cd-56ef-1234567890ab"),
		"arn:" + env.Partition + ":ecr-public::" + env.AccountID + ":repository/app",
	}
	for _, name := range repositories {
		list = append(list, arn("ecr", "repository/"+name))
	}
	for _, domain := range domains {
		list = append(list, arn("codeartifact", "domain/"+domain))
		for _, pkg := range packages {
			repository, _, _ := strings.Cut(pkg, "/")
			list = append(list, arn("codeartifact", "repository/"+domain+"/"+repository), arn("codeartifact", "package/"+domain+"/"+pkg))
		}
	}
	return list
}

// objects are a bucket and objects in it. Their ARNs name neither an account
// nor a region.
func objects(partition, bucket string, keys ...string) []string {
	list := []string{"arn:" + partition + ":s3:::" + bucket}
	for _, key := range keys {
		list = append(list, "arn:"+partition+":s3:::"+bucket+"/"+key)
	}
	return list
}

// resourcesIn are the resources that policies of an environment are asked
// about: its own, and the same ones in another region, account and partition.
func resourcesIn(env permission.Environment) []string {
	elsewhere := otherPartition[env.Partition]
	nextRegion := permission.Environment{Partition: env.Partition, Region: otherRegion[env.Partition], AccountID: env.AccountID}
	nextAccount := permission.Environment{Partition: env.Partition, Region: env.Region, AccountID: otherAccount}
	// No such resource exists, and a wildcard for the partition shows only here.
	swapped := permission.Environment{Partition: elsewhere.Partition, Region: env.Region, AccountID: env.AccountID}
	list := slices.Concat(
		own(env, append(lookAlikeDomains, domainName)...),
		own(elsewhere, domainName), own(nextRegion, domainName), own(nextAccount, domainName), own(swapped, domainName),
		objects(env.Partition, bucketName, keys...),
		objects(elsewhere.Partition, bucketName, intendedKeys...),
	)
	for _, bucket := range lookAlikeBuckets {
		list = append(list, objects(env.Partition, bucket, intendedKeys...)...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// uncheckedResources are, for an action on packages, the packages without a
// namespace beside those it can be asked about anyway.
func uncheckedResources(a action) []string {
	if a.service() != "codeartifact" {
		return nil
	}
	var list []string
	for _, resource := range a.Resources {
		if beginning, found := strings.CutSuffix(resource, "/"+packages[0]); found && strings.Contains(resource, ":package/") {
			for _, pkg := range packagesWithoutNamespace {
				list = append(list, beginning+"/"+pkg)
			}
		}
	}
	return list
}

// foreign reports whether a resource belongs to somebody else than the
// publisher of an environment: no policy made with the names above may allow
// anything on it.
func foreign(env permission.Environment, resource string) bool {
	if elsewhere(env, resource) {
		return true
	}
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) < 6 {
		return false // "*"
	}
	service, owner, name := parts[2], parts[4], parts[5]
	switch {
	case service == "s3" && owner == "":
		bucket, _, _ := strings.Cut(name, "/")
		return bucket != bucketName
	case service == "codeartifact":
		_, path, _ := strings.Cut(name, "/")
		domain, _, _ := strings.Cut(path, "/")
		return domain != domainName
	}
	return service != "ecr"
}

// elsewhere reports whether a resource is in another partition, region or
// account.
func elsewhere(env permission.Environment, resource string) bool {
	parts := strings.SplitN(resource, ":", 6)
	if len(parts) < 6 {
		return false
	}
	partition, region, owner := parts[1], parts[3], parts[4]
	return partition != env.Partition || region != "" && region != env.Region || owner != "" && owner != env.AccountID
}
