package conformance

import (
	"slices"
	"strings"

	"github.com/cipublisher/cipublisher/policy"
)

// documentFault is a fault planted in the policy of a subject.
type documentFault struct {
	name    string
	subject string
	plant   func(*planted)
	// broad faults could allow most actions of AWS: see allowsMore.
	broad bool
}

// planted is a document under change.
type planted struct{ statements []policy.Statement }

func (p *planted) at(sid string) *policy.Statement {
	i := slices.IndexFunc(p.statements, func(s policy.Statement) bool { return s.Sid == sid })
	if i < 0 {
		panic("no statement " + sid)
	}
	return &p.statements[i]
}

func (p *planted) remove(sid string) {
	p.at(sid)
	p.statements = slices.DeleteFunc(p.statements, func(s policy.Statement) bool { return s.Sid == sid })
}

func (p *planted) add(s policy.Statement) { p.statements = append(p.statements, s) }

// plant returns a changed copy of a document.
func plant(d policy.Document, change func(*planted)) policy.Document {
	p := planted{}
	for _, s := range d.Statements {
		s.Actions, s.Resources = slices.Clone(s.Actions), slices.Clone(s.Resources)
		if s.Conditions != nil {
			s.Conditions = cloneConditions(s.Conditions)
		}
		if s.Principal != nil {
			clone := *s.Principal
			s.Principal = &clone
		}
		p.statements = append(p.statements, s)
	}
	change(&p)
	return policy.New(p.statements...)
}

func addAction(sid, action string) func(*planted) {
	return func(p *planted) { p.at(sid).Actions = append(p.at(sid).Actions, action) }
}

func dropAction(sid, action string) func(*planted) {
	return func(p *planted) {
		s := p.at(sid)
		if !slices.Contains(s.Actions, action) {
			panic("no action " + action)
		}
		s.Actions = slices.DeleteFunc(s.Actions, func(a string) bool { return a == action })
	}
}

func resource(sid, old, new string) func(*planted) {
	return func(p *planted) {
		r := p.at(sid).Resources
		if !strings.Contains(r[0], old) {
			panic(r[0] + " has no " + old)
		}
		r[0] = strings.Replace(r[0], old, new, 1)
	}
}

// condition moves the conditions of a statement from one operator to another;
// "" removes them.
func operatorTo(sid, old, new string) func(*planted) {
	return func(p *planted) {
		c := p.at(sid).Conditions
		keys, found := c[old]
		if !found {
			panic("no operator " + old)
		}
		delete(c, old)
		if new != "" {
			c[new] = keys
		}
	}
}

func values(sid, operator, key string, to ...string) func(*planted) {
	return func(p *planted) {
		c := p.at(sid).Conditions[operator]
		if _, found := c[key]; !found {
			panic("no key " + key)
		}
		if c[key] = to; len(to) == 0 {
			delete(c, key)
		}
		if len(c) == 0 {
			delete(p.at(sid).Conditions, operator)
		}
	}
}

const (
	normal      = "aws-normal-s3-ecr-codeartifact"
	dev         = "aws-dev-s3-ecr-codeartifact"
	withPrefix  = "aws-normal-s3-ecr-codeartifact-prefix-release"
	requestTag  = "s3:RequestObjectTag/Release"
	existingTag = "s3:ExistingObjectTag/Release"
)

