package conformance

import (
	"strings"

	"github.com/cipublisher/cipublisher/permission"
)

// namedPublishers are publishers whose options name more than a prefix: each
// option alone and the recommended set, as the tests of the core write them
// down, then options that touch each other.
func namedPublishers() []subject {
	var list []subject
	for _, name := range documentsIn("least-privilege") {
		if strings.HasPrefix(name, "least-privilege/hole-") {
			continue // what the holes are in
		}
		list = append(list, subject{name: name, env: commercial, set: writtenDown(name), about: aboutNamed, reaches: reaching[name]})
	}
	for _, c := range combinations {
		for _, env := range c.environments() {
			name := "combination/" + c.name
			if env != commercial {
				name += "-" + env.Partition
			}
			set, reaches := c.set(env)
			list = append(list, subject{name: name, env: env, set: set, about: aboutNamed, reaches: reaches})
		}
	}
	return list
}

// combination is a choice of several options.
type combination struct {
	name string
	// everywhere is true of what differs between partitions.
	everywhere bool
	set        func(permission.Environment) (set permission.Set, reaches []string)
}

func (c combination) environments() []permission.Environment {
	if c.everywhere {
		return []permission.Environment{commercial, china, govCloud}
	}
	return []permission.Environment{commercial}
}

func publisher(change func(*permission.Publisher)) permission.Publisher {
	p := permission.Publisher{AllowDelete: yes()}
	change(&p)
	return p
}

func yes() *bool {
	on := true
	return &on
}

func keyIn(env permission.Environment) string { return arnIn(env, "kms", "key/"+keyID) }

// recommended are the options that docs/least-privilege.md recommends.
func recommended(dev bool) permission.Publisher {
	return permission.Publisher{
		S3: &permission.S3{BucketName: bucketName, Prefix: "release/", DevPrefix: "dev/", DevDelete: yes(),
			RequireReleaseTag: yes(), ListPrefix: true, ResourceAccount: true, SecureTransport: true},
		ECR: &permission.ECR{RepositoryNames: []string{"app"}, DevRepositoryNames: []string{"dev/app"}},
		CodeArtifact: &permission.CodeArtifact{DomainName: domainName, RepositoryNames: []string{"release"},
			DevRepositoryNames: []string{"dev"}, Formats: []string{"npm"}},
		AllowDelete: yes(), Dev: dev,
	}
}

var combinations = []combination{
	{name: "write-once-floating-tag", set: func(permission.Environment) (permission.Set, []string) {
		return publisher(func(p *permission.Publisher) {
			p.S3 = &permission.S3{BucketName: bucketName, Prefix: "release/", WriteOnce: true, Floating: []string{"*/latest/"}, RequireReleaseTag: yes(), TagKeys: []string{"Release", "commit"}}
		}), nil
	}},
	{name: "write-once-kms-multipart", everywhere: true, set: func(env permission.Environment) (permission.Set, []string) {
		return publisher(func(p *permission.Publisher) {
			p.S3 = &permission.S3{BucketName: bucketName, Prefix: "release/", WriteOnce: true, Multipart: true, KMSKeyARN: keyIn(env)}
		}), []string{keyIn(env)}
	}},
	{name: "several-buckets", set: func(env permission.Environment) (permission.Set, []string) {
		return publisher(func(p *permission.Publisher) {
			p.S3 = &permission.S3{BucketName: bucketName, Prefix: "release/", Prefixes: []string{"docs/"}, Buckets: []permission.Bucket{{BucketName: mirror, Prefixes: []string{"release/"}}, {BucketName: site}},
				KMSKeyARN: keyIn(env), Multipart: true, ListPrefix: true, ResourceAccount: true, SecureTransport: true}
		}), []string{keyIn(env), "arn:aws:s3:::" + mirror + "/release", "arn:aws:s3:::" + mirror, "arn:aws:s3:::" + site}
	}},
	{name: "dev-bucket-preset-kms", set: func(env permission.Environment) (permission.Set, []string) {
		return publisher(func(p *permission.Publisher) {
			p.Dev = true
			p.Preset = "agilecustoms-release"
			p.S3 = &permission.S3{BucketName: bucketName, DevBucketName: devBucket, KMSKeyARN: keyIn(env), SecureTransport: true}
		}), []string{keyIn(env), "arn:aws:s3:::" + devBucket}
	}},
	{name: "ecr-pull-dev-repositories", set: func(permission.Environment) (permission.Set, []string) {
		return publisher(func(p *permission.Publisher) {
			p.Dev = true
			p.ECR = &permission.ECR{RepositoryNames: []string{"app", "team/*"}, DevRepositoryNames: []string{"dev/*"}, Pull: true, Describe: true}
		}), nil
	}},
	{name: "ecr-pull-repositories", everywhere: true, set: func(permission.Environment) (permission.Set, []string) {
		return publisher(func(p *permission.Publisher) {
			p.ECR = &permission.ECR{RepositoryNames: []string{"app", "team/*"}, DevRepositoryNames: []string{"dev/*"}, Pull: true, Describe: true}
		}), nil
	}},
	{name: "bearer-tokens-of-two-services", set: func(permission.Environment) (permission.Set, []string) {
		return permission.Limited{PinRegion: true, Set: publisher(func(p *permission.Publisher) {
			p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}, LimitToken: true}
			p.CodeArtifact = &permission.CodeArtifact{DomainName: domainName, EveryRepository: true, TokenDuration: 3600}
		})}, []string{publicRepository}
	}},
	{name: "codeartifact-repositories-formats-namespaces", everywhere: true, set: func(permission.Environment) (permission.Set, []string) {
		return publisher(func(p *permission.Publisher) {
			p.CodeArtifact = &permission.CodeArtifact{DomainName: domainName, RepositoryNames: []string{"maven", "app-*"}, Formats: []string{"maven", "npm"}, Namespaces: []string{"com.acme", "acme"}, Packages: []string{"app"}}
		}), nil
	}},
	{name: "codeartifact-promotion-formats-elsewhere", set: func(permission.Environment) (permission.Set, []string) {
		return publisher(func(p *permission.Publisher) {
			p.CodeArtifact = &permission.CodeArtifact{DomainName: domainName, AccountID: otherAccount, Region: "us-east-1", RepositoryNames: []string{"maven"}, PromoteFrom: []string{"generic"}, Formats: []string{"maven"}, TokenDuration: 900}
		}), acmeElsewhere
	}},
	{name: "recommended-organization", everywhere: true, set: func(permission.Environment) (permission.Set, []string) {
		return permission.Limited{PinRegion: true, OrganizationID: organization, Set: recommended(false)}, nil
	}},
	{name: "recommended-dev-organization", everywhere: true, set: func(permission.Environment) (permission.Set, []string) {
		return permission.Limited{PinRegion: true, OrganizationID: organization, Set: recommended(true)}, nil
	}},
	{name: "everything", set: func(env permission.Environment) (permission.Set, []string) {
		return permission.Limited{PinRegion: true, OrganizationID: organization, Set: publisher(func(p *permission.Publisher) {
			*p = recommended(false)
			p.S3.WriteOnce, p.S3.Floating, p.S3.KMSKeyARN = true, []string{"*/latest/"}, keyIn(env)
			p.ECR.Pull, p.ECR.Describe = true, true
			p.ECRPublic = &permission.ECRPublic{RepositoryNames: []string{"app"}, LimitToken: true}
			p.CodeArtifact.PromoteFrom, p.CodeArtifact.Namespaces, p.CodeArtifact.TokenDuration = []string{"staging"}, []string{"acme"}, 3600
		})}, []string{keyIn(env), publicRepository}
	}},
}