var documentFaults = []documentFault{
	{name: "reading objects added", subject: normal, plant: addAction("S3Publish", "s3:GetObject")},
	{name: "deleting repositories added", subject: normal, plant: addAction("EcrPublish", "ecr:DeleteRepository")},
	{name: "deleting package versions added", subject: normal, plant: addAction("CodeArtifactPublish", "codeartifact:DeletePackageVersions")},
	{name: "the repository's policy made writable", subject: normal, plant: addAction("CodeArtifactRead", "codeartifact:PutRepositoryPermissionsPolicy")},
	{name: "actions widened to s3:Put*", subject: normal, plant: addAction("S3Publish", "s3:Put*")},
	{name: "actions widened to s3:*", subject: normal, plant: addAction("S3Publish", "s3:*")},
	{name: "actions widened to ecr:*", subject: normal, plant: addAction("EcrPublish", "ecr:*")},
	{name: "actions widened to *", subject: normal, broad: true, plant: addAction("EcrPublish", "*")},
	{name: "a pass-role statement added", subject: normal, plant: func(p *planted) {
		p.add(policy.Statement{Effect: policy.Allow, Actions: []string{"iam:PassRole"}, Resources: []string{"*"}})
	}},
	{name: "an action of another service", subject: normal, plant: addAction("EcrLogin", "ec2:RunInstances")},
	{name: "uploading dropped", subject: normal, plant: dropAction("S3Publish", "s3:PutObject")},
	{name: "tagging dropped", subject: normal, plant: dropAction("S3Publish", "s3:PutObjectTagging")},
	{name: "asking for manifests dropped", subject: normal, plant: dropAction("EcrPublish", "ecr:BatchGetImage")},
	{name: "Maven's metadata dropped", subject: normal, plant: dropAction("CodeArtifactPublish", "codeartifact:PutPackageMetadata")},
	{name: "the bearer token dropped", subject: normal, plant: func(p *planted) { p.remove("CodeArtifactToken") }},
	{name: "the registry login dropped", subject: normal, plant: func(p *planted) { p.remove("EcrLogin") }},
	{name: "the registry login on the repositories", subject: normal, plant: resource("EcrLogin", "*", "arn:aws:ecr:eu-west-1:111122223333:repository/*")},
	{name: "an action misspelled", subject: normal, plant: func(p *planted) { p.at("S3List").Actions = []string{"s3:ListObjects"} }},
	{name: "the bucket widened", subject: normal, plant: resource("S3List", bucketName, bucketName+"*")},
	{name: "the objects' bucket widened", subject: normal, plant: resource("S3Publish", bucketName+"/", bucketName+"*/")},
	{name: "the objects' bucket left open", subject: normal, plant: resource("S3Publish", bucketName+"/*", "*")},
	{name: "the bucket in place of its objects", subject: normal, plant: resource("S3Publish", "/*", "")},
	{name: "the slash of a prefix lost", subject: withPrefix, plant: resource("S3Publish", "release/*", "release*")},
	{name: "a prefix anywhere in the key", subject: withPrefix, plant: resource("S3Publish", "release/*", "*release/*")},
	{name: "every account's repositories", subject: normal, plant: resource("EcrPublish", account, "*")},
	{name: "another account's repositories", subject: normal, plant: resource("EcrPublish", account, otherAccount)},
	{name: "every region's repositories", subject: normal, plant: resource("EcrPublish", region, "*")},
	{name: "one repository only", subject: normal, plant: resource("EcrPublish", "repository/*", "repository/dev/*")},
	{name: "the domain widened", subject: normal, plant: resource("CodeArtifactLogin", "domain/acme", "domain/acme*")},
	{name: "the domain's packages widened", subject: normal, plant: resource("CodeArtifactPublish", "package/acme/", "package/acme*/")},
	{name: "every package of the account", subject: normal, plant: resource("CodeArtifactPublish", "package/acme/*", "package/*")},
	{name: "a wrong partition", subject: normal, plant: resource("S3Publish", "arn:aws:", "arn:aws-cn:")},
	{name: "every partition", subject: normal, plant: resource("EcrPublish", "arn:aws:", "arn:*:")},
	{name: "the token's condition removed", subject: normal, plant: operatorTo("CodeArtifactToken", "StringEquals", "")},
	{name: "the token's condition inverted", subject: normal, plant: operatorTo("CodeArtifactToken", "StringEquals", "StringNotEquals")},
	{name: "the token's condition optional", subject: normal, plant: operatorTo("CodeArtifactToken", "StringEquals", "StringEqualsIfExists")},
	{name: "the token's service left empty", subject: normal, plant: values("CodeArtifactToken", "StringEquals", "sts:AWSServiceName", "")},
	{name: "Allow turned into Deny", subject: normal, plant: func(p *planted) { p.at("EcrPublish").Effect = policy.Deny }},
	{name: "Action turned into NotAction", subject: normal, broad: true, plant: func(p *planted) {
		s := p.at("S3Publish")
		s.Actions, s.NotActions = nil, s.Actions
	}},
	{name: "Resource turned into NotResource", subject: normal, plant: func(p *planted) {
		s := p.at("EcrPublish")
		s.Resources, s.NotResources = nil, s.Resources
	}},
	{name: "the release tag no longer asked for", subject: dev, plant: operatorTo("S3DevPublish", "StringEquals", "")},
	{name: "the release tag inverted", subject: dev, plant: operatorTo("S3DevPublish", "StringEquals", "StringNotEquals")},
	{name: "the release tag optional", subject: dev, plant: operatorTo("S3DevPublish", "StringEquals", "StringEqualsIfExists")},
	{name: "the release tag with ForAllValues", subject: dev, plant: operatorTo("S3DevPublish", "StringEquals", "ForAllValues:StringEquals")},
	{name: "the wrong value of the release tag", subject: dev, plant: values("S3DevPublish", "StringEquals", requestTag, "true")},
	{name: "any value of the release tag", subject: dev, plant: func(p *planted) {
		p.at("S3DevPublish").Conditions = policy.Conditions{"StringLike": {requestTag: {"*"}}}
	}},
	{name: "the dev prefix widened to everything", subject: dev, plant: resource("S3DevPublish", "*/feature/*", "*")},
	{name: "the dev prefix without its parent", subject: dev, plant: resource("S3DevPublish", "*/feature/*", "*feature/*")},
	{name: "released objects no longer protected", subject: dev, plant: func(p *planted) { p.remove("S3KeepReleases") }},
	{name: "the protection of released objects inverted", subject: dev, plant: operatorTo("S3KeepReleases", "StringEquals", "StringNotEquals")},
	{name: "the protection of released objects narrowed", subject: dev, plant: resource("S3KeepReleases", "/*", "/release/*")},
	{name: "the protection tests the request instead of the object", subject: dev, plant: func(p *planted) {
		p.at("S3KeepReleases").Conditions = policy.Conditions{"StringEquals": {requestTag: {"true"}}}
	}},
	{name: "dev deletes objects", subject: dev, plant: func(p *planted) {
		p.add(policy.Statement{Effect: policy.Allow, Actions: []string{"s3:DeleteObject"}, Resources: []string{"arn:aws:s3:::acme-dist/*"}})
	}},
	{name: "dev deletes images", subject: dev, plant: addAction("EcrPublish", "ecr:BatchDeleteImage")},
	{name: "dev publishes packages", subject: dev, plant: func(p *planted) {
		p.add(policy.Statement{Effect: policy.Allow, Actions: []string{"codeartifact:PublishPackageVersion"}, Resources: []string{"*"}})
	}},
}
